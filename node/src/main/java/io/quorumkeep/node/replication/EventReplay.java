// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.ErasureCodec;
import io.quorumkeep.node.codec.EventCodec;
import io.quorumkeep.node.codec.GovernanceCodec;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.erasure.ErasureEvolution;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.GovernanceEvolution;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyEvolution;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import io.quorumkeep.node.domain.policy.PolicyEvolution;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys, versions, use counts, grants, policies, proposals, epochs and the index of histories
 * once more from nothing but what happened: the events, and the audit records of releases, which
 * are the events of uses. What comes out must be what the store holds already: {@link
 * StateDigest#ofEventSourced} of both is the same.
 *
 * <p>Reads the audit trail from its first record on, so it cannot be done after that was purged.
 */
public final class EventReplay {
  private static final int CHANGES_IN_A_BATCH = 1_000;
  private static final byte[] FIRST = new byte[0];

  private final KeyValueStore into;
  private final StateReader written;
  private final Map<KeyName, Key> keys = new LinkedHashMap<>();
  private final Map<VersionId, KeyVersion> versions = new LinkedHashMap<>();
  private final Map<VersionId, Usage> usages = new LinkedHashMap<>();
  private final Map<String, NamespacePolicy> policies = new LinkedHashMap<>();
  private final Map<String, Proposal> proposals = new LinkedHashMap<>();
  private final List<byte[]> history = new ArrayList<>();
  private final List<ErasureCertificate> certificates = new ArrayList<>();
  private Grants grants = Grants.NONE;
  private ErasureState erasure = ErasureState.start();

  private EventReplay(KeyValueStore into) {
    this.into = into;
    this.written = new StateReader(into);
  }

  /**
   * Replays a store, which nobody writes meanwhile.
   *
   * @param into an empty store
   * @throws CorruptLogException if an event cannot follow what was before it, a version was
   *     released that there is not, or audit records are missing
   */
  public static void replay(KeyValueStore from, KeyValueStore into) {
    EventReplay replay = new EventReplay(into);
    from.scan(
        Table.EVENTS,
        FIRST,
        (key, value) -> {
          EventCodec.decode(
              value,
              event -> replay.evolve(key, event),
              event -> replay.evolve(key, event),
              replay::evolve,
              replay::evolve);
          replay.saveIfMany();
          return true;
        });
    replay.save();
    AuditRows.read(
        from,
        new JcaSha256(),
        1,
        (sequence, canonical, before, after) -> {
          replay.count(RecordEncoding.decode(canonical));
          replay.saveIfMany();
          return true;
        });
    replay.save();
  }

  private void evolve(byte[] row, KeyEvent event) {
    history.add(RowKeys.keyEvent(event.name(), row));
    VersionId id = new VersionId(event.name(), event.version());
    KeyVersion versionBefore = event.version() == 0 ? null : version(id);
    keys.put(event.name(), KeyEvolution.evolve(key(event.name()), versionBefore, event));
    if (event.version() > 0) {
      evolveVersion(id, event);
    }
    int last = KeyEvolution.lastVersionChanged(existing(event.name()), event);
    for (int number = 1; number <= last; number++) {
      VersionId other = new VersionId(event.name(), number);
      KeyVersion before = version(other);
      if (before == null || before.state() != KeyState.DESTROYED) {
        evolveVersion(other, event);
      }
    }
  }

  private void evolveVersion(VersionId id, KeyEvent event) {
    KeyVersion before = version(id);
    KeyVersion after = KeyEvolution.evolveVersion(before, event);
    erasure = erasure.counting(before == null ? null : before.material(), after.material());
    versions.put(id, after);
  }

  private Key existing(KeyName name) {
    return Objects.requireNonNull(keys.get(name));
  }

  private void evolve(ErasureEvent event) {
    erasure = ErasureEvolution.evolve(erasure, event, this::materialOf);
    if (event instanceof ErasureEvent.Rewrapped rewrapped) {
      for (ErasureEvent.Moved moved : rewrapped.materials()) {
        VersionId id = new VersionId(moved.name(), moved.version());
        versions.put(id, Objects.requireNonNull(version(id)).withMaterial(moved.material()));
      }
    } else if (event instanceof ErasureEvent.Erased erased) {
      certificates.add(erased.certificate());
    }
  }

  private @Nullable WrappedMaterial materialOf(KeyName name, int version) {
    KeyVersion found = version(new VersionId(name, version));
    return found == null ? null : found.material();
  }

  private void evolve(byte[] row, PolicyEvent event) {
    history.add(RowKeys.grantEvent(row));
    grants = PolicyEvolution.evolve(grants, event);
  }

  private void evolve(GovernanceEvent event) {
    if (event instanceof GovernanceEvent.NamespacePolicySet set) {
      policies.put(set.namespace(), GovernanceEvolution.evolve(policy(set.namespace()), set));
    } else {
      GovernanceEvent.OfProposal happened = (GovernanceEvent.OfProposal) event;
      Proposal before = proposals.get(happened.id());
      proposals.put(
          happened.id(),
          GovernanceEvolution.evolve(
              before == null ? written.proposal(happened.id()) : before, happened));
    }
  }

  private NamespacePolicy policy(String namespace) {
    NamespacePolicy changed = policies.get(namespace);
    NamespacePolicy policy = changed == null ? written.namespacePolicy(namespace) : changed;
    return policy == null ? NamespacePolicy.DEFAULT : policy;
  }

  private void count(AuditRecord record) {
    if (record.decision() != AuditDecision.ALLOWED || !isRelease(record.operation())) {
      return;
    }
    VersionId id = new VersionId(KeyName.parse(record.resource()), record.version());
    if (version(id) == null) {
      throw new CorruptLogException(
          "audit record " + record.sequence() + " releases a version that does not exist");
    }
    long usual = record.operation().equals(Permission.RETRIEVE_KEY.name()) ? 1 : 0;
    usages.put(
        id,
        usage(id)
            .plusOne(
                Instant.ofEpochMilli(record.timeMs()),
                record.sequence(),
                amount(record, ChangeDetails.OPERATIONS, usual),
                amount(record, ChangeDetails.BYTES, 0)));
  }

  private static long amount(AuditRecord record, String name, long usual) {
    for (AuditRecord.Detail detail : record.details()) {
      if (detail.name().equals(name)) {
        return Long.parseLong(detail.value());
      }
    }
    return usual;
  }

  private static boolean isRelease(String operation) {
    return operation.equals(Permission.RETRIEVE_KEY.name())
        || operation.equals(Permission.RETRIEVE_KEY_VERSION.name());
  }

  private @Nullable Key key(KeyName name) {
    Key changed = keys.get(name);
    return changed == null ? written.key(name) : changed;
  }

  private @Nullable KeyVersion version(VersionId id) {
    KeyVersion changed = versions.get(id);
    return changed == null ? written.version(id.key(), id.version()) : changed;
  }

  private Usage usage(VersionId id) {
    Usage changed = usages.get(id);
    return changed == null ? written.usage(id.key(), id.version()) : changed;
  }

  private void saveIfMany() {
    int changes = history.size() + usages.size() + policies.size() + proposals.size();
    if (changes >= CHANGES_IN_A_BATCH) {
      save();
    }
  }

  /** Grants are few, so all of them are written each time. */
  private void save() {
    try (KeyValueStore.Batch batch = into.begin()) {
      keys.forEach(
          (name, key) -> batch.put(Table.KEYS, RowKeys.key(name), RowCodec.encodeKey(key)));
      versions.forEach(
          (id, version) ->
              batch.put(
                  Table.VERSIONS,
                  RowKeys.version(id.key(), id.version()),
                  RowCodec.encodeVersion(version)));
      usages.forEach(
          (id, usage) ->
              batch.put(
                  Table.USAGE,
                  RowKeys.version(id.key(), id.version()),
                  RowCodec.encodeUsage(usage)));
      policies.forEach(
          (namespace, policy) ->
              batch.put(
                  Table.NAMESPACES,
                  RowKeys.namespacePolicy(namespace),
                  GovernanceCodec.encodePolicy(policy)));
      proposals.forEach(
          (id, proposal) ->
              batch.put(
                  Table.PROPOSALS, RowKeys.proposal(id), GovernanceCodec.encodeProposal(proposal)));
      history.forEach(row -> batch.put(Table.KEY_HISTORY, row, FIRST));
      into.scan(
          Table.GRANTS,
          FIRST,
          (id, row) -> {
            batch.delete(Table.GRANTS, id);
            return true;
          });
      for (Grant grant : grants.all()) {
        batch.put(Table.GRANTS, RowKeys.grant(grant.id()), RowCodec.encodeGrant(grant));
      }
      batch.put(Table.ERASURE, RowKeys.erasure(), ErasureCodec.encodeState(erasure));
      for (ErasureCertificate certificate : certificates) {
        batch.put(
            Table.CERTIFICATES,
            RowKeys.sequence(certificate.number()),
            ErasureCodec.encodeCertificate(certificate));
      }
      batch.commit();
    }
    certificates.clear();
    keys.clear();
    versions.clear();
    usages.clear();
    policies.clear();
    proposals.clear();
    history.clear();
  }
}
