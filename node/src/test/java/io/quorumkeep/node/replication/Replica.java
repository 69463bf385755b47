// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.LogPosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A node's copy of the state and nothing else, given one entry after the other. */
final class Replica {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private static final int FEW = 3;

  final InMemoryKeyValueStore store = new InMemoryKeyValueStore();

  /** What it was told of its own batches, by their numbers. */
  final Map<Long, List<Outcome>> outcomes = new TreeMap<>();

  private final String node;
  private final long incarnation;
  private final int cacheCapacity;
  private ClusterStateMachine machine;
  private Instant clock = START;
  private long index;
  private long batches;

  Replica() {
    this("n1", 7, FEW);
  }

  /** So small that rows leave it again. */
  private static final long SMALLEST_ROW_CACHE = 64 << 10;

  Replica(String node, long incarnation, int cacheCapacity) {
    this.node = node;
    this.incarnation = incarnation;
    this.cacheCapacity = cacheCapacity;
    this.machine = newMachine();
  }

  private ClusterStateMachine newMachine() {
    return new ClusterStateMachine(
        store,
        new BatchOwner(node, incarnation, outcomes::put),
        new JcaSha256(),
        (role, term) -> {},
        new ClusterStateMachine.Caches(cacheCapacity, SMALLEST_ROW_CACHE));
  }

  /** Forgets whatever is not in the store. */
  void reopen() {
    machine = newMachine();
  }

  void setClock(Instant now) {
    clock = now;
  }

  ClusterStateMachine machine() {
    return machine;
  }

  /** One entry with one batch of this node. */
  List<Outcome> apply(Command... commands) {
    return apply(List.of(commands));
  }

  List<Outcome> apply(List<Command> commands) {
    long number = ++batches;
    apply(clock, new Batch(node, incarnation, number, commands));
    List<Outcome> told = outcomes.get(number);
    if (told == null) {
      throw new AssertionError("the node was not told of its own batch");
    }
    return told;
  }

  Outcome one(Command command) {
    return apply(command).get(0);
  }

  /** One entry with batches of whomever. */
  void apply(Instant proposedAt, Batch... batchesOfAll) {
    List<ByteString> encoded = new ArrayList<>();
    for (Batch batch : batchesOfAll) {
      encoded.add(LogCodec.encodeBatch(batch));
    }
    machine.apply(new LogPosition(1, ++index), LogCodec.encodeEntry(proposedAt, encoded));
  }

  void apply(LogEntry entry) {
    machine.apply(entry.position(), entry.bytes());
  }

  StateReader state() {
    return new StateReader(store);
  }

  List<AuditRecord> audit() {
    List<AuditRecord> records = new ArrayList<>();
    AuditRows.read(
        store,
        new JcaSha256(),
        1,
        (sequence, canonical, before, after) -> records.add(RecordEncoding.decode(canonical)));
    return records;
  }

  AuditRecord lastRecord() {
    List<AuditRecord> all = audit();
    return all.get(all.size() - 1);
  }

  String digest() {
    return HexFormat.of().formatHex(StateDigest.ofReplica(store));
  }

  /** A committed entry. */
  record LogEntry(LogPosition position, ByteString bytes) {}
}
