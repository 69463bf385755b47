// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.GovernanceCodec;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.SinkException;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What each {@link SeededBug} does to the wiring. Without one, nothing here changes anything. */
final class Bugs {
  private static final int ENTRIES_TOO_MANY = 3;

  private Bugs() {}

  /** A store is about to be opened again. */
  static void beforeStart(SeededBug bug, KeyValueStore store) {
    if (bug != SeededBug.DEDUP_LOST_AT_RESTART) {
      return;
    }
    try (KeyValueStore.Batch batch = store.begin()) {
      for (Table table : List.of(Table.REQUESTS, Table.REQUEST_EXPIRY)) {
        store.scan(
            table,
            new byte[0],
            (key, value) -> {
              batch.delete(table, key);
              return true;
            });
      }
      batch.commit();
    }
  }

  /** The first entry that a restarted node applies. */
  static int firstEntry(SeededBug bug, SimLog log, long appliedIndex, long believedIndex) {
    int right = log.countUpTo(appliedIndex);
    return switch (bug) {
      case REAPPLY_AFTER_RESTART -> Math.max(0, right - 1);
      case APPLIED_INDEX_AHEAD_OF_STORE -> log.countUpTo(believedIndex);
      default -> right;
    };
  }

  static int entryAfterSnapshot(SeededBug bug, SimLog log, long appliedIndex) {
    int right = log.countUpTo(appliedIndex);
    return bug == SeededBug.SNAPSHOT_WITHOUT_LAST_ENTRIES
        ? Math.min(log.size(), right + ENTRIES_TOO_MANY)
        : right;
  }

  /** An entry as one node applies it. */
  static ByteString entryAsApplied(SeededBug bug, ByteString bytes, SimNode node) {
    return bug == SeededBug.WALL_CLOCK_IN_APPLY
        ? rewrite(bytes, node.now(), command -> command)
        : bytes;
  }

  /** An entry as every node applies it. */
  static ByteString entryAsCommitted(SeededBug bug, ByteString bytes, StateReader state) {
    return switch (bug) {
      case MATERIAL_BOUND_TO_OTHER_VERSION ->
          rewrite(bytes, null, command -> withNextVersion(command, state));
      case ROTATION_TWICE -> rewrite(bytes, null, command -> rotatedAgain(command, state));
      case PROPOSER_APPROVES -> rewrite(bytes, null, command -> approvedByOther(command, state));
      case REWRAPPED_BLOBS_SWAPPED -> rewrite(bytes, null, Bugs::withBlobsSwapped);
      case EXPIRED_PROPOSAL_USABLE -> rewrite(bytes, null, Bugs::withLongLife);
      default -> bytes;
    };
  }

  private static Command rotatedAgain(Command command, StateReader state) {
    if (command.body() instanceof CommandBody.Due asked
        && asked.due().kind() == DueKind.ROTATE
        && asked.due().material() != null) {
      Key key = state.key(asked.name());
      if (key != null && !key.isRotationDue(state.cluster().logTime())) {
        KeyCommand again =
            new KeyCommand.Rotate(asked.name(), key.currentVersion() + 1, asked.due().material());
        return new Command(
            new Origin(Simulation.ADMIN, command.origin().source()),
            command.requestId(),
            command.requestHash(),
            new CommandBody.ChangeKey(again));
      }
    }
    return command;
  }

  private static Command approvedByOther(Command command, StateReader state) {
    if (command.body() instanceof CommandBody.Govern govern
        && govern.command() instanceof GovernanceCommand.ApproveProposal approve) {
      Proposal proposal = state.proposal(approve.id());
      Principal who = command.origin().principal();
      if (proposal != null && proposal.proposer().equals(who) && !who.equals(Simulation.ADMIN)) {
        return new Command(
            new Origin(Simulation.ADMIN, command.origin().source()),
            command.requestId(),
            command.requestHash(),
            command.body());
      }
    }
    return command;
  }

  private static Command withLongLife(Command command) {
    return command.body() instanceof CommandBody.Govern govern
            && govern.command() instanceof GovernanceCommand.CreateProposal create
        ? new Command(
            command.origin(),
            command.requestId(),
            command.requestHash(),
            new CommandBody.Govern(
                new GovernanceCommand.CreateProposal(
                    create.id(), create.action(), create.reason(), null)))
        : command;
  }

  private static Command withBlobsSwapped(Command command) {
    if (!(command.body() instanceof CommandBody.Erase erase)
        || !(erase.command() instanceof ErasureCommand.Rewrap rewrap)) {
      return command;
    }
    List<RewrapItem> items = rewrap.items();
    List<RewrapItem> swapped = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      RewrapItem item = items.get(i);
      byte[] blob = items.get((i + 1) % items.size()).blob();
      swapped.add(
          new RewrapItem(item.name(), item.version(), item.oldEpoch(), item.oldEnd(), blob));
    }
    return new Command(
        command.origin(),
        command.requestId(),
        command.requestHash(),
        new CommandBody.Erase(new ErasureCommand.Rewrap(rewrap.epoch(), swapped)));
  }

  /** The store that a state machine is given. */
  static KeyValueStore store(SeededBug bug, String owner, KeyValueStore right) {
    return switch (bug) {
      case USES_NOT_STORED -> new LossyStore(right, (table, key, value) -> table == Table.USAGE);
      case USES_NOT_STORED_ON_ONE_NODE ->
          owner.equals("n1")
              ? new LossyStore(right, (table, key, value) -> table == Table.USAGE)
              : right;
      case IMAGE_NOT_STORED -> new LossyStore(right, (table, key, value) -> table == Table.IMAGES);
      case POLICY_NOT_STORED ->
          new LossyStore(right, (table, key, value) -> table == Table.NAMESPACES);
      case DESTROYED_MATERIAL_KEPT -> new LossyStore(right, Bugs::isDestroyedVersion);
      case PROPOSAL_NOT_CONSUMED -> new LossyStore(right, Bugs::isConsumedProposal);
      case CANCELLED_DESTRUCTION_STAYS_DUE -> new LossyStore(right, Bugs::isEndOfDestruction);
      default -> right;
    };
  }

  private static boolean isDestroyedVersion(Table table, byte[] key, byte @Nullable [] value) {
    return table == Table.VERSIONS
        && value != null
        && RowCodec.decodeVersion(value).state() == KeyState.DESTROYED;
  }

  private static boolean isConsumedProposal(Table table, byte[] key, byte @Nullable [] value) {
    if (table != Table.PROPOSALS || value == null) {
      return false;
    }
    Proposal.Closing closing = GovernanceCodec.decodeProposal(value).closing();
    return closing != null && closing.consumed();
  }

  private static boolean isEndOfDestruction(Table table, byte[] key, byte @Nullable [] value) {
    return table == Table.DUE && value == null && RowKeys.deadline(key).kind() == DueKind.DESTROY;
  }

  /** How many operations of a retrieval the log is told of. */
  static long usesCounted(SeededBug bug, long uses) {
    return bug == SeededBug.BUDGET_COUNTED_AT_EDGE ? Math.min(1, uses) : uses;
  }

  static void afterRestart(SeededBug bug, SimProcess process) {
    if (bug == SeededBug.DUE_FORGOTTEN_AFTER_RESTART) {
      process.stopDueWork();
    }
  }

  private static Command withNextVersion(Command command, StateReader state) {
    if (command.body() instanceof CommandBody.ChangeKey change
        && change.command() instanceof KeyCommand.Rotate rotate) {
      Key key = state.key(rotate.name());
      if (key != null) {
        KeyCommand next =
            new KeyCommand.Rotate(rotate.name(), key.currentVersion() + 1, rotate.material());
        return new Command(
            command.origin(),
            command.requestId(),
            command.requestHash(),
            new CommandBody.ChangeKey(next));
      }
    }
    return command;
  }

  private static ByteString rewrite(
      ByteString bytes, @Nullable Instant proposedAt, UnaryOperator<Command> change) {
    Entry entry = LogCodec.decodeEntry(bytes);
    List<ByteString> batches = new ArrayList<>();
    for (Batch batch : entry.batches()) {
      List<Command> commands = batch.commands().stream().map(change).toList();
      batches.add(
          LogCodec.encodeBatch(
              new Batch(batch.node(), batch.incarnation(), batch.number(), commands)));
    }
    return LogCodec.encodeEntry(proposedAt == null ? entry.proposedAt() : proposedAt, batches);
  }

  static AuditSink sink(SeededBug bug, AuditSink right) {
    return switch (bug) {
      case PUBLISHER_TRUSTS_ITS_MEMORY -> new Remembering(right);
      case PUBLISHER_IGNORES_FAILURES -> new Ignorant(right);
      default -> right;
    };
  }

  /** Knows better than the topic where to go on. */
  private static final class Remembering implements AuditSink {
    private final AuditSink topic;
    private @Nullable ChainHead last;

    Remembering(AuditSink topic) {
      this.topic = topic;
    }

    @Override
    public ChainHead openAndFindTail() {
      ChainHead tail = topic.openAndFindTail();
      return last == null ? tail : last;
    }

    @Override
    public void append(List<ExportedRecord> records) {
      topic.append(records);
      last = records.get(records.size() - 1).head();
    }

    @Override
    public void close() {
      topic.close();
    }
  }

  /** Goes on after an append that failed as if it had not. */
  private static final class Ignorant implements AuditSink {
    private final AuditSink topic;

    Ignorant(AuditSink topic) {
      this.topic = topic;
    }

    @Override
    public ChainHead openAndFindTail() {
      return topic.openAndFindTail();
    }

    @Override
    public void append(List<ExportedRecord> records) {
      try {
        topic.append(records);
      } catch (SinkException e) {
        var unused = topic.openAndFindTail();
      }
    }

    @Override
    public void close() {
      topic.close();
    }
  }
}
