// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Governance;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.v1.ApproveProposalRequest;
import io.quorumkeep.v1.ApproveProposalResponse;
import io.quorumkeep.v1.CreateProposalRequest;
import io.quorumkeep.v1.CreateProposalResponse;
import io.quorumkeep.v1.GetNamespacePolicyRequest;
import io.quorumkeep.v1.GetNamespacePolicyResponse;
import io.quorumkeep.v1.GetProposalRequest;
import io.quorumkeep.v1.GetProposalResponse;
import io.quorumkeep.v1.GovernanceServiceGrpc.GovernanceServiceImplBase;
import io.quorumkeep.v1.ListProposalsRequest;
import io.quorumkeep.v1.ListProposalsResponse;
import io.quorumkeep.v1.SetNamespacePolicyRequest;
import io.quorumkeep.v1.SetNamespacePolicyResponse;
import io.quorumkeep.v1.WithdrawProposalRequest;
import io.quorumkeep.v1.WithdrawProposalResponse;
import java.time.Duration;
import java.util.List;

/** Serves {@code quorumkeep.v1.GovernanceService}: decodes, delegates, encodes. */
final class GovernanceServiceEndpoint extends GovernanceServiceImplBase {
  private final Calls calls;
  private final Governance governance;
  private final Queries queries;

  GovernanceServiceEndpoint(Calls calls, Governance governance, Queries queries) {
    this.calls = calls;
    this.governance = governance;
    this.queries = queries;
  }

  @Override
  public void setNamespacePolicy(
      SetNamespacePolicyRequest request, StreamObserver<SetNamespacePolicyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          if (!request.hasPolicy()) {
            throw Parse.unset("policy");
          }
          var set =
              new GovernanceCommand.SetNamespacePolicy(
                  Parse.namespaceName(request.getName()),
                  GovernanceMessages.policy("policy", request.getPolicy()),
                  Parse.optionalProposal(request.getProposal()),
                  GovernanceMessages.reason(request.getReason()));
          RequestHash hash =
              RequestHash.of("SetNamespacePolicy")
                  .text(set.namespace())
                  .text(set.proposal())
                  .text(set.reason());
          GovernanceMessages.hash(hash, set.policy());
          return governance
              .change(ask.change(hash), set)
              .thenApply(
                  done ->
                      SetNamespacePolicyResponse.newBuilder()
                          .setPolicy(GovernanceMessages.policy(Answers.policy(done)))
                          .build());
        });
  }

  @Override
  public void getNamespacePolicy(
      GetNamespacePolicyRequest request, StreamObserver<GetNamespacePolicyResponse> observer) {
    calls.answer(
        observer,
        "",
        ask ->
            queries
                .namespacePolicy(ask.read(), Parse.namespaceName(request.getName()))
                .thenApply(GovernanceServiceEndpoint::policyResponse));
  }

  private static GetNamespacePolicyResponse policyResponse(
      Queries.Answer<Queries.PolicyAnswer> answer) {
    Queries.PolicyAnswer found = Answers.value(answer);
    return GetNamespacePolicyResponse.newBuilder()
        .setPolicy(GovernanceMessages.policy(found.policy()))
        .setSet(found.set())
        .build();
  }

  @Override
  public void createProposal(
      CreateProposalRequest request, StreamObserver<CreateProposalResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          var create =
              new GovernanceCommand.CreateProposal(
                  Parse.resourceId("proposal_id", request.getProposalId(), "a proposal"),
                  GovernanceMessages.action(request.getAction()),
                  GovernanceMessages.reason(request.getReason()),
                  GovernanceMessages.lifetime(request));
          Duration lifetime = create.lifetime();
          RequestHash hash =
              RequestHash.of("CreateProposal")
                  .text(create.id())
                  .text(create.reason())
                  .number(lifetime == null ? 0 : lifetime.toMillis());
          GovernanceMessages.hash(hash, create.action());
          return governance
              .change(ask.change(hash), create)
              .thenApply(
                  done ->
                      CreateProposalResponse.newBuilder()
                          .setProposal(GovernanceMessages.changed(Answers.proposal(done)))
                          .build());
        });
  }

  @Override
  public void approveProposal(
      ApproveProposalRequest request, StreamObserver<ApproveProposalResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          var approve =
              new GovernanceCommand.ApproveProposal(
                  Parse.proposalName("name", request.getName()),
                  GovernanceMessages.reason(request.getReason()));
          RequestHash hash =
              RequestHash.of("ApproveProposal").text(approve.id()).text(approve.reason());
          return governance
              .change(ask.change(hash), approve)
              .thenApply(
                  done ->
                      ApproveProposalResponse.newBuilder()
                          .setProposal(GovernanceMessages.changed(Answers.proposal(done)))
                          .build());
        });
  }

  @Override
  public void withdrawProposal(
      WithdrawProposalRequest request, StreamObserver<WithdrawProposalResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          var withdraw =
              new GovernanceCommand.WithdrawProposal(
                  Parse.proposalName("name", request.getName()),
                  GovernanceMessages.reason(request.getReason()));
          RequestHash hash =
              RequestHash.of("WithdrawProposal").text(withdraw.id()).text(withdraw.reason());
          return governance
              .change(ask.change(hash), withdraw)
              .thenApply(
                  done ->
                      WithdrawProposalResponse.newBuilder()
                          .setProposal(GovernanceMessages.changed(Answers.proposal(done)))
                          .build());
        });
  }

  @Override
  public void getProposal(
      GetProposalRequest request, StreamObserver<GetProposalResponse> observer) {
    calls.answer(
        observer,
        "",
        ask ->
            queries
                .proposal(ask.read(), Parse.proposalName("name", request.getName()))
                .thenApply(
                    answer ->
                        GetProposalResponse.newBuilder()
                            .setProposal(GovernanceMessages.proposal(Answers.value(answer)))
                            .build()));
  }

  @Override
  public void listProposals(
      ListProposalsRequest request, StreamObserver<ListProposalsResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          Proposal.Status status = GovernanceMessages.status(request.getStateValue());
          String list = "proposals." + (status == null ? "all" : status.name());
          String after = PageToken.read(list, request.getPageToken());
          int size = Parse.pageSize(request.getPageSize());
          return queries
              .proposals(ask.read(), status, after, size + 1)
              .thenApply(answer -> listResponse(list, size, Answers.value(answer)));
        });
  }

  private static ListProposalsResponse listResponse(
      String list, int size, List<Queries.ProposalAnswer> proposals) {
    Page<io.quorumkeep.v1.Proposal> page = Page.of(proposals, size, GovernanceMessages::proposal);
    ListProposalsResponse.Builder response =
        ListProposalsResponse.newBuilder().addAllProposals(page.messages());
    if (page.more()) {
      String last = proposals.get(page.messages().size() - 1).proposal().id();
      response.setNextPageToken(PageToken.of(list, last));
    }
    return response.build();
  }
}
