// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Corners of the life of a key in which a node once stopped, or did what nobody wanted. */
class LifeEdgesTest {
  private final Replica replica = new Replica();
  private final Requests requests = new Requests();

  @BeforeEach
  void bootstrap() {
    replica.one(requests.bootstrap());
    replica.one(requests.create(Requests.KEY));
  }

  @Test
  void givenDeactivatedKeyPastItsRotationCount_whenUsedByNumber_thenReleasedAndNotRotated() {
    replica.one(requests.use(Requests.ADMIN, Requests.KEY, 0));
    replica.one(requests.revoke(Requests.KEY, 0, RevocationReason.SUPERSEDED));
    update(null, new RotationPolicy(null, 1, 0));

    Outcome outcome = replica.one(requests.use(Requests.ADMIN, Requests.KEY, 1));

    assertThat(outcome.rejection()).isNull();
    assertThat(key().schedule().rotation()).isNull();
  }

  @Test
  void givenAsManyBytesAsCanBeCounted_whenMoreAreUsed_thenRefused() {
    Outcome most = use(Long.MAX_VALUE);
    Outcome more = use(1);

    assertThat(most.rejection()).isNull();
    assertThat(Objects.requireNonNull(more.rejection()).reason())
        .isEqualTo(Reason.USAGE_BUDGET_EXHAUSTED);
  }

  @Test
  void givenPlannedDestruction_whenMadeNotDeletableMeanwhile_thenItIsCancelledWhenDue() {
    replica.one(
        requests.change(
            new KeyCommand.ScheduleDestruction(Requests.KEY, 0, Duration.ofDays(7), "")));
    update(false, null);
    replica.setClock(Replica.START.plus(Duration.ofDays(8)));

    DueDecider.Due due = new DueDecider.Due(DueKind.DESTROY, 0, 0, null);
    replica.one(requests.of(Requests.ADMIN, new CommandBody.Due(Requests.KEY, due)));

    assertThat(key().state()).isEqualTo(KeyState.ACTIVE);
    assertThat(key().schedule().destruction()).isNull();
    AuditRecord record = replica.lastRecord();
    assertThat(record.operation()).isEqualTo("CANCEL_DESTRUCTION");
    assertThat(record.details())
        .contains(new AuditRecord.Detail("reason", "the key is not deletable"));
  }

  @Test
  void givenSuspendedVersionPastItsPeriod_whenReactivatedBeforeItIsDeactivated_thenRefused() {
    var name = new io.quorumkeep.node.domain.KeyName("payments", "short");
    UsagePeriods hour = new UsagePeriods(Duration.ofHours(1), Duration.ofHours(1));
    replica.one(requests.create(name, hour, false));
    replica.one(requests.suspend(name, 1));
    replica.setClock(Replica.START.plus(Duration.ofHours(1)));

    Outcome outcome = replica.one(requests.reactivate(name, 1));

    assertThat(Objects.requireNonNull(outcome.rejection()).reason())
        .isEqualTo(Reason.OUTSIDE_CRYPTOPERIOD);
  }

  @Test
  void givenPrincipalWhoMayOnlyEdit_whenHeMovesTheActivation_thenDenied() {
    var name = new io.quorumkeep.node.domain.KeyName("payments", "later");
    replica.one(requests.create(name, UsagePeriods.WITHOUT_END, true));
    CommandBody now =
        new CommandBody.ChangeKey(
            new KeyCommand.Update(name, KeyEdit.NOTHING.withActivation(Replica.START), 0, ""));
    replica.one(
        requests.grant("edit", Requests.APP, ResourcePattern.EVERYTHING, Permission.UPDATE_KEY));

    Outcome denied = replica.one(requests.of(Requests.APP, now));
    replica.one(
        requests.grant("act", Requests.APP, ResourcePattern.EVERYTHING, Permission.ACTIVATE_KEY));
    Outcome allowed = replica.one(requests.of(Requests.APP, now));

    assertThat(Objects.requireNonNull(denied.rejection()).reason())
        .isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(allowed.rejection()).isNull();
  }

  private Outcome use(long bytes) {
    return replica.one(requests.of(Requests.ADMIN, new CommandBody.Use(Requests.KEY, 0, 1, bytes)));
  }

  private void update(@Nullable Boolean deletable, @Nullable RotationPolicy rotation) {
    KeyEdit edit = new KeyEdit(null, null, null, null, deletable, null, null, rotation, null);
    replica.one(requests.change(new KeyCommand.Update(Requests.KEY, edit, 0, "")));
  }

  private Key key() {
    return Objects.requireNonNull(replica.state().key(Requests.KEY));
  }
}
