// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Policy;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateGrantResponse;
import io.quorumkeep.v1.GrantServiceGrpc.GrantServiceImplBase;
import io.quorumkeep.v1.ListGrantsRequest;
import io.quorumkeep.v1.ListGrantsResponse;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.RevokeGrantResponse;
import java.util.List;

/** Serves {@code quorumkeep.v1.GrantService}: decodes, delegates, encodes. */
final class GrantServiceEndpoint extends GrantServiceImplBase {
  private static final String LIST = "grants";

  private final Calls calls;
  private final Policy policy;
  private final Queries queries;

  GrantServiceEndpoint(Calls calls, Policy policy, Queries queries) {
    this.calls = calls;
    this.policy = policy;
    this.queries = queries;
  }

  @Override
  public void createGrant(
      CreateGrantRequest request, StreamObserver<CreateGrantResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          PolicyCommand.Create create = GrantMessages.create(request);
          return policy
              .change(ask.change(hash(create)), create)
              .thenApply(done -> CreateGrantResponse.newBuilder().setGrant(grant(done)).build());
        });
  }

  private static RequestHash hash(PolicyCommand.Create create) {
    RequestHash hash =
        RequestHash.of("CreateGrant")
            .text(create.grantId())
            .text(create.principal().text())
            .text(create.resource().text())
            .text(create.effect().name())
            .number(create.permissions().size());
    create.permissions().forEach(permission -> hash.number(permission.number()));
    return hash;
  }

  @Override
  public void revokeGrant(
      RevokeGrantRequest request, StreamObserver<RevokeGrantResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          String id = Parse.grantName(request.getName());
          String proposal = Parse.optionalProposal(request.getProposal());
          RequestHash hash = RequestHash.of("RevokeGrant").text(id);
          if (!proposal.isEmpty()) {
            hash.text(proposal);
          }
          return policy
              .change(ask.change(hash), new PolicyCommand.Revoke(id, proposal))
              .thenApply(done -> RevokeGrantResponse.newBuilder().setGrant(grant(done)).build());
        });
  }

  @Override
  public void listGrants(ListGrantsRequest request, StreamObserver<ListGrantsResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          String after = PageToken.read(LIST, request.getPageToken());
          int size = Parse.pageSize(request.getPageSize());
          return queries
              .grants(ask.read(), after, size + 1)
              .thenApply(answer -> listGrantsResponse(size, Answers.value(answer)));
        });
  }

  private static ListGrantsResponse listGrantsResponse(int size, List<Grant> grants) {
    Page<io.quorumkeep.v1.Grant> page = Page.of(grants, size, GrantMessages::grant);
    ListGrantsResponse.Builder response =
        ListGrantsResponse.newBuilder().addAllGrants(page.messages());
    if (page.more()) {
      String last = grants.get(page.messages().size() - 1).id();
      response.setNextPageToken(PageToken.of(LIST, last));
    }
    return response.build();
  }

  private static io.quorumkeep.v1.Grant grant(Outcome outcome) {
    return GrantMessages.grant(Answers.grant(outcome));
  }
}
