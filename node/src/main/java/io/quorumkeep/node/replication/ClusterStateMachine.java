// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.store.CachedRows;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Applies entries to the store: decode, judge, fold, save, and tell those who wait.
 *
 * <p>Log time is the greater of the last one and the leader's clock in the entry. Whatever is
 * thrown here stops the node.
 */
public final class ClusterStateMachine implements ReplicatedStateMachine {
  private final KeyValueStore store;
  private final BatchOwner owner;
  private final Sha256 sha256;
  private final RoleListener roles;
  private final Caches caches;
  private final CachedRows rows;
  private final PrincipalHashes hashes;
  private LiveState state;
  private RequestExpiry expiry;
  private volatile ClusterFacts facts;
  private volatile ErasureState erasure;

  /**
   * What is kept in memory of keys, versions and use counts.
   *
   * @param objects so many of each, as objects in the heap
   * @param rowBytes rows beside the heap, from 64 KiB; taken as needed
   */
  public record Caches(int objects, long rowBytes) {}

  /** Is told of leadership. */
  @FunctionalInterface
  public interface RoleListener {
    void role(Role role, long term);
  }

  public ClusterStateMachine(
      KeyValueStore store, BatchOwner owner, Sha256 sha256, RoleListener roles, Caches caches) {
    this.store = store;
    this.owner = owner;
    this.sha256 = sha256;
    this.roles = roles;
    this.caches = caches;
    this.rows = new CachedRows(store, caches.rowBytes());
    this.hashes = new PrincipalHashes(sha256);
    this.state = new LiveState(rows, caches.objects());
    this.expiry = new RequestExpiry(store);
    this.facts = state.facts();
    this.erasure = state.erasure();
  }

  /** Facts of the cluster as of the last entry applied. From any thread. */
  public ClusterFacts facts() {
    return facts;
  }

  /** The epochs as of the last entry applied. From any thread. */
  public ErasureState erasure() {
    return erasure;
  }

  @Override
  public LogPosition applied() {
    ClusterFacts now = facts;
    return now.appliedIndex() < 0
        ? LogPosition.NONE
        : new LogPosition(now.appliedTerm(), now.appliedIndex());
  }

  @Override
  public void apply(LogPosition position, ByteString bytes) {
    Entry entry = LogCodec.decodeEntry(bytes);
    EntryWork work = new EntryWork(state, position, entry.proposedAt(), sha256);
    List<Applied> own = new ArrayList<>(1);
    for (Batch batch : entry.batches()) {
      judge(batch, work, own);
    }
    work.commit(store, expiry);
    erasure = state.erasure();
    facts = state.facts();
    for (Applied batch : own) {
      owner.listener().applied(batch.number(), batch.outcomes());
    }
  }

  private void judge(Batch batch, EntryWork work, List<Applied> own) {
    List<Command> commands = batch.commands();
    if (commands.isEmpty()) {
      return;
    }
    CommandJudge judge = new CommandJudge(state, work, hashes, batch.node(), commands.get(0));
    if (!owner.owns(batch)) {
      commands.forEach(judge::judge);
      return;
    }
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Command command : commands) {
      outcomes.add(judge.judge(command));
    }
    own.add(new Applied(batch.number(), outcomes));
  }

  @Override
  public void checkpoint(Path directory) {
    store.checkpoint(directory);
  }

  @Override
  public void restore(Path directory) {
    store.restore(directory);
    rows.clear();
    state = new LiveState(rows, caches.objects());
    expiry = new RequestExpiry(store);
    erasure = state.erasure();
    facts = state.facts();
  }

  @Override
  public void role(Role role, long term) {
    roles.role(role, term);
  }

  private record Applied(long number, List<Outcome> outcomes) {}
}
