// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.rpc.BadRequest;
import io.quorumkeep.v1.ApproveProposalRequest;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateProposalRequest;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GetNamespacePolicyRequest;
import io.quorumkeep.v1.GetNamespacePolicyResponse;
import io.quorumkeep.v1.GetProposalRequest;
import io.quorumkeep.v1.GovernanceServiceGrpc;
import io.quorumkeep.v1.GovernanceServiceGrpc.GovernanceServiceBlockingStub;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.GuardedAction;
import io.quorumkeep.v1.GuardedOperation;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.ListProposalsRequest;
import io.quorumkeep.v1.ListProposalsResponse;
import io.quorumkeep.v1.NamespacePolicy;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.Proposal;
import io.quorumkeep.v1.ProposalState;
import io.quorumkeep.v1.RequiredApprovals;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.SetNamespacePolicyRequest;
import io.quorumkeep.v1.WithdrawProposalRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Policies of namespaces and dual control, over the wire. */
class GovernanceTest {
  private static final String APPROVER = "spiffe://quorumkeep.test/approver";

  private static ApiFixture api;
  private static GovernanceServiceBlockingStub admin;
  private static GovernanceServiceBlockingStub approver;
  private static GrantServiceGrpc.GrantServiceBlockingStub grants;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    admin = GovernanceServiceGrpc.newBlockingStub(api.admin());
    approver = GovernanceServiceGrpc.newBlockingStub(api.client("approver"));
    grants = GrantServiceGrpc.newBlockingStub(api.admin());
    var unused =
        grants.createGrant(
            CreateGrantRequest.newBuilder()
                .setGrantId("approver")
                .setPrincipal(APPROVER)
                .setResource("*")
                .addPermissions(Permission.PERMISSION_APPROVE_PROPOSAL)
                .setEffect(Effect.EFFECT_ALLOW)
                .build());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static NamespacePolicy strength(int bits) {
    return NamespacePolicy.newBuilder().setMinimumStrengthBits(bits).build();
  }

  private static SetNamespacePolicyRequest.Builder set(String namespace, NamespacePolicy policy) {
    return SetNamespacePolicyRequest.newBuilder()
        .setName("namespaces/" + namespace)
        .setPolicy(policy);
  }

  private static CreateProposalRequest.Builder proposing(
      String id, String namespace, NamespacePolicy policy) {
    return CreateProposalRequest.newBuilder()
        .setProposalId(id)
        .setReason("because")
        .setAction(
            GuardedAction.newBuilder()
                .setOperation(GuardedOperation.GUARDED_OPERATION_SET_NAMESPACE_POLICY)
                .setResource("namespaces/" + namespace)
                .setPolicy(policy));
  }

  private static Proposal get(String id) {
    return admin
        .getProposal(GetProposalRequest.newBuilder().setName("proposals/" + id).build())
        .getProposal();
  }

  private static Proposal approve(GovernanceServiceBlockingStub who, String id) {
    return who.approveProposal(
            ApproveProposalRequest.newBuilder().setName("proposals/" + id).build())
        .getProposal();
  }

  @Test
  void givenNoPolicy_whenRead_thenTheDefault() {
    GetNamespacePolicyResponse response =
        admin.getNamespacePolicy(
            GetNamespacePolicyRequest.newBuilder().setName("namespaces/untouched").build());

    assertThat(response.getSet()).isFalse();
    assertThat(response.getPolicy().getMinimumStrengthBits()).isEqualTo(128);
    assertThat(response.getPolicy().getAlgorithmsCount()).isZero();
    assertThat(response.getPolicy().getProposalLifetime().getSeconds()).isEqualTo(86_400);
    assertThat(response.getPolicy().getRequiredApprovalsList())
        .extracting(RequiredApprovals::getCount)
        .containsExactly(1, 1, 1, 1);
  }

  @Test
  void givenPolicy_whenLowered_thenOnlyByTwo() {
    NamespacePolicy raised =
        admin.setNamespacePolicy(set("two", strength(256)).build()).getPolicy();
    assertThat(raised.getMinimumStrengthBits()).isEqualTo(256);
    assertThat(
            refusal(
                    () ->
                        KeyServiceGrpc.newBlockingStub(api.admin())
                            .createKey(
                                CreateKeyRequest.newBuilder()
                                    .setParent("namespaces/two")
                                    .setKeyId("weak")
                                    .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_128)
                                    .build()))
                .reason())
        .isEqualTo("STRENGTH_TOO_LOW");
    assertThat(refusal(() -> admin.setNamespacePolicy(set("two", strength(128)).build())).reason())
        .isEqualTo("APPROVAL_REQUIRED");

    Proposal made =
        admin.createProposal(proposing("two", "two", strength(128)).build()).getProposal();
    SetNamespacePolicyRequest carryOut =
        set("two", strength(128))
            .setProposal("proposals/two")
            .setRequestId(UUID.randomUUID().toString())
            .build();
    SetNamespacePolicyRequest early =
        carryOut.toBuilder().setRequestId(UUID.randomUUID().toString()).build();

    assertThat(made.getState()).isEqualTo(ProposalState.PROPOSAL_STATE_PENDING);
    assertThat(made.getRequiredApprovals()).isEqualTo(1);
    assertThat(made.getAction().getPolicy().getMinimumStrengthBits()).isEqualTo(128);
    assertThat(refusal(() -> admin.setNamespacePolicy(early)).reason())
        .isEqualTo("APPROVALS_MISSING");
    assertThat(refusal(() -> approve(admin, "two")).reason()).isEqualTo("SELF_APPROVAL");
    assertThat(approve(approver, "two").getState())
        .isEqualTo(ProposalState.PROPOSAL_STATE_APPROVED);
    assertThat(refusal(() -> approve(approver, "two")).reason()).isEqualTo("ALREADY_APPROVED");
    assertThat(admin.setNamespacePolicy(carryOut).getPolicy().getMinimumStrengthBits())
        .isEqualTo(128);
    // The same request again, and another one.
    assertThat(admin.setNamespacePolicy(carryOut).getPolicy().getMinimumStrengthBits())
        .isEqualTo(128);
    assertThat(
            refusal(
                    () ->
                        admin.setNamespacePolicy(
                            carryOut.toBuilder()
                                .setRequestId(UUID.randomUUID().toString())
                                .build()))
                .reason())
        .isEqualTo("PROPOSAL_CLOSED");
    Proposal used = get("two");
    assertThat(used.getState()).isEqualTo(ProposalState.PROPOSAL_STATE_CONSUMED);
    assertThat(used.getCloser()).isEqualTo("spiffe://quorumkeep.test/admin");
    assertThat(used.getApprovals(0).getPrincipal()).isEqualTo(APPROVER);
  }

  @Test
  void givenGrantOfAnApprover_whenRevoked_thenOnlyByTwo() {
    var unused =
        grants.createGrant(
            CreateGrantRequest.newBuilder()
                .setGrantId("third")
                .setPrincipal("spiffe://quorumkeep.test/third")
                .setResource("*")
                .addPermissions(Permission.PERMISSION_APPROVE_PROPOSAL)
                .setEffect(Effect.EFFECT_ALLOW)
                .build());
    RevokeGrantRequest alone = RevokeGrantRequest.newBuilder().setName("grants/third").build();
    assertThat(refusal(() -> grants.revokeGrant(alone)).reason()).isEqualTo("APPROVAL_REQUIRED");
    var made =
        admin.createProposal(
            CreateProposalRequest.newBuilder()
                .setProposalId("without-third")
                .setAction(
                    GuardedAction.newBuilder()
                        .setOperation(GuardedOperation.GUARDED_OPERATION_REVOKE_GRANT)
                        .setResource("grants/third"))
                .build());
    assertThat(made.getProposal().getName()).isEqualTo("proposals/without-third");
    approve(approver, "without-third");

    assertThat(
            grants
                .revokeGrant(alone.toBuilder().setProposal("proposals/without-third").build())
                .getGrant()
                .getName())
        .isEqualTo("grants/third");
  }

  @Test
  void givenKey_whenDestroyed_thenOnlyByTwo() {
    KeyServiceGrpc.KeyServiceBlockingStub keys = KeyServiceGrpc.newBlockingStub(api.admin());
    String name =
        keys.createKey(
                CreateKeyRequest.newBuilder()
                    .setParent("namespaces/gone")
                    .setKeyId("card")
                    .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                    .build())
            .getKey()
            .getName();
    DestroyKeyRequest alone = DestroyKeyRequest.newBuilder().setName(name).build();
    assertThat(refusal(() -> keys.destroyKey(alone)).reason()).isEqualTo("APPROVAL_REQUIRED");
    var made =
        admin.createProposal(
            CreateProposalRequest.newBuilder()
                .setProposalId("card-goes")
                .setAction(
                    GuardedAction.newBuilder()
                        .setOperation(GuardedOperation.GUARDED_OPERATION_DESTROY_KEY)
                        .setResource(name))
                .build());
    assertThat(made.getProposal().getAction().getResource()).isEqualTo(name);
    approve(approver, "card-goes");

    assertThat(
            keys.destroyKey(alone.toBuilder().setProposal("proposals/card-goes").build())
                .getKey()
                .getState())
        .isEqualTo(KeyState.KEY_STATE_DESTROYED);
    assertThat(get("card-goes").getState()).isEqualTo(ProposalState.PROPOSAL_STATE_CONSUMED);
  }

  @Test
  void givenProposals_whenListed_thenByNameAndStateAndPage() {
    for (int i = 0; i < 5; i++) {
      var unused =
          admin.createProposal(
              proposing("list-" + i, "lists", strength(128))
                  .setLifetime(Duration.newBuilder().setSeconds(300 + i))
                  .build());
    }
    var unused =
        admin.withdrawProposal(
            WithdrawProposalRequest.newBuilder().setName("proposals/list-3").build());

    assertThat(listed(ProposalState.PROPOSAL_STATE_PENDING))
        .containsSubsequence(
            "proposals/list-0", "proposals/list-1", "proposals/list-2", "proposals/list-4")
        .doesNotContain("proposals/list-3");
    assertThat(listed(ProposalState.PROPOSAL_STATE_WITHDRAWN)).contains("proposals/list-3");
    assertThat(listed(ProposalState.PROPOSAL_STATE_UNSPECIFIED))
        .contains("proposals/list-3", "proposals/list-4")
        .isSorted();
    String token =
        admin
            .listProposals(ListProposalsRequest.newBuilder().setPageSize(1).build())
            .getNextPageToken();
    assertThat(
            refusal(
                    () ->
                        admin.listProposals(
                            ListProposalsRequest.newBuilder()
                                .setState(ProposalState.PROPOSAL_STATE_EXPIRED)
                                .setPageToken(token)
                                .build()))
                .reason())
        .isEqualTo("INVALID_PAGE_TOKEN");
  }

  private static List<String> listed(ProposalState state) {
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListProposalsResponse page =
          admin.listProposals(
              ListProposalsRequest.newBuilder()
                  .setState(state)
                  .setPageSize(2)
                  .setPageToken(token)
                  .build());
      assertThat(page.getProposalsCount()).isLessThanOrEqualTo(2);
      page.getProposalsList().forEach(proposal -> names.add(proposal.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return names;
  }

  @Test
  void givenAbsentProposal_whenAskedFor_thenNotFound() {
    assertThat(refusal(() -> get("absent")).reason()).isEqualTo("PROPOSAL_NOT_FOUND");
    assertThat(refusal(() -> approve(approver, "absent")).reason()).isEqualTo("PROPOSAL_NOT_FOUND");
  }

  @Test
  void givenWrongFields_whenSent_thenNamed() {
    assertField("name", "INVALID_NAME", set("two", strength(256)).setName("two"));
    assertField("policy", "INVALID_ARGUMENT", set("two", strength(256)).clearPolicy());
    assertField("policy", "INVALID_ARGUMENT", set("two", strength(100)));
    assertField("policy", "INVALID_ARGUMENT", set("two", strength(257)));
    assertField("proposal", "INVALID_NAME", set("two", strength(256)).setProposal("two"));
    assertField("reason", "INVALID_ARGUMENT", set("two", strength(256)).setReason("a\u0007"));
    assertField(
        "policy.algorithms",
        "UNKNOWN_ENUM_VALUE",
        set("two", NamespacePolicy.newBuilder().addAlgorithmsValue(4_711).build()));
    assertField("policy.required_approvals", "INVALID_ARGUMENT", set("two", approvals(20, 1, 20)));
    assertField("policy.required_approvals", "UNKNOWN_ENUM_VALUE", set("two", approvals(1, 1)));
    assertField("policy.required_approvals", "INVALID_ARGUMENT", set("two", approvals(0, 1)));
    assertField("policy", "INVALID_ARGUMENT", set("two", approvals(20, 6)));
    assertField("policy", "INVALID_ARGUMENT", set("two", approvals(13, 2)));
    assertField(
        "policy",
        "INVALID_ARGUMENT",
        set(
            "two",
            NamespacePolicy.newBuilder()
                .setProposalLifetime(Duration.newBuilder().setSeconds(299))
                .build()));
  }

  private static NamespacePolicy approvals(int operation, int count, int... more) {
    NamespacePolicy.Builder policy = NamespacePolicy.newBuilder();
    policy.addRequiredApprovals(
        RequiredApprovals.newBuilder().setOperationValue(operation).setCount(count));
    for (int again : more) {
      policy.addRequiredApprovals(
          RequiredApprovals.newBuilder().setOperationValue(again).setCount(count));
    }
    return policy.build();
  }

  private static void assertField(
      String field, String reason, SetNamespacePolicyRequest.Builder request) {
    assertNamed(field, reason, refusal(() -> admin.setNamespacePolicy(request.build())));
  }

  private static void assertNamed(String field, String reason, ApiFixture.Refusal refusal) {
    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.detail(BadRequest.class).getFieldViolations(0).getField()).isEqualTo(field);
  }

  @Test
  void givenWrongFieldsOfAProposal_whenSent_thenNamed() {
    CreateProposalRequest good = proposing("wrong", "two", strength(128)).build();
    assertWrong("proposal_id", "INVALID_NAME", good.toBuilder().setProposalId("A"));
    assertWrong("action.operation", "INVALID_ARGUMENT", good.toBuilder().clearAction());
    assertWrong(
        "action.operation", "UNKNOWN_ENUM_VALUE", action(good, GuardedAction.newBuilder(), 2));
    assertWrong("action.policy", "INVALID_ARGUMENT", action(good, GuardedAction.newBuilder(), 30));
    assertWrong(
        "action.policy", "INVALID_ARGUMENT", action(good, good.getAction().toBuilder(), 20));
    assertWrong(
        "action",
        "INVALID_NAME",
        action(good, GuardedAction.newBuilder().setResource("namespaces/two"), 20));
    assertWrong(
        "action",
        "INVALID_NAME",
        action(
            good,
            GuardedAction.newBuilder().setResource("namespaces/two/keys/a").setDigest("abc"),
            20));
    assertWrong(
        "lifetime",
        "INVALID_ARGUMENT",
        good.toBuilder().setLifetime(Duration.newBuilder().setSeconds(299)));
    assertWrong("reason", "INVALID_ARGUMENT", good.toBuilder().setReason("x".repeat(257)));
    assertThat(refusal(() -> get("wrong")).reason()).isEqualTo("PROPOSAL_NOT_FOUND");
  }

  private static CreateProposalRequest.Builder action(
      CreateProposalRequest request, GuardedAction.Builder action, int operation) {
    return request.toBuilder().setAction(action.setOperationValue(operation));
  }

  private static void assertWrong(
      String field, String reason, CreateProposalRequest.Builder request) {
    assertNamed(field, reason, refusal(() -> admin.createProposal(request.build())));
  }
}
