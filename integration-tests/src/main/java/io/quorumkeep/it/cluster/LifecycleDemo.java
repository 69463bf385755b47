// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import io.quorumkeep.client.AccessAnswer;
import io.quorumkeep.client.AccessQuestion;
import io.quorumkeep.client.GrantEffect;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeyQuery;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.Moment;
import io.quorumkeep.client.PastKey;
import io.quorumkeep.client.Permission;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.Recipient;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.client.RotationPolicy;
import io.quorumkeep.client.ScanProgress;
import io.quorumkeep.client.UsageBudget;
import io.quorumkeep.client.UseAmount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The life of a few keys, from their creation to their destruction. */
final class LifecycleDemo {
  /** The service that uses the keys. */
  static final String SERVICE = "payments";

  /** The second person. */
  static final String APPROVER = "approver";

  private static final String NAMESPACE = "namespaces/pay";
  private static final String CARD = NAMESPACE + "/keys/card";
  private static final String BATCH = NAMESPACE + "/keys/batch";
  private static final Duration EVERY = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final long LOOK_NANOS = Duration.ofMillis(200).toNanos();
  private static final int BUDGET = 5;

  private final DemoSteps steps;
  private final QuorumkeepClient admin;
  private final QuorumkeepClient service;
  private final QuorumkeepClient approver;

  LifecycleDemo(
      DemoSteps steps,
      QuorumkeepClient admin,
      QuorumkeepClient service,
      QuorumkeepClient approver) {
    this.steps = steps;
    this.admin = admin;
    this.service = service;
    this.approver = approver;
  }

  void run() {
    create();
    rotatesByItself();
    budget();
    suspend();
    long before = recipients();
    deactivate();
    find();
    past(before);
    planDestruction();
    destroyAtOnce();
  }

  private void create() {
    steps.step("a key with an owner, labels, and a rotation every three seconds");
    KeySpec spec =
        KeySpec.aes256()
            .withLabel("team", "pay")
            .withOptions(
                KeyOptions.DEFAULT
                    .withOwner("team-pay")
                    .withDescription("card numbers")
                    .withRotation(RotationPolicy.every(EVERY)));
    Key key = admin.createKey(CARD, spec);
    steps.show(key.name() + " is " + key.state() + ", answered for by " + key.options().owner());
    steps.show(
        "it protects for "
            + days(key.originatorUsagePeriod())
            + " and processes for "
            + days(key.recipientUsagePeriod())
            + ", as NIST SP 800-57 suggests");
    admin.createGrant(
        "payments",
        new GrantSpec(
            LocalCluster.principal(SERVICE),
            "*",
            List.of(Permission.RETRIEVE_KEY, Permission.RETRIEVE_KEY_VERSION),
            GrantEffect.ALLOW));
  }

  private static String days(Optional<Duration> period) {
    return period.map(span -> span.toDays() + " days").orElse("ever");
  }

  private void rotatesByItself() {
    steps.step("nobody rotates it, and it is rotated");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Key key = admin.getKey(CARD).key();
    while (key.currentVersion() < 2 && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS);
      key = admin.getKey(CARD).key();
    }
    steps.expect(key.currentVersion() >= 2, "version " + key.currentVersion() + " is current");
    // From here on the steps say which version they mean.
    admin.updateKey(
        CARD,
        io.quorumkeep.client.KeyUpdate.nothing()
            .withOptions(key.options().withRotation(RotationPolicy.MANUAL))
            .because("the demonstration goes on"));
    steps.show("from now on it rotates only when asked");
  }

  private void budget() {
    steps.step("a key that may protect five times");
    admin.createKey(
        BATCH,
        KeySpec.aes256()
            .withLabel("team", "batch")
            .withOptions(KeyOptions.DEFAULT.withBudget(new UsageBudget(BUDGET, 0))));
    service.retrieve(BATCH, new UseAmount(BUDGET, 0)).close();
    steps.show("the service retrieved it for " + BUDGET + " operations");
    String refusal = DemoSteps.reasonOf(() -> service.retrieve(BATCH).close());
    steps.expect(refusal.equals("USAGE_BUDGET_EXHAUSTED"), "one more is refused: " + refusal);
    admin.rotateKey(BATCH);
    service.retrieve(BATCH).close();
    steps.show("after a rotation it is dispensed again: the new version has used nothing");
  }

  private void suspend() {
    steps.step("suspended, it does nothing; reactivated, it does all that it did");
    admin.suspendKey(CARD);
    String refusal = DemoSteps.reasonOf(() -> service.retrieve(CARD).close());
    steps.expect(refusal.equals("KEY_STATE_FORBIDS"), "the service is refused: " + refusal);
    admin.reactivateKey(CARD);
    try (RetrievedKey key = service.retrieve(CARD)) {
      steps.show("version " + key.version() + " is dispensed again");
    }
  }

  /** Returns the audit sequence of a release before the revocation. */
  private long recipients() {
    steps.step("blast radius: who received the current version of it?");
    RetrievedKey last = service.retrieve(CARD);
    long sequence = last.auditSequence();
    String version = last.name();
    last.close();
    List<Recipient> all = admin.recipients(version, ScanProgress.NONE);
    for (Recipient who : all) {
      steps.show(
          who.principal()
              + " "
              + who.count()
              + " times, last under audit record "
              + who.lastSequence());
    }
    steps.expect(
        all.stream().anyMatch(who -> who.principal().equals(LocalCluster.principal(SERVICE))),
        "that is all, and the trail proves it");
    return sequence;
  }

  private void deactivate() {
    steps.step("deactivated, it opens what is old and protects nothing new");
    admin.revokeKey(CARD, RevocationReason.SUPERSEDED);
    String refusal = DemoSteps.reasonOf(() -> service.retrieve(CARD).close());
    steps.expect(refusal.equals("KEY_STATE_FORBIDS"), "without a number: " + refusal);
    try (RetrievedKey old = service.retrieve(CARD, 1)) {
      steps.show("version " + old.version() + ", by its number, is dispensed to decrypt");
    }
  }

  private void find() {
    steps.step("find keys by what they are");
    String filter = "state = DEACTIVATED AND labels.team = \"pay\"";
    try (Stream<Key> found = admin.listKeys(NAMESPACE, KeyQuery.where(filter))) {
      List<String> names = found.map(Key::name).toList();
      steps.show(filter);
      steps.expect(names.equals(List.of(CARD)), "matches " + names);
    }
  }

  private void past(long before) {
    steps.step("the past: what was it before the revocation, and who could have had it?");
    PastKey then = admin.getKeyAt(CARD, Moment.afterRecord(before));
    steps.expect(
        then.details().key().state() == KeyState.ACTIVE,
        "after audit record " + before + " it was " + then.details().key().state());
    AccessAnswer could = access(Moment.afterRecord(before));
    steps.expect(could.allowed(), "the service could have retrieved it");
    long now = admin.clusterStatus().auditSequence();
    AccessAnswer can = access(Moment.afterRecord(now));
    steps.expect(!can.allowed(), "after audit record " + now + " it could not: " + can.reason());
  }

  private AccessAnswer access(Moment at) {
    return admin.checkAccess(AccessQuestion.retrieving(LocalCluster.principal(SERVICE), CARD, at));
  }

  private void planDestruction() {
    steps.step("a destruction is planned, with a warning, and taken back");
    KeyDetails planned = admin.scheduleDestruction(BATCH, Duration.ofDays(7), "no longer used");
    steps.show(
        planned
            .version()
            .lastUse()
            .map(use -> "it was used last by " + use.principal())
            .orElse("it was never used"));
    steps.expect(
        planned.version().lastUse().isPresent()
            && planned.key().schedule().destruction().isPresent(),
        "it goes " + planned.key().schedule().destruction().orElseThrow());
    String refusal = DemoSteps.reasonOf(() -> service.retrieve(BATCH).close());
    steps.expect(refusal.equals("DESTRUCTION_SCHEDULED"), "until then nobody gets it: " + refusal);
    admin.cancelDestruction(BATCH, "the service needs it");
    service.retrieve(BATCH).close();
    steps.show("cancelled, and the service has it again");
  }

  private void destroyAtOnce() {
    steps.step("destroyed at once: that takes two persons");
    admin.createGrant(
        "approver",
        new GrantSpec(
            LocalCluster.principal(APPROVER),
            "*",
            List.of(Permission.APPROVE_PROPOSAL, Permission.LIST_PROPOSALS),
            GrantEffect.ALLOW));
    String alone = DemoSteps.reasonOf(() -> admin.destroyKey(CARD, "", "leaked"));
    steps.expect(alone.equals("APPROVAL_REQUIRED"), "alone it is refused: " + alone);
    String proposal =
        admin
            .createProposal(
                "destroy-card",
                ProposalSpec.of(
                    GuardedAction.of(GuardedOperation.DESTROY_KEY, CARD), "superseded and leaked"))
            .name();
    String self = DemoSteps.reasonOf(() -> admin.approveProposal(proposal, ""));
    steps.expect(self.equals("SELF_APPROVAL"), "nor can one approve of oneself: " + self);
    ProposalState state = approver.approveProposal(proposal, "seen").state();
    steps.expect(state == ProposalState.APPROVED, LocalCluster.principal(APPROVER) + " approves");
    Key gone = admin.destroyKey(CARD, proposal, "leaked");
    steps.expect(gone.state() == KeyState.DESTROYED, gone.name() + " is " + gone.state());
    String retrieval = DemoSteps.reasonOf(() -> service.retrieve(CARD, 1).close());
    steps.expect(retrieval.equals("KEY_STATE_FORBIDS"), "it is refused for ever: " + retrieval);
    String again = DemoSteps.reasonOf(() -> admin.createKey(CARD, KeySpec.aes256()));
    steps.expect(again.equals("KEY_ALREADY_EXISTS"), "its name is not used again: " + again);
  }
}
