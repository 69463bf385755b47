// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static io.quorumkeep.node.replication.Requests.ADMIN;
import static io.quorumkeep.node.replication.Requests.APP;
import static io.quorumkeep.node.replication.Requests.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterStateMachineTest {
  private final Replica replica = new Replica();
  private final Requests requests = new Requests();

  @BeforeEach
  void bootstrap() {
    replica.apply(requests.bootstrap());
  }

  @Test
  void givenKey_whenItLives_thenEveryStepIsAppliedAndRecorded() {
    Outcome created = replica.one(requests.create(KEY));
    Outcome used = replica.one(requests.use(ADMIN, KEY, 0));
    replica.one(requests.rotate(KEY, 2));
    Outcome usedAfter = replica.one(requests.use(ADMIN, KEY, 0));
    Outcome usedOld = replica.one(requests.use(ADMIN, KEY, 1));
    replica.one(requests.suspend(KEY, 0));
    Outcome suspended = replica.one(requests.use(ADMIN, KEY, 0));
    replica.one(requests.reactivate(KEY, 0));
    Outcome again = replica.one(requests.use(ADMIN, KEY, 0));
    replica.one(requests.revoke(KEY, 0, RevocationReason.SUPERSEDED));
    Outcome deactivated = replica.one(requests.use(ADMIN, KEY, 0));
    Outcome processed = replica.one(requests.use(ADMIN, KEY, 2));

    assertThat(key(created).state()).isEqualTo(KeyState.ACTIVE);
    assertThat(version(used).number()).isEqualTo(1);
    assertThat(version(usedAfter).number()).isEqualTo(2);
    assertThat(version(usedOld).number()).isEqualTo(1);
    assertThat(reason(suspended)).isEqualTo(Reason.KEY_STATE_FORBIDS);
    assertThat(reason(again)).isNull();
    assertThat(reason(deactivated)).isEqualTo(Reason.KEY_STATE_FORBIDS);
    assertThat(version(processed).number()).isEqualTo(2);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(2);
    assertThat(replica.state().usage(KEY, 2).count()).isEqualTo(3);
    assertThat(replica.state().usage(KEY, 2).lastSequence()).isEqualTo(processed.sequence());
    assertThat(replica.audit())
        .extracting(AuditRecord::operation)
        .containsExactly(
            "BOOTSTRAP",
            "CREATE_KEY",
            "RETRIEVE_KEY",
            "ROTATE_KEY",
            "RETRIEVE_KEY",
            "RETRIEVE_KEY_VERSION",
            "SUSPEND_KEY",
            "RETRIEVE_KEY",
            "REACTIVATE_KEY",
            "RETRIEVE_KEY",
            "REVOKE_KEY",
            "RETRIEVE_KEY",
            "RETRIEVE_KEY_VERSION");
  }

  @Test
  void givenNoGrant_whenUsed_thenDeniedAndRecorded() {
    replica.one(requests.create(KEY));

    Outcome denied = replica.one(requests.use(APP, KEY, 0));

    assertThat(reason(denied)).isEqualTo(Reason.PERMISSION_DENIED);
    AuditRecord record = replica.lastRecord();
    assertThat(record.sequence()).isEqualTo(denied.sequence());
    assertThat(record.decision()).isEqualTo(AuditDecision.DENIED);
    assertThat(record.principal()).isEqualTo(APP.uri());
    assertThat(record.reason()).isEqualTo("PERMISSION_DENIED");
    assertThat(replica.state().usage(KEY, 1).count()).isZero();
  }

  @Test
  void givenASnapshotOfBefore_whenRestored_thenNothingOfAfterIsRemembered() {
    replica.one(requests.create(KEY));
    for (String other : List.of("a", "b", "c", "d")) {
      replica.one(requests.create(new KeyName("payments", other)));
    }
    replica.one(requests.use(ADMIN, KEY, 0)); // read from the store, and kept
    replica.machine().checkpoint(Path.of("snapshot"));
    replica.one(requests.suspend(KEY, 0));
    assertThat(reason(replica.one(requests.use(ADMIN, KEY, 0))))
        .isEqualTo(Reason.KEY_STATE_FORBIDS);

    replica.machine().restore(Path.of("snapshot"));

    assertThat(reason(replica.one(requests.use(ADMIN, KEY, 0)))).isNull();
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(2);
  }

  @Test
  void givenReleasedUse_whenItComesAgain_thenSameReplyAndNotCountedTwice() {
    replica.one(requests.create(KEY));
    Command use = requests.use(ADMIN, KEY, 0);
    Outcome first = replica.one(use);
    replica.one(requests.rotate(KEY, 2));

    Outcome second = replica.one(use);

    assertThat(second.sequence()).isEqualTo(first.sequence());
    assertThat(version(second).number()).isEqualTo(1);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(1);
    assertThat(replica.audit()).hasSize(4);
  }

  @Test
  void givenReleasedUse_whenItComesAgainAfterSuspension_thenRefusedAndRecorded() {
    replica.one(requests.create(KEY));
    Command use = requests.use(ADMIN, KEY, 0);
    Outcome first = replica.one(use);
    replica.one(requests.suspend(KEY, 0));

    Outcome second = replica.one(use);

    assertThat(reason(second)).isEqualTo(Reason.KEY_STATE_FORBIDS);
    assertThat(second.sequence()).isGreaterThan(first.sequence());
    AuditRecord record = replica.lastRecord();
    assertThat(record.requestId()).isEqualTo(use.requestId());
    assertThat(record.decision()).isEqualTo(AuditDecision.REJECTED);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(1);
  }

  @Test
  void givenReleasedUse_whenItComesAgainAfterGrantIsRevoked_thenDenied() {
    replica.one(requests.create(KEY));
    replica.one(requests.grant("g", APP, ResourcePattern.EVERYTHING, Permission.RETRIEVE_KEY));
    Command use = requests.use(APP, KEY, 0);
    assertThat(reason(replica.one(use))).isNull();
    replica.one(requests.ungrant("g"));

    assertThat(reason(replica.one(use))).isEqualTo(Reason.PERMISSION_DENIED);
  }

  @Test
  void givenRequestId_whenUsedForSomethingElse_thenRefusedAndTheFirstReplyStays() {
    Command create = requests.create(KEY);
    Outcome first = replica.one(create);
    Command other =
        new Command(create.origin(), create.requestId(), create.requestHash() + 1, create.body());

    Outcome refused = replica.one(other);

    assertThat(reason(refused)).isEqualTo(Reason.REQUEST_ID_REUSED);
    assertThat(replica.lastRecord().reason()).isEqualTo("REQUEST_ID_REUSED");
    assertThat(replica.one(create)).isEqualTo(first);
  }

  @Test
  void givenRequestIdOfOneCaller_whenAnotherUsesIt_thenTheyDoNotMeet() {
    replica.one(requests.create(KEY));
    replica.one(requests.grant("g", APP, ResourcePattern.EVERYTHING, Permission.RETRIEVE_KEY));
    Command mine = requests.use(ADMIN, KEY, 0);
    replica.one(mine);
    Command theirs =
        new Command(requests.use(APP, KEY, 0).origin(), mine.requestId(), 99, mine.body());

    assertThat(reason(replica.one(theirs))).isNull();
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(2);
  }

  @Test
  void givenChange_whenItComesAgain_thenTheReplyIsTheFirstOne() {
    Command create = requests.create(KEY);
    Outcome first = replica.one(create);
    replica.one(requests.suspend(KEY, 0));

    assertThat(replica.one(create)).isEqualTo(first);
    assertThat(replica.audit()).hasSize(3);
  }

  @Test
  void givenGrantRevokedInABatch_whenUsedLaterInIt_thenDenied() {
    replica.one(requests.create(KEY));
    replica.one(requests.grant("g", APP, ResourcePattern.EVERYTHING, Permission.RETRIEVE_KEY));

    List<Outcome> outcomes =
        replica.apply(requests.use(APP, KEY, 0), requests.ungrant("g"), requests.use(APP, KEY, 0));

    assertThat(reason(outcomes.get(0))).isNull();
    assertThat(reason(outcomes.get(1))).isNull();
    assertThat(reason(outcomes.get(2))).isEqualTo(Reason.PERMISSION_DENIED);
  }

  @Test
  void givenKeyMadeInABatch_whenUsedLaterInIt_thenReleasedAndCounted() {
    List<Outcome> outcomes =
        replica.apply(
            requests.create(KEY),
            requests.use(ADMIN, KEY, 0),
            requests.use(ADMIN, KEY, 0),
            requests.suspend(KEY, 0),
            requests.use(ADMIN, KEY, 0));

    assertThat(outcomes)
        .extracting(ClusterStateMachineTest::reason)
        .containsExactly(null, null, null, null, Reason.KEY_STATE_FORBIDS);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(2);
  }

  @Test
  void givenGrantMadeAndRevokedInOneEntry_thenItIsNotInTheStore() {
    replica.apply(
        requests.grant("a", APP, ResourcePattern.EVERYTHING, Permission.RETRIEVE_KEY),
        requests.ungrant("a"),
        requests.grant("b", APP, ResourcePattern.EVERYTHING, Permission.RETRIEVE_KEY));
    replica.apply(
        requests.ungrant("b"),
        requests.grant("b", APP, ResourcePattern.EVERYTHING, Permission.GET_KEY));
    replica.reopen();

    assertThat(replica.state().grants("", 10))
        .extracting(grant -> grant.id() + grant.permissions())
        .containsExactly("b[GET_KEY]", "bootstrap-admin[" + all() + "]");
  }

  private static String all() {
    return String.join(", ", List.of(Permission.values()).stream().map(Permission::name).toList());
  }

  @Test
  void givenClockRunsBackwards_whenApplied_thenLogTimeStays() {
    UsagePeriods hour = new UsagePeriods(Duration.ofHours(1), null);
    replica.one(requests.create(KEY, hour, false));
    replica.setClock(Replica.START.plus(Duration.ofHours(2)));
    assertThat(reason(replica.one(requests.use(ADMIN, KEY, 0))))
        .isEqualTo(Reason.OUTSIDE_CRYPTOPERIOD);
    Instant later = replica.machine().facts().logTime();

    replica.setClock(Replica.START.minus(Duration.ofDays(3650)));
    Outcome used = replica.one(requests.use(ADMIN, KEY, 0));

    assertThat(reason(used)).isEqualTo(Reason.OUTSIDE_CRYPTOPERIOD);
    assertThat(replica.machine().facts().logTime()).isEqualTo(later);
    assertThat(replica.lastRecord().timeMs()).isEqualTo(later.toEpochMilli());
  }

  @Test
  void givenRotationLostTheRace_whenApplied_thenNoRecordAndTheSameIdMayRotateLater() {
    replica.one(requests.create(KEY));
    replica.one(requests.rotate(KEY, 2));
    Command lost = requests.rotate(KEY, 2);

    Outcome taken = replica.one(lost);
    int records = replica.audit().size();
    Command again =
        new Command(
            lost.origin(), lost.requestId(), lost.requestHash(), requests.rotate(KEY, 3).body());
    Outcome rotated = replica.one(again);

    assertThat(reason(taken)).isEqualTo(Reason.VERSION_TAKEN);
    assertThat(taken.sequence()).isZero();
    assertThat(records).isEqualTo(3);
    assertThat(key(rotated).currentVersion()).isEqualTo(3);
    // The first proposal may still be on its way somewhere.
    assertThat(replica.one(lost)).isEqualTo(rotated);
    assertThat(replica.state().key(KEY)).isEqualTo(key(rotated));
  }

  @Test
  void givenRecords_whenRead_thenDenseAndChained() {
    replica.one(requests.create(KEY));
    for (int i = 0; i < 5; i++) {
      replica.apply(requests.use(ADMIN, KEY, 0), requests.use(APP, KEY, 0));
    }
    ChainHead head = ChainHead.start();
    for (AuditRecord record : replica.audit()) {
      assertThat(record.sequence()).isEqualTo(head.sequence() + 1);
      head = head.next(RecordEncoding.encode(record), new JcaSha256());
    }

    assertThat(head.sequence()).isEqualTo(12);
    assertThat(replica.machine().facts().auditHead()).isEqualTo(head);
  }

  @Test
  void givenBatchesOfOthers_whenApplied_thenOnlyOwnOnesAreTold() {
    Command mine = requests.create(KEY);
    Command theirs = requests.create(new KeyName("payments", "other"));
    Command before = requests.create(new KeyName("payments", "before"));
    replica.outcomes.clear();

    replica.apply(
        Replica.START,
        new Batch("n2", 7, 50, List.of(theirs)),
        new Batch("n1", 6, 51, List.of(before)),
        new Batch("n1", 7, 52, List.of(mine)),
        new Batch("n1", 7, 53, List.of()));

    assertThat(replica.outcomes).containsOnlyKeys(52L);
    assertThat(replica.audit())
        .extracting(AuditRecord::node)
        .containsExactly("n1", "n2", "n1", "n1");
  }

  @Test
  void givenCluster_whenBootstrappedAgain_thenRefusedWithoutEffect() {
    String digest = replica.digest();
    Command second =
        requests.of(APP, new CommandBody.Bootstrap("00000000-0000-4000-8000-000000000000", APP));

    Outcome refused = replica.one(second);

    assertThat(reason(refused)).isEqualTo(Reason.ALREADY_BOOTSTRAPPED);
    assertThat(replica.machine().facts().clusterId()).isEqualTo(Requests.CLUSTER);
    assertThat(replica.audit()).hasSize(1);
    assertThat(replica.digest()).isNotEqualTo(digest); // the position moved
  }

  @Test
  void givenCursor_whenAdvanced_thenItNeverPassesTheRecordsNorGoesBack() {
    replica.one(requests.create(KEY));
    replica.apply(requests.advance(1));
    assertThat(replica.machine().facts().publishedSequence()).isEqualTo(1);
    replica.apply(requests.advance(100));
    assertThat(replica.machine().facts().publishedSequence()).isEqualTo(2);
    replica.apply(requests.advance(1));
    assertThat(replica.machine().facts().publishedSequence()).isEqualTo(2);
    assertThat(replica.audit()).hasSize(2);
  }

  static @Nullable Reason reason(Outcome outcome) {
    return outcome.rejection() == null ? null : outcome.rejection().reason();
  }

  private static Key key(Outcome outcome) {
    Key key = outcome.key();
    if (key == null) {
      throw new AssertionError("no key, but " + outcome.rejection());
    }
    return key;
  }

  private static KeyVersion version(Outcome outcome) {
    KeyVersion version = outcome.version();
    if (version == null) {
      throw new AssertionError("no version, but " + outcome.rejection());
    }
    return version;
  }
}
