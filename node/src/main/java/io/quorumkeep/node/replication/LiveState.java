// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.RequestCodec;
import io.quorumkeep.node.codec.RequestResult;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.store.CachedRows;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The state as it is while an entry is applied: what the store holds, what this entry did already,
 * and the values asked for lately kept as objects, since reading one from the store costs a hundred
 * times as much. Used by the thread that applies only.
 */
final class LiveState {
  private final CachedRows rows;
  private final StateReader reader;
  private final Recent<KeyName, Key> keys;
  private final Recent<VersionId, KeyVersion> versions;
  private final Recent<VersionId, Usage> usages;
  private final Recent<String, NamespacePolicy> policies;
  private final Recent<String, Proposal> proposals;
  private final OpenProposals open;
  private final Map<VersionId, KeyVersion> untilCommitted = new LinkedHashMap<>();
  private Grants grants;
  private ClusterFacts facts;
  private ErasureState erasure;

  /**
   * Reads the state of a store.
   *
   * @param capacity how many keys, versions and use counts are kept as objects between entries
   */
  LiveState(CachedRows rows, int capacity) {
    this.rows = rows;
    this.reader = new StateReader(rows);
    this.keys = new Recent<>(capacity);
    this.versions = new Recent<>(capacity);
    this.usages = new Recent<>(capacity);
    this.policies = new Recent<>(capacity);
    this.proposals = new Recent<>(capacity);
    this.grants = Grants.of(reader.grants("", Grants.MAX_GRANTS + 1));
    this.facts = reader.cluster();
    this.open = new OpenProposals();
    reader.proposals(
        "",
        proposal -> {
          open.put(proposal, facts.logTime());
          return true;
        });
    this.erasure = reader.erasure();
  }

  @Nullable Key key(KeyName name) {
    Key key = keys.get(name);
    if (key == null) {
      key = reader.key(name);
      if (key != null) {
        keys.put(name, key);
      }
    }
    return key;
  }

  /** A key that was just changed. */
  Key existing(KeyName name) {
    Key key = key(name);
    if (key == null) {
      throw new IllegalStateException("a key that was just changed is not there");
    }
    return key;
  }

  void put(Key key) {
    keys.put(key.name(), key);
  }

  @Nullable KeyVersion version(VersionId id) {
    KeyVersion version = versions.get(id);
    if (version == null) {
      version = passing(id);
      if (version != null) {
        versions.put(id, version);
      }
    }
    return version;
  }

  /** The version, without being remembered: for one that is looked at once, among very many. */
  @Nullable KeyVersion versionOnce(VersionId id) {
    KeyVersion version = versions.get(id);
    return version == null ? passing(id) : version;
  }

  /** {@link #versionOnce} of many at once, as far as they exist. */
  void versionsOnce(Collection<VersionId> ids, BiConsumer<VersionId, KeyVersion> visitor) {
    List<VersionId> stored = new ArrayList<>(ids.size());
    List<byte[]> rowKeys = new ArrayList<>(ids.size());
    for (VersionId id : ids) {
      KeyVersion known = versions.get(id);
      if (known == null) {
        known = untilCommitted.get(id);
      }
      if (known == null) {
        stored.add(id);
        rowKeys.add(RowKeys.version(id.key(), id.version()));
      } else {
        visitor.accept(id, known);
      }
    }
    List<@Nullable KeyVersion> read = reader.versions(rowKeys);
    for (int i = 0; i < read.size(); i++) {
      KeyVersion version = read.get(i);
      if (version != null) {
        visitor.accept(stored.get(i), version);
      }
    }
  }

  /** What is remembered counts before this. */
  private @Nullable KeyVersion passing(VersionId id) {
    KeyVersion version = untilCommitted.get(id);
    return version == null ? reader.version(id.key(), id.version()) : version;
  }

  /** Takes a version over until the entry is committed, and longer only if it was remembered. */
  void putOnce(VersionId id, KeyVersion version) {
    if (versions.get(id) == null) {
      untilCommitted.put(id, version);
    } else {
      versions.put(id, version);
    }
  }

  ErasureState erasure() {
    return erasure;
  }

  void put(ErasureState next) {
    erasure = next;
  }

  void put(VersionId id, KeyVersion version) {
    versions.put(id, version);
  }

  Usage usage(VersionId id) {
    Usage usage = usages.get(id);
    return usage == null ? reader.usage(id.key(), id.version()) : usage;
  }

  void put(VersionId id, Usage usage) {
    usages.put(id, usage);
  }

  @Nullable RequestResult request(byte[] key) {
    byte[] row = rows.get(Table.REQUESTS, key);
    return row == null ? null : RequestCodec.decode(row);
  }

  Grants grants() {
    return grants;
  }

  void put(Grants next) {
    grants = next;
  }

  /** The policy in force for a namespace, or for what is in none if it is empty. */
  NamespacePolicy policy(String namespace) {
    NamespacePolicy policy = namespace.isEmpty() ? null : policies.get(namespace);
    if (policy == null && !namespace.isEmpty()) {
      policy = reader.namespacePolicy(namespace);
      if (policy != null) {
        policies.put(namespace, policy);
      }
    }
    return policy == null ? NamespacePolicy.DEFAULT : policy;
  }

  void put(String namespace, NamespacePolicy policy) {
    policies.put(namespace, policy);
  }

  @Nullable Proposal proposal(String id) {
    Proposal proposal = proposals.get(id);
    if (proposal == null) {
      proposal = reader.proposal(id);
      if (proposal != null) {
        proposals.put(id, proposal);
      }
    }
    return proposal;
  }

  void put(Proposal proposal, Instant now) {
    proposals.put(proposal.id(), proposal);
    open.put(proposal, now);
  }

  /** How many proposals can still be approved of or used. */
  int openProposals(Instant now) {
    return open.countAt(now);
  }

  ClusterFacts facts() {
    return facts;
  }

  /** A batch of the store that holds these rows. */
  KeyValueStore.Batch batch(KeyValueStore store) {
    return rows.keepingUp(store.begin());
  }

  /** The entry was committed: whatever it changed can be read from the store from now on. */
  void committed(ClusterFacts next) {
    facts = next;
    untilCommitted.clear();
    keys.trim();
    versions.trim();
    usages.trim();
    policies.trim();
    proposals.trim();
  }
}
