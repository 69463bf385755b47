// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.v1.ApproveProposalRequest;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateProposalRequest;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GovernanceServiceGrpc;
import io.quorumkeep.v1.GovernanceServiceGrpc.GovernanceServiceBlockingStub;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.GuardedAction;
import io.quorumkeep.v1.GuardedOperation;
import io.quorumkeep.v1.Permission;
import java.util.concurrent.atomic.AtomicInteger;

/** An administrator and somebody who approves of what the administrator proposes. */
final class TwoPersons {
  private final GovernanceServiceBlockingStub admin;
  private final GovernanceServiceBlockingStub approver;
  private final AtomicInteger proposals = new AtomicInteger();

  TwoPersons(ApiFixture api) {
    this.admin = GovernanceServiceGrpc.newBlockingStub(api.admin());
    this.approver = GovernanceServiceGrpc.newBlockingStub(api.client("approver"));
    var unused =
        GrantServiceGrpc.newBlockingStub(api.admin())
            .createGrant(
                CreateGrantRequest.newBuilder()
                    .setGrantId("approver")
                    .setPrincipal("spiffe://quorumkeep.test/approver")
                    .setResource("*")
                    .addPermissions(Permission.PERMISSION_APPROVE_PROPOSAL)
                    .setEffect(Effect.EFFECT_ALLOW)
                    .build());
  }

  /** The name of an approved proposal of this. */
  String approved(GuardedOperation operation, String resource) {
    String id = "p-" + proposals.incrementAndGet();
    var proposed =
        admin.createProposal(
            CreateProposalRequest.newBuilder()
                .setProposalId(id)
                .setAction(GuardedAction.newBuilder().setOperation(operation).setResource(resource))
                .build());
    var unused =
        approver.approveProposal(
            ApproveProposalRequest.newBuilder().setName(proposed.getProposal().getName()).build());
    return proposed.getProposal().getName();
  }
}
