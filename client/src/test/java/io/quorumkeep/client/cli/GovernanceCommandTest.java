// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import io.grpc.Status.Code;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.fake.Refusals;
import io.quorumkeep.v1.Approval;
import io.quorumkeep.v1.ApproveProposalRequest;
import io.quorumkeep.v1.ApproveProposalResponse;
import io.quorumkeep.v1.CreateProposalRequest;
import io.quorumkeep.v1.CreateProposalResponse;
import io.quorumkeep.v1.GetNamespacePolicyRequest;
import io.quorumkeep.v1.GetNamespacePolicyResponse;
import io.quorumkeep.v1.GetProposalResponse;
import io.quorumkeep.v1.Grant;
import io.quorumkeep.v1.GuardedAction;
import io.quorumkeep.v1.GuardedOperation;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.ListProposalsRequest;
import io.quorumkeep.v1.ListProposalsResponse;
import io.quorumkeep.v1.NamespacePolicy;
import io.quorumkeep.v1.Proposal;
import io.quorumkeep.v1.ProposalState;
import io.quorumkeep.v1.RequiredApprovals;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.RevokeGrantResponse;
import io.quorumkeep.v1.SetNamespacePolicyRequest;
import io.quorumkeep.v1.SetNamespacePolicyResponse;
import io.quorumkeep.v1.WithdrawProposalRequest;
import io.quorumkeep.v1.WithdrawProposalResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code namespace} and {@code proposal}. */
@Timeout(60)
class GovernanceCommandTest {
  private static final NamespacePolicy POLICY =
      NamespacePolicy.newBuilder()
          .addAlgorithms(KeyAlgorithm.KEY_ALGORITHM_AES_256)
          .setMinimumStrengthBits(256)
          .addRequiredApprovals(
              RequiredApprovals.newBuilder()
                  .setOperation(GuardedOperation.GUARDED_OPERATION_DESTROY_KEY)
                  .setCount(2))
          .setProposalLifetime(Duration.newBuilder().setSeconds(86_400))
          .build();
  private static final String POLICY_TABLE =
      """
      ATTRIBUTE                 VALUE
      name                      namespaces/pay
      algorithms                AES_256
      minimum strength          256 bits
      approvals of destroy-key  2
      proposals live            PT24H
      """;

  @TempDir Path directory;
  @TempDir Path home;

  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cli = CliRun.of(cluster, home);
    answer("GetNamespacePolicy", GetNamespacePolicyResponse.newBuilder().setPolicy(POLICY).build());
    cluster.onAll(
        "SetNamespacePolicy",
        request ->
            Optional.of(
                SetNamespacePolicyResponse.newBuilder()
                    .setPolicy(((SetNamespacePolicyRequest) request).getPolicy())
                    .build()));
    answer("GetProposal", GetProposalResponse.newBuilder().setProposal(proposal()).build());
    answer("CreateProposal", CreateProposalResponse.newBuilder().setProposal(proposal()).build());
    answer("ApproveProposal", ApproveProposalResponse.newBuilder().setProposal(approved()).build());
    answer(
        "WithdrawProposal", WithdrawProposalResponse.newBuilder().setProposal(proposal()).build());
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Proposal proposal() {
    return Proposal.newBuilder()
        .setName("proposals/lower-it")
        .setAction(
            GuardedAction.newBuilder()
                .setOperation(GuardedOperation.GUARDED_OPERATION_SET_NAMESPACE_POLICY)
                .setResource("namespaces/pay")
                .setPolicy(POLICY))
        .setReason("old terminal")
        .setProposer("spiffe://example.org/admin")
        .setCreateTime(Answers.NOON)
        .setExpireTime(Answers.NOON)
        .setRequiredApprovals(1)
        .setState(ProposalState.PROPOSAL_STATE_PENDING)
        .build();
  }

  private static Proposal approved() {
    return proposal().toBuilder()
        .setState(ProposalState.PROPOSAL_STATE_APPROVED)
        .addApprovals(
            Approval.newBuilder()
                .setPrincipal("spiffe://example.org/approver")
                .setTime(Answers.NOON))
        .build();
  }

  private void answer(String method, Message answer) {
    cluster.onAll(method, request -> Optional.of(answer));
  }

  @Test
  void givenPolicy_whenShown_thenAllOfItInColumns() {
    assertThat(cli.run("namespace", "policy", "get", "pay")).isZero();

    assertThat(cli.out()).isEqualTo(POLICY_TABLE);
    assertThat(cluster.requests(GetNamespacePolicyRequest.class).get(0).getName())
        .isEqualTo("namespaces/pay");
  }

  @Test
  void givenPolicy_whenAPartIsSet_thenTheRestStays() {
    int exit =
        cli.run(
            "namespace",
            "policy",
            "set",
            "pay",
            "--algorithms",
            "all",
            "--approvals",
            "recover-key=3,destroy-key=0",
            "--proposals-live",
            "2h",
            "--reason",
            "new rules",
            "-o",
            "json");

    assertThat(cli.err()).isEmpty();
    assertThat(exit).isZero();
    SetNamespacePolicyRequest request = cluster.requests(SetNamespacePolicyRequest.class).get(0);
    assertThat(request.getReason()).isEqualTo("new rules");
    assertThat(request.getProposal()).isEmpty();
    assertThat(request.getRequestId()).hasSize(36);
    assertThat(cli.out())
        .isEqualTo(
            "{\"name\":\"namespaces/pay\",\"algorithms\":[],\"minimumStrengthBits\":256,"
                + "\"requiredApprovals\":{\"DESTROY_KEY\":0,\"RECOVER_KEY\":3},"
                + "\"proposalLifetime\":\"PT2H\"}\n");
  }

  @Test
  void givenDryRun_whenSet_thenShownAndNotSent() {
    assertThat(
            cli.run("namespace", "policy", "set", "pay", "--minimum-strength", "192", "--dry-run"))
        .isZero();

    assertThat(cli.out()).contains("192 bits");
    assertThat(cli.err()).contains("nothing was set");
    assertThat(cluster.requests(SetNamespacePolicyRequest.class)).isEmpty();
  }

  @Test
  void givenProposalAlone_whenSet_thenExactlyWhatWasProposed() {
    assertThat(cli.run("namespace", "policy", "set", "pay", "--proposal", "lower-it")).isZero();

    SetNamespacePolicyRequest request = cluster.requests(SetNamespacePolicyRequest.class).get(0);
    assertThat(request.getPolicy()).isEqualTo(POLICY);
    assertThat(request.getProposal()).isEqualTo("proposals/lower-it");
    assertThat(cli.out()).isEqualTo(POLICY_TABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "destroy-key, pay/card, namespaces/pay/keys/card, 20",
    "DESTROY_KEY, pay/card/3, namespaces/pay/keys/card/versions/3, 20",
    "recover-key, pay/card, namespaces/pay/keys/card, 25",
    "export-archive, *, *, 24",
    "export-archive, pay, namespaces/pay, 24",
    "revoke-grant, approvers, grants/approvers, 13",
  })
  void givenOperation_whenProposed_thenTheRequestNamesIt(
      String operation, String resource, String full, int number) {
    assertThat(
            cli.run(
                "proposal",
                "create",
                operation,
                resource,
                "--id",
                "p1",
                "--reason",
                "leaked",
                "--lifetime",
                "2h"))
        .isZero();

    CreateProposalRequest request = cluster.requests(CreateProposalRequest.class).get(0);
    assertThat(request.getProposalId()).isEqualTo("p1");
    assertThat(request.getAction().getOperationValue()).isEqualTo(number);
    assertThat(request.getAction().getResource()).isEqualTo(full);
    assertThat(request.getAction().hasPolicy()).isFalse();
    assertThat(request.getReason()).isEqualTo("leaked");
    assertThat(request.getLifetime().getSeconds()).isEqualTo(7_200);
  }

  @Test
  void givenPolicy_whenProposed_thenAllOfItStandsInTheProposal() {
    assertThat(
            cli.run(
                "proposal", "create", "set-namespace-policy", "pay", "--minimum-strength", "128"))
        .isZero();

    CreateProposalRequest request = cluster.requests(CreateProposalRequest.class).get(0);
    assertThat(request.getProposalId()).matches("p-[0-9a-f-]{36}");
    assertThat(request.getAction().getPolicy())
        .isEqualTo(POLICY.toBuilder().setMinimumStrengthBits(128).build());
    assertThat(request.hasLifetime()).isFalse();
  }

  @Test
  void givenDryRun_whenProposed_thenShownAndNotSent() {
    assertThat(cli.run("proposal", "create", "destroy-key", "pay/card", "--dry-run")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            ATTRIBUTE  VALUE
            operation  DESTROY_KEY
            resource   namespaces/pay/keys/card
            """);
    assertThat(cluster.requests(CreateProposalRequest.class)).isEmpty();
  }

  @Test
  void givenProposal_whenApproved_thenAllOfItIsShownBeforeItIsAsked() {
    cli.atTerminal("proposals/lower-it\n");

    assertThat(cli.run("proposal", "approve", "lower-it", "--reason", "seen")).isZero();

    assertThat(cli.err())
        .contains("operation                 SET_NAMESPACE_POLICY")
        .contains("resource                  namespaces/pay")
        .contains("minimum strength          256 bits")
        .contains("approvals of destroy-key  2")
        .contains("reason                    old terminal")
        .contains("proposer                  spiffe://example.org/admin")
        .contains("Type its name to go on");
    assertThat(cli.out()).contains("approved by               spiffe://example.org/approver");
    ApproveProposalRequest request = cluster.requests(ApproveProposalRequest.class).get(0);
    assertThat(request.getName()).isEqualTo("proposals/lower-it");
    assertThat(request.getReason()).isEqualTo("seen");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes\n", "lower-it\n"})
  void givenAnotherAnswer_whenAsked_thenNothingIsApproved(String typed) {
    cli.atTerminal(typed);

    assertThat(cli.run("proposal", "approve", "lower-it")).isEqualTo(1);

    assertThat(cluster.requests(ApproveProposalRequest.class)).isEmpty();
  }

  @Test
  void givenNobodyToAsk_whenApproved_thenOnlyWithYes() {
    assertThat(cli.run("proposal", "approve", "lower-it")).isEqualTo(1);
    assertThat(cluster.requests(ApproveProposalRequest.class)).isEmpty();

    assertThat(cli.run("proposal", "approve", "lower-it", "--yes")).isZero();
    assertThat(cluster.requests(ApproveProposalRequest.class)).hasSize(1);
  }

  @Test
  void givenProposal_whenWithdrawn_thenAskedFirst() {
    cli.atTerminal("proposals/lower-it\n");

    assertThat(cli.run("proposal", "withdraw", "lower-it", "--reason", "no")).isZero();

    assertThat(cluster.requests(WithdrawProposalRequest.class).get(0).getReason()).isEqualTo("no");
  }

  @Test
  void givenProposals_whenListed_thenOneInEachLine() {
    answer(
        "ListProposals",
        ListProposalsResponse.newBuilder()
            .addProposals(proposal())
            .addProposals(approved())
            .build());

    assertThat(cli.run("proposal", "list", "--state", "pending")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            NAME                STATE     OPERATION             RESOURCE        APPROVALS  EXPIRES
            proposals/lower-it  PENDING   SET_NAMESPACE_POLICY  namespaces/pay  0 of 1     2026-03-01T12:00:00Z
            proposals/lower-it  APPROVED  SET_NAMESPACE_POLICY  namespaces/pay  1 of 1     2026-03-01T12:00:00Z
            """);
    assertThat(cluster.requests(ListProposalsRequest.class).get(0).getState())
        .isEqualTo(ProposalState.PROPOSAL_STATE_PENDING);
    assertThat(cli.run("proposal", "list", "-o", "json")).isZero();
    assertThat(cli.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{\"name\":"));
  }

  @Test
  void givenProposal_whenShownAsJson_thenNothingIsLeftOut() {
    answer(
        "GetProposal",
        GetProposalResponse.newBuilder()
            .setProposal(
                approved().toBuilder()
                    .setState(ProposalState.PROPOSAL_STATE_CONSUMED)
                    .setCloseTime(Answers.NOON)
                    .setCloser("spiffe://example.org/admin"))
            .build());

    assertThat(cli.run("proposal", "get", "lower-it", "-o", "json")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            "{\"name\":\"proposals/lower-it\",\"action\":{\"operation\":"
                + "\"SET_NAMESPACE_POLICY\",\"resource\":\"namespaces/pay\",\"policy\":"
                + "{\"algorithms\":[\"AES_256\"],\"minimumStrengthBits\":256,"
                + "\"requiredApprovals\":{\"DESTROY_KEY\":2},\"proposalLifetime\":\"PT24H\"}},"
                + "\"reason\":\"old terminal\",\"proposer\":\"spiffe://example.org/admin\","
                + "\"createTime\":\"2026-03-01T12:00:00Z\","
                + "\"expireTime\":\"2026-03-01T12:00:00Z\",\"approvals\":["
                + "{\"principal\":\"spiffe://example.org/approver\","
                + "\"time\":\"2026-03-01T12:00:00Z\"}],\"requiredApprovals\":1,"
                + "\"state\":\"CONSUMED\",\"closeTime\":\"2026-03-01T12:00:00Z\","
                + "\"closer\":\"spiffe://example.org/admin\"}\n");
  }

  @Test
  void givenGrantOfApprovers_whenRevoked_thenTheProposalGoesWithIt() {
    answer(
        "RevokeGrant",
        RevokeGrantResponse.newBuilder()
            .setGrant(Grant.newBuilder().setName("grants/approvers"))
            .build());

    assertThat(cli.run("grant", "revoke", "approvers", "--proposal", "p1", "--yes")).isZero();

    assertThat(cluster.requests(RevokeGrantRequest.class).get(0).getProposal())
        .isEqualTo("proposals/p1");
  }

  @Test
  void givenMissingApprovals_whenCarriedOut_thenTheErrorSaysSo() {
    cluster
        .node(0)
        .refuse(
            "SetNamespacePolicy",
            Refusals.of(
                Code.FAILED_PRECONDITION,
                "APPROVALS_MISSING",
                "the proposal has 0 of 1 approvals"));

    assertThat(cli.run("namespace", "policy", "set", "pay", "--proposal", "lower-it")).isEqualTo(5);

    assertThat(cli.err()).contains("APPROVALS_MISSING").contains("0 of 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "namespace",
        "namespace policy",
        "namespace policy get",
        "namespace policy set pay",
        "namespace policy set pay --approvals rotate-key=2 --proposal p",
        "namespace policy set pay --algorithms rot13",
        "proposal",
        "proposal create rotate-key pay/card",
        "proposal create destroy-key pay",
        "proposal create destroy-key pay/card --minimum-strength 128",
        "proposal create set-namespace-policy pay",
        "proposal create destroy-key pay/card --lifetime soon",
        "proposal list --state open",
        "proposal withdraw lower-it",
      })
  void givenMisuse_whenRun_thenSaidAndNothingIsChanged(String command) {
    assertThat(cli.run(command.split(" ", -1))).isEqualTo(1);

    assertThat(cli.err()).startsWith("error: ");
    assertThat(cli.out()).isEmpty();
    assertThat(cluster.requests(SetNamespacePolicyRequest.class)).isEmpty();
    assertThat(cluster.requests(CreateProposalRequest.class)).isEmpty();
    assertThat(cluster.requests(WithdrawProposalRequest.class)).isEmpty();
  }
}
