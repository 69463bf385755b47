// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.ExportedRecord;
import io.quorumkeep.node.export.RecordJson;
import io.quorumkeep.node.replication.BatchOwner;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.LogPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What every node must come to: one replica that never fails and applies each entry the moment it
 * is committed. It knows what was committed, and hence what may have been answered.
 */
final class Truth {
  private static final int ENTRIES_BETWEEN_DIGESTS = 64;

  private final InMemoryKeyValueStore store = new InMemoryKeyValueStore();
  private final ClusterStateMachine machine;
  private final JcaSha256 sha256 = new JcaSha256();
  private final RecordJson json = new RecordJson(new ChainName(Simulation.CLUSTER, 0));
  private final Journal journal;
  private final List<AuditRecord> records = new ArrayList<>();
  private final List<ChainHead> heads = new ArrayList<>(List.of(ChainHead.start()));
  private final Map<Long, ClusterFacts> factsByIndex = new HashMap<>();
  private final Map<Long, String> digestByIndex = new HashMap<>();
  private Consumer<AuditRecord> listener = record -> {};
  private Runnable examiner = () -> {};
  private int entries;

  Truth(Journal journal, SeededBug bug) {
    this.journal = journal;
    this.machine =
        new ClusterStateMachine(
            Bugs.store(bug, "truth", store),
            new BatchOwner("truth", 0, (n, o) -> {}),
            new JcaSha256(),
            (r, t) -> {},
            new ClusterStateMachine.Caches(1_000, 1 << 20));
  }

  /** Is told of each record the moment it is committed. */
  void listen(Consumer<AuditRecord> told) {
    listener = told;
  }

  /** Is asked now and then to look at the state. */
  void examine(Runnable looks) {
    examiner = looks;
  }

  void apply(LogPosition position, ByteString bytes) {
    machine.apply(position, bytes);
    factsByIndex.put(position.index(), machine.facts());
    if (++entries % ENTRIES_BETWEEN_DIGESTS == 0) {
      digestByIndex.put(position.index(), digest(store));
    }
    AuditRows.read(store, sha256, records.size() + 1L, this::recorded);
    if (entries % ENTRIES_BETWEEN_DIGESTS == 0) {
      examiner.run();
    }
    // Each batch is kept until then, in case of a crash that never comes.
    if (entries % ENTRIES_BETWEEN_DIGESTS == 0) {
      store.close();
      store.reopen();
    }
  }

  private boolean recorded(long sequence, byte[] canonical, byte[] before, byte[] after) {
    AuditRecord record = RecordEncoding.decode(canonical);
    if (sequence != records.size() + 1L || record.sequence() != sequence) {
      journal.violated("A2", "record " + sequence + " follows " + records.size());
    }
    records.add(record);
    heads.add(new ChainHead(sequence, after));
    listener.accept(record);
    return true;
  }

  /** Compares a node that has just applied the entry at {@code index}. */
  void compare(SimNode node, ClusterFacts facts, Rows rows) {
    long index = facts.appliedIndex();
    ClusterFacts right = factsByIndex.get(index);
    if (!facts.equals(right)) {
      journal.violated("R8", node + " has " + facts + " where " + right + " is right");
      return;
    }
    String digest = digestByIndex.get(index);
    if (digest != null && !digest.equals(digest(rows))) {
      journal.violated("R8", node + " has another state at index " + index);
    }
  }

  /** The audit sequence that the entries up to {@code index} reach; 0 before the first. */
  long sequenceAt(long index) {
    ClusterFacts facts = factsByIndex.get(index);
    return facts == null ? 0 : facts.auditHead().sequence();
  }

  long lastSequence() {
    return records.size();
  }

  /** The record, if it is committed. */
  boolean isCommitted(long sequence) {
    return sequence >= 1 && sequence <= records.size();
  }

  AuditRecord record(long sequence) {
    return records.get(Math.toIntExact(sequence - 1));
  }

  /** A record appears in the topic after the one with sequence {@code before}. */
  void published(long before, ExportedRecord record) {
    long sequence = record.record().sequence();
    if (sequence != before + 1) {
      journal.violated("A2", "the topic has record " + sequence + " after " + before);
      return;
    }
    if (!isCommitted(sequence)) {
      journal.violated("A2", "the topic has record " + sequence + ", which was not committed");
      return;
    }
    ExportedRecord right =
        json.export(
            record(sequence),
            heads.get(Math.toIntExact(before)),
            heads.get(Math.toIntExact(sequence)));
    if (!Arrays.equals(right.json(), record.json()) || !right.head().equals(record.head())) {
      journal.violated("A2", "the topic has another record " + sequence + " than the state");
    }
  }

  StateReader state() {
    return new StateReader(store);
  }

  InMemoryKeyValueStore store() {
    return store;
  }

  String digest() {
    return digest(store);
  }

  static String digest(Rows rows) {
    return HexFormat.of().formatHex(StateDigest.ofReplica(rows));
  }
}
