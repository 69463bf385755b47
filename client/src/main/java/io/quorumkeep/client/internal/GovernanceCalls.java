// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Page;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.v1.ApproveProposalRequest;
import io.quorumkeep.v1.CreateProposalRequest;
import io.quorumkeep.v1.GetNamespacePolicyRequest;
import io.quorumkeep.v1.GetProposalRequest;
import io.quorumkeep.v1.GovernanceServiceGrpc;
import io.quorumkeep.v1.ListProposalsRequest;
import io.quorumkeep.v1.SetNamespacePolicyRequest;
import io.quorumkeep.v1.WithdrawProposalRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.GovernanceService}. */
public final class GovernanceCalls {
  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public GovernanceCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Reads the policy in force for a namespace. */
  public CompletableFuture<NamespacePolicy> policy(String namespace) {
    return connection.call(
        GovernanceServiceGrpc.getGetNamespacePolicyMethod(),
        GetNamespacePolicyRequest.newBuilder().setName(namespace).build(),
        "",
        context.adminLimits(),
        response -> GovernanceMessages.policy(response.getPolicy()));
  }

  /** Replaces the policy of a namespace. */
  public CompletableFuture<NamespacePolicy> setPolicy(
      String namespace, NamespacePolicy policy, String reason, String proposal) {
    String id = context.newRequestId();
    return connection.call(
        GovernanceServiceGrpc.getSetNamespacePolicyMethod(),
        SetNamespacePolicyRequest.newBuilder()
            .setName(namespace)
            .setPolicy(GovernanceMessages.policy(policy))
            .setReason(reason)
            .setProposal(proposal)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> GovernanceMessages.policy(response.getPolicy()));
  }

  /** Creates {@code proposals/{proposalId}}. */
  public CompletableFuture<Proposal> create(String proposalId, ProposalSpec spec) {
    String id = context.newRequestId();
    CreateProposalRequest.Builder request =
        CreateProposalRequest.newBuilder()
            .setProposalId(proposalId)
            .setAction(GovernanceMessages.action(spec.action()))
            .setReason(spec.reason())
            .setRequestId(id);
    spec.lifetime().ifPresent(lifetime -> request.setLifetime(Times.duration(lifetime)));
    return connection.call(
        GovernanceServiceGrpc.getCreateProposalMethod(),
        request.build(),
        id,
        context.adminLimits(),
        response -> GovernanceMessages.proposal(response.getProposal()));
  }

  /** Agrees to a proposal. */
  public CompletableFuture<Proposal> approve(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        GovernanceServiceGrpc.getApproveProposalMethod(),
        ApproveProposalRequest.newBuilder()
            .setName(name)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> GovernanceMessages.proposal(response.getProposal()));
  }

  /** Ends a proposal without effect. */
  public CompletableFuture<Proposal> withdraw(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        GovernanceServiceGrpc.getWithdrawProposalMethod(),
        WithdrawProposalRequest.newBuilder()
            .setName(name)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> GovernanceMessages.proposal(response.getProposal()));
  }

  /** Reads a proposal. */
  public CompletableFuture<Proposal> get(String name) {
    return connection.call(
        GovernanceServiceGrpc.getGetProposalMethod(),
        GetProposalRequest.newBuilder().setName(name).build(),
        "",
        context.adminLimits(),
        response -> GovernanceMessages.proposal(response.getProposal()));
  }

  /** Reads a page of the proposals, those in one state or all. */
  public CompletableFuture<Page<Proposal>> list(
      Optional<ProposalState> state, int pageSize, String pageToken) {
    ListProposalsRequest.Builder request =
        ListProposalsRequest.newBuilder().setPageSize(pageSize).setPageToken(pageToken);
    state.ifPresent(one -> request.setState(GovernanceMessages.state(one)));
    return connection.call(
        GovernanceServiceGrpc.getListProposalsMethod(),
        request.build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getProposalsList().stream().map(GovernanceMessages::proposal).toList(),
                Pages.token(response.getNextPageToken())));
  }
}
