// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static io.quorumkeep.node.replication.Requests.ADMIN;
import static io.quorumkeep.node.replication.Requests.APP;
import static io.quorumkeep.node.replication.Requests.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceDecider;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dual control where it takes effect: in the state machine. */
class DualControlTest {
  private static final Principal APPROVER = new Principal("spiffe://example.org/approver");
  private static final Principal SECOND = new Principal("spiffe://example.org/second");
  private static final ResourcePattern ALL = ResourcePattern.EVERYTHING;
  private static final NamespacePolicy LOWER = policy(0, 128);

  private final Replica replica = new Replica();
  private final Requests requests = new Requests();

  @BeforeEach
  void twoApprovers() {
    replica.apply(
        requests.bootstrap(),
        requests.grant("approver", APPROVER, ALL, Permission.APPROVE_PROPOSAL),
        requests.grant("second", SECOND, ALL, Permission.APPROVE_PROPOSAL));
  }

  private static NamespacePolicy policy(int toLower, int strength) {
    return new NamespacePolicy(
        List.of(),
        strength,
        new TreeMap<>(Map.of(GuardedOperation.SET_NAMESPACE_POLICY, toLower)),
        Duration.ofHours(24));
  }

  private Command govern(Principal who, GovernanceCommand command) {
    return requests.of(who, new CommandBody.Govern(command));
  }

  private Command propose(String id, GuardedAction action) {
    return govern(ADMIN, new GovernanceCommand.CreateProposal(id, action, "because", null));
  }

  private Command approve(Principal who, String id) {
    return govern(who, new GovernanceCommand.ApproveProposal(id, ""));
  }

  private Command withdraw(Principal who, String id) {
    return govern(who, new GovernanceCommand.WithdrawProposal(id, ""));
  }

  private Command set(NamespacePolicy policy, String proposal) {
    return govern(
        ADMIN, new GovernanceCommand.SetNamespacePolicy("payments", policy, proposal, ""));
  }

  private Command revoke(String grant, String proposal) {
    return requests.of(
        ADMIN, new CommandBody.ChangePolicy(new PolicyCommand.Revoke(grant, proposal)));
  }

  private Command destroy(int version, String proposal) {
    return requests.change(new KeyCommand.Destroy(KEY, version, proposal, "leaked"));
  }

  private static GuardedAction destroying(int version) {
    return GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, KEY, version);
  }

  @Test
  void givenKey_whenDestroyedAtOnce_thenOnlyByTwo() {
    assertDone(
        requests.create(KEY),
        requests.rotate(KEY, 2),
        propose("p", destroying(0)),
        propose("one", destroying(1)),
        approve(APPROVER, "p"));

    List<Outcome> outcomes =
        replica.apply(
            destroy(0, ""),
            destroy(0, "absent"),
            destroy(1, "p"),
            destroy(1, "one"),
            destroy(0, "p"),
            destroy(0, "p"));

    assertThat(outcomes)
        .extracting(DualControlTest::reason)
        .containsExactly(
            Reason.APPROVAL_REQUIRED,
            Reason.PROPOSAL_NOT_FOUND,
            Reason.PROPOSAL_MISMATCH,
            Reason.APPROVALS_MISSING,
            null,
            Reason.PROPOSAL_CLOSED);
    assertThat(Objects.requireNonNull(replica.state().key(KEY)).state())
        .isEqualTo(KeyState.DESTROYED);
    assertThat(replica.audit().get((int) outcomes.get(4).sequence() - 1).details())
        .containsExactly(
            detail("proposal", "p"),
            detail("reason", "leaked"),
            detail("approved_by", APPROVER.uri()));
    assertReplayable();
  }

  @Test
  void givenApprovedDestruction_whenTheKeyForbidsIt_thenTheProposalStays() {
    assertDone(requests.create(KEY), propose("p", destroying(1)), approve(APPROVER, "p"));

    assertThat(reason(replica.one(destroy(1, "p")))).isEqualTo(Reason.CURRENT_VERSION);
    assertThat(proposal("p").closing()).isNull();
    assertDone(requests.rotate(KEY, 2), destroy(1, "p"));
    assertThat(proposal("p").closing()).isNotNull();
    assertReplayable();
  }

  private static GuardedAction setting(NamespacePolicy policy) {
    return GuardedAction.ofPolicy("payments", policy);
  }

  private static @Nullable Reason reason(Outcome outcome) {
    Rejection rejection = outcome.rejection();
    return rejection == null ? null : rejection.reason();
  }

  private Proposal proposal(String id) {
    return Objects.requireNonNull(replica.state().proposal(id));
  }

  private void assertDone(Command... commands) {
    for (Outcome outcome : replica.apply(commands)) {
      assertThat(outcome.rejection()).isNull();
    }
  }

  private void assertReplayable() {
    InMemoryKeyValueStore fresh = new InMemoryKeyValueStore();
    EventReplay.replay(replica.store, fresh);
    assertThat(StateDigest.ofEventSourced(fresh))
        .isEqualTo(StateDigest.ofEventSourced(replica.store));
  }

  @Test
  void givenNoPolicy_whenItWouldBeLowered_thenNotByOneAlone() {
    assertThat(reason(replica.one(set(LOWER, "")))).isEqualTo(Reason.APPROVAL_REQUIRED);
    assertThat(replica.state().namespacePolicy("payments")).isNull();
  }

  @Test
  void givenNoPolicy_whenItIsRaised_thenByOneAlone() {
    Outcome raised = replica.one(set(policy(2, 256), ""));

    assertThat(raised.governed()).isEqualTo(policy(2, 256));
    assertThat(replica.state().namespacePolicy("payments")).isEqualTo(policy(2, 256));
    assertReplayable();
  }

  @Test
  void givenApprovedProposal_whenCarriedOut_thenUsedUpUnderTheSameRecord() {
    assertDone(propose("p", setting(LOWER)), approve(APPROVER, "p"));

    Outcome done = replica.one(set(LOWER, "p"));

    assertThat(done.governed()).isEqualTo(LOWER);
    Proposal.Closing closing = Objects.requireNonNull(proposal("p").closing());
    assertThat(closing.consumed()).isTrue();
    assertThat(closing.principal()).isEqualTo(ADMIN);
    AuditRecord record = replica.lastRecord();
    assertThat(record.sequence()).isEqualTo(done.sequence());
    assertThat(record.operation()).isEqualTo("SET_NAMESPACE_POLICY");
    assertThat(record.resource()).isEqualTo("namespaces/payments");
    assertThat(record.details())
        .contains(
            new AuditRecord.Detail("proposal", "p"),
            new AuditRecord.Detail("approved_by", APPROVER.uri()));
    assertReplayable();
  }

  @Test
  void givenApprovedProposal_whenTwoUseItInOneEntry_thenOneEffect() {
    assertDone(
        propose("p", GuardedAction.ofGrant("second")),
        approve(APPROVER, "p"),
        propose("q", setting(LOWER)),
        approve(APPROVER, "q"));

    List<Outcome> outcomes =
        replica.apply(
            set(LOWER, "q"), set(LOWER, "q"), revoke("second", "p"), revoke("second", "p"));

    assertThat(outcomes)
        .extracting(DualControlTest::reason)
        .containsExactly(null, Reason.PROPOSAL_CLOSED, null, Reason.GRANT_NOT_FOUND);
    assertThat(proposal("p").closing()).isNotNull();
    assertReplayable();
  }

  @Test
  void givenApprovedProposal_whenGrantIsMadeAnew_thenTheProposalIsUsedUpAllTheSame() {
    assertDone(
        propose("p", GuardedAction.ofGrant("second")),
        approve(APPROVER, "p"),
        revoke("second", "p"),
        requests.grant("second", SECOND, ALL, Permission.APPROVE_PROPOSAL));

    assertThat(reason(replica.one(revoke("second", "p")))).isEqualTo(Reason.PROPOSAL_CLOSED);
  }

  @Test
  void givenApprovedProposal_whenOperationIsRejectedForAnotherReason_thenNotUsedUp() {
    assertDone(propose("p", GuardedAction.ofGrant("absent")), approve(APPROVER, "p"));

    assertThat(reason(replica.one(revoke("absent", "p")))).isEqualTo(Reason.GRANT_NOT_FOUND);
    assertThat(proposal("p").closing()).isNull();
    assertDone(requests.grant("absent", SECOND, ALL, Permission.GET_KEY), revoke("absent", "p"));
    assertThat(proposal("p").closing()).isNotNull();
    assertReplayable();
  }

  @Test
  void givenRequestThatUsedAProposal_whenItComesAgain_thenTheSameReplyAndNoSecondEffect() {
    assertDone(propose("p", setting(LOWER)), approve(APPROVER, "p"));
    Command set = set(LOWER, "p");
    Outcome first = replica.one(set);
    replica.reopen();

    Outcome second = replica.one(set);

    assertThat(second).isEqualTo(first);
    Command create = propose("q", setting(LOWER));
    assertThat(replica.one(create)).isEqualTo(replica.one(create));
  }

  @Test
  void givenGrantOfApprovers_whenRevokedAlone_thenApprovalRequired() {
    assertThat(reason(replica.one(revoke("approver", "")))).isEqualTo(Reason.APPROVAL_REQUIRED);
    assertDone(requests.grant("plain", APP, ALL, Permission.GET_KEY), requests.ungrant("plain"));
  }

  @Test
  void givenApproverWhoseGrantIsGone_whenCarriedOut_thenThatApprovalDoesNotCount() {
    assertDone(
        propose("p", setting(LOWER)),
        approve(APPROVER, "p"),
        propose("q", GuardedAction.ofGrant("approver")),
        approve(SECOND, "q"),
        revoke("approver", "q"));

    assertThat(reason(replica.one(set(LOWER, "p")))).isEqualTo(Reason.APPROVALS_MISSING);
    assertDone(approve(SECOND, "p"), set(LOWER, "p"));
    assertReplayable();
  }

  @Test
  void givenPolicyRaisedAfterApproval_whenCarriedOut_thenTheNewPolicyCounts() {
    assertDone(propose("p", setting(LOWER)), approve(APPROVER, "p"), set(policy(2, 128), ""));

    Outcome early = replica.one(set(LOWER, "p"));

    assertThat(early.rejection())
        .isEqualTo(new Rejection(Reason.APPROVALS_MISSING, "the proposal has 1 of 2 approvals"));
    assertDone(approve(SECOND, "p"), set(LOWER, "p"));
  }

  @Test
  void givenExpiredProposal_whenUsedOrApproved_thenRefusedByLogTime() {
    assertDone(propose("p", setting(LOWER)), approve(APPROVER, "p"));
    replica.setClock(Replica.START.plus(Duration.ofHours(24)));

    assertThat(reason(replica.one(set(LOWER, "p")))).isEqualTo(Reason.PROPOSAL_EXPIRED);
    assertThat(reason(replica.one(approve(SECOND, "p")))).isEqualTo(Reason.PROPOSAL_EXPIRED);
    // A leader whose clock is behind does not bring it back.
    replica.setClock(Replica.START);
    assertThat(reason(replica.one(set(LOWER, "p")))).isEqualTo(Reason.PROPOSAL_EXPIRED);
  }

  @Test
  void givenNoGrant_whenAnythingIsAsked_thenDeniedBeforeExistence() {
    assertDone(propose("p", setting(LOWER)));
    Principal nobody = new Principal("spiffe://example.org/nobody");

    for (Command command :
        List.of(
            approve(nobody, "p"),
            approve(nobody, "absent"),
            withdraw(nobody, "p"),
            withdraw(nobody, "absent"),
            govern(nobody, new GovernanceCommand.CreateProposal("p", setting(LOWER), "", null)),
            govern(nobody, new GovernanceCommand.SetNamespacePolicy("payments", LOWER, "p", "")))) {
      assertThat(reason(replica.one(command))).isEqualTo(Reason.PERMISSION_DENIED);
    }
    assertThat(proposal("p").approvals()).isEmpty();
  }

  @Test
  void givenApproverOfOneNamespace_whenApprovingElsewhere_thenDenied() {
    Principal local = new Principal("spiffe://example.org/local");
    assertDone(
        requests.grant(
            "local", local, ResourcePattern.allKeysOf("payments"), Permission.APPROVE_PROPOSAL),
        propose("here", setting(LOWER)),
        propose("there", GuardedAction.ofPolicy("other", LOWER)),
        propose("grants", GuardedAction.ofGrant("second")));

    assertThat(reason(replica.one(approve(local, "here")))).isNull();
    assertThat(reason(replica.one(approve(local, "there")))).isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(reason(replica.one(approve(local, "grants")))).isEqualTo(Reason.PERMISSION_DENIED);
  }

  @Test
  void givenProposal_whenWithdrawnByProposerOrApprover_thenClosed() {
    assertDone(
        propose("own", setting(LOWER)),
        withdraw(ADMIN, "own"),
        propose("vetoed", setting(LOWER)),
        withdraw(APPROVER, "vetoed"));

    assertThat(reason(replica.one(approve(SECOND, "own")))).isEqualTo(Reason.PROPOSAL_CLOSED);
    assertThat(Objects.requireNonNull(proposal("vetoed").closing()).principal())
        .isEqualTo(APPROVER);
    assertThat(replica.audit())
        .filteredOn(record -> record.details().contains(detail("change", "withdraw")))
        .extracting(AuditRecord::operation)
        .containsExactly("CREATE_PROPOSAL", "APPROVE_PROPOSAL");
    assertReplayable();
  }

  private static AuditRecord.Detail detail(String name, String value) {
    return new AuditRecord.Detail(name, value);
  }

  @Test
  void givenApproval_whenRecorded_thenTheRecordSaysWhatWasApproved() {
    assertDone(propose("p", setting(policy(0, 200))), approve(APPROVER, "p"));

    AuditRecord record = replica.lastRecord();
    assertThat(record.resource()).isEqualTo("proposals/p");
    assertThat(record.details())
        .containsExactly(
            detail("change", "approve"),
            detail("proposer", ADMIN.uri()),
            detail("proposed_operation", "SET_NAMESPACE_POLICY"),
            detail("proposed_resource", "namespaces/payments"),
            detail("algorithms", "all"),
            detail("minimum_strength_bits", "200"),
            detail("approvals", "SET_NAMESPACE_POLICY=0"),
            detail("proposal_lifetime", "PT24H"));
  }

  @Test
  void givenPolicyOfStrength_whenWeakKeyIsCreated_thenRefused() {
    assertDone(
        set(
            new NamespacePolicy(
                List.of(KeyAlgorithm.AES_256), 128, new TreeMap<>(), Duration.ofHours(24)),
            ""));
    assertThat(reason(replica.one(create("weak", KeyAlgorithm.AES_128))))
        .isEqualTo(Reason.ALGORITHM_FORBIDDEN);
    assertDone(
        create("strong", KeyAlgorithm.AES_256),
        set(
            new NamespacePolicy(
                List.of(KeyAlgorithm.AES_256), 256, new TreeMap<>(), Duration.ofHours(24)),
            ""));
    assertDone(create("strong-too", KeyAlgorithm.AES_256));
    assertDone(
        govern(ADMIN, new GovernanceCommand.SetNamespacePolicy("other", policy(1, 192), "", "")));
    assertThat(reason(replica.one(createIn("other", KeyAlgorithm.AES_128))))
        .isEqualTo(Reason.STRENGTH_TOO_LOW);
    assertDone(createIn("free", KeyAlgorithm.AES_128));
  }

  private Command create(String key, KeyAlgorithm algorithm) {
    return create(new io.quorumkeep.node.domain.KeyName(KEY.namespace(), key), algorithm);
  }

  private Command createIn(String namespace, KeyAlgorithm algorithm) {
    return create(new io.quorumkeep.node.domain.KeyName(namespace, "k"), algorithm);
  }

  private Command create(io.quorumkeep.node.domain.KeyName name, KeyAlgorithm algorithm) {
    return requests.change(
        new KeyCommand.Create(
            name,
            algorithm,
            KeyUsages.DATA_ENCRYPTION,
            false,
            null,
            KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()),
            Requests.material(1)));
  }

  @Test
  void givenAsManyOpenProposalsAsMayBe_whenOneIsClosedOrExpires_thenThereIsRoom() {
    List<Command> many = new ArrayList<>();
    for (int i = 0; i < GovernanceDecider.MAX_OPEN_PROPOSALS; i++) {
      many.add(propose("p" + i, GuardedAction.ofGrant("second")));
    }
    assertThat(replica.apply(many)).extracting(DualControlTest::reason).containsOnlyNulls();
    replica.reopen();

    assertThat(reason(replica.one(propose("one-more", setting(LOWER)))))
        .isEqualTo(Reason.TOO_MANY_PROPOSALS);
    assertDone(withdraw(ADMIN, "p7"), propose("room", setting(LOWER)));
    assertThat(reason(replica.one(propose("full", setting(LOWER)))))
        .isEqualTo(Reason.TOO_MANY_PROPOSALS);
    replica.setClock(Replica.START.plus(Duration.ofHours(24)));
    assertDone(propose("later", setting(LOWER)));
    assertThat(reason(replica.one(propose("p9", setting(LOWER)))))
        .isEqualTo(Reason.PROPOSAL_ALREADY_EXISTS);
  }
}
