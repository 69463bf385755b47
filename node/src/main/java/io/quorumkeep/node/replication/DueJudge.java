// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyDecision;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyVersion;
import java.util.List;

/**
 * Judges what is due by itself. If it is not due any more nothing is recorded: another leader saw
 * to it, or somebody changed the key meanwhile.
 */
final class DueJudge {
  private final LiveState state;
  private final EntryWork work;
  private final RecordWriter records;

  DueJudge(LiveState state, EntryWork work, RecordWriter records) {
    this.state = state;
    this.work = work;
    this.records = records;
  }

  Outcome judge(Command command, CommandBody.Due asked) {
    DueDecider.Due due = asked.due();
    Key key = state.key(asked.name());
    KeyVersion version =
        due.version() == 0 ? null : state.version(new VersionId(asked.name(), due.version()));
    KeyDecision decision = DueDecider.decide(key, version, due, work.now());
    if (decision instanceof KeyDecision.Rejected rejected) {
      return Outcome.rejected(0, rejected.rejection());
    }
    List<KeyEvent> events = ((KeyDecision.Accepted) decision).events();
    if (!work.isOfThisEpoch(events)) {
      return Outcome.rejected(0, CommandJudge.EPOCH_STALE);
    }
    long sequence = 0;
    for (KeyEvent event : events) {
      sequence = happen(command, asked, event);
    }
    return Outcome.ofKey(sequence, state.existing(asked.name()), null);
  }

  /** Each event has a record of its own, as if somebody had asked for one after the other. */
  private long happen(Command command, CommandBody.Due asked, KeyEvent event) {
    long sequence =
        records.write(
            command,
            operation(asked.due(), event),
            asked.name().toString(),
            event.version(),
            null,
            ChangeDetails.ofDue(event));
    work.evolve(sequence, List.of(event));
    KeyImage image = asked.due().image();
    if (event instanceof KeyEvent.Archived && image != null) {
      work.archived(new VersionId(asked.name(), event.version()), image);
    }
    return sequence;
  }

  /**
   * A destruction that is due, but forbidden meanwhile, is cancelled instead; a deactivation may
   * need an image first.
   */
  private static String operation(DueDecider.Due due, KeyEvent event) {
    if (event instanceof KeyEvent.Archived) {
      return Permission.ARCHIVE_KEY.name();
    }
    return event instanceof KeyEvent.DestructionCancelled
        ? Permission.CANCEL_DESTRUCTION.name()
        : due.kind().operation();
  }
}
