// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps of an erasure as entries of the log. */
class ErasureInLogTest {
  private static final String FINGERPRINT = "ab".repeat(32);
  private static final byte[] BLOB = {7, 7, 7};

  private final Replica replica = new Replica();
  private final Requests requests = new Requests();

  @BeforeEach
  void createKey() {
    replica.apply(requests.bootstrap(), requests.create(Requests.KEY));
  }

  @Test
  void givenTurnedEpoch_whenMaterialIsOfTheOldOne_thenNotTakenNotRecordedAndFreeToComeAgain() {
    turn();
    int records = replica.audit().size();
    Command stale = requests.rotate(Requests.KEY, 2);
    Command again =
        new Command(
            stale.origin(),
            stale.requestId(),
            stale.requestHash(),
            new CommandBody.ChangeKey(
                new KeyCommand.Rotate(Requests.KEY, 2, new WrappedMaterial(2, BLOB))));

    Outcome first = replica.one(stale);
    int afterwards = replica.audit().size();
    Outcome second = replica.one(again);

    assertThat(first.rejection()).extracting(Rejection::reason).isEqualTo(Reason.EPOCH_STALE);
    assertThat(first.sequence()).isZero();
    assertThat(afterwards).isEqualTo(records);
    assertThat(second.rejection()).isNull();
    assertThat(erasure().materials().byEpoch()).containsEntry(1, 1L).containsEntry(2, 1L);
  }

  @Test
  void givenMoveAndChangeInOneEntry_whenApplied_thenBothAreKeptAndTheEtagIsOfTheChange() {
    turn();
    Key before = replica.state().key(Requests.KEY);

    List<Outcome> outcomes = replica.apply(move(), requests.use(Requests.ADMIN, Requests.KEY, 1));
    Key after = replica.state().key(Requests.KEY);

    assertThat(after).isEqualTo(before);
    assertThat(outcomes.get(1).version())
        .isEqualTo(replica.state().version(Requests.KEY, 1))
        .extracting(version -> version.material())
        .isEqualTo(new WrappedMaterial(2, BLOB));
    replica.reopen();
    assertThat(erasure()).isEqualTo(replica.state().erasure());
    assertThat(erasure().remaining()).isZero();
  }

  @Test
  void givenAnErasure_whenComplete_thenEveryStepIsRecordedAndTheCertificateIsKept() {
    turn();
    replica.apply(
        move(), step(new ErasureCommand.Complete(2)), step(new ErasureCommand.Complete(2)));
    replica.apply(step(new ErasureCommand.Attest(2, "n1", 1_000, 3)));

    assertThat(replica.audit())
        .extracting(AuditRecord::operation)
        .containsSubsequence(
            "FINALIZE_DESTRUCTION",
            "OFFER_EPOCH",
            "HOLD_EPOCH",
            "TURN_EPOCH",
            "REWRAP_MATERIALS",
            "COMPLETE_REWRAP",
            "COMPLETE_REWRAP",
            "ATTEST_ERASURE");
    assertThat(replica.state().certificates(0, 10)).hasSize(1);
    assertThat(replica.store.get(Table.CERTIFICATES, RowKeys.sequence(1))).isNotNull();
    assertThat(erasure().run()).isNull();
  }

  @Test
  void givenNobodysPermission_whenStarted_thenDenied() {
    Outcome outcome =
        replica.one(
            requests.of(
                Requests.APP,
                new CommandBody.Erase(new ErasureCommand.Start(List.of("n1"), "", false))));

    assertThat(outcome.rejection())
        .extracting(Rejection::reason)
        .isEqualTo(Reason.PERMISSION_DENIED);
    assertThat(erasure().run()).isNull();
  }

  private void turn() {
    replica.apply(
        step(new ErasureCommand.Start(List.of("n1"), "", false)),
        step(new ErasureCommand.Offer(2, new EpochOffer(FINGERPRINT, "n1"), "")),
        step(new ErasureCommand.Hold(2, "n1", FINGERPRINT)),
        step(new ErasureCommand.Turn(2)));
    assertThat(erasure().epoch()).isEqualTo(2);
  }

  private Command move() {
    WrappedMaterial old = Requests.material(1);
    return step(
        new ErasureCommand.Rewrap(
            2, List.of(new RewrapItem(Requests.KEY, 1, 1, RewrapItem.endOf(old), BLOB))));
  }

  private Command step(ErasureCommand step) {
    return requests.of(Requests.ADMIN, new CommandBody.Erase(step));
  }

  private ErasureState erasure() {
    return replica.machine().erasure();
  }
}
