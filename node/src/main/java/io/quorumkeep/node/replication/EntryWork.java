// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.ErasureCodec;
import io.quorumkeep.node.codec.EventCodec;
import io.quorumkeep.node.codec.GovernanceCodec;
import io.quorumkeep.node.codec.RequestClock;
import io.quorumkeep.node.codec.RequestCodec;
import io.quorumkeep.node.codec.RequestResult;
import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureDecider;
import io.quorumkeep.node.domain.erasure.ErasureDecision;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.erasure.ErasureEvolution;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.erasure.NewMaterial;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.GovernanceEvolution;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyEvolution;
import io.quorumkeep.node.domain.key.KeyImage;
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
import io.quorumkeep.node.store.Table;
import io.quorumkeep.raft.LogPosition;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the commands of one entry did, gathered so that it is written at once: a version that was
 * used a hundred times is one row.
 */
final class EntryWork {
  private static final byte[] NOTHING = new byte[0];

  private final LiveState state;
  private final LogPosition position;
  private final Instant now;
  private final RequestClock requestClock;
  private final Sha256 sha256;
  private final ChainHead headBefore;
  private final List<byte[]> records = new ArrayList<>();
  private final List<EventRow> events = new ArrayList<>();
  private final Map<KeyName, Key> keys = new LinkedHashMap<>();
  private final Map<VersionId, KeyVersion> versions = new LinkedHashMap<>();
  private final Map<VersionId, Usage> usages = new LinkedHashMap<>();
  private final Map<String, Grant> grantsMade = new LinkedHashMap<>();
  private final List<String> grantsRevoked = new ArrayList<>();
  private final Map<String, NamespacePolicy> policies = new LinkedHashMap<>();
  private final Map<String, Proposal> proposals = new LinkedHashMap<>();
  private final Map<RequestKey, RequestResult> requests = new LinkedHashMap<>();
  private final DeadlineRows deadlines = new DeadlineRows();
  private final ImageRows images = new ImageRows();
  private final List<ErasureCertificate> certificates = new ArrayList<>();
  private final ErasureState erasureBefore;
  private ChainHead head;
  private String clusterId;
  private long publishedSequence;

  /**
   * An event.
   *
   * @param historyKey by which the history of its key, or of the grants, finds it; null if it is
   *     about neither
   */
  private record EventRow(byte[] key, byte @Nullable [] historyKey, byte[] value) {}

  /**
   * Begins an entry.
   *
   * @param proposedAt the leader's clock in it
   */
  EntryWork(LiveState state, LogPosition position, Instant proposedAt, Sha256 sha256) {
    Instant last = state.facts().logTime();
    this.state = state;
    this.position = position;
    this.now = proposedAt.isAfter(last) ? proposedAt : last;
    this.requestClock = state.facts().requestClock().at(proposedAt);
    this.sha256 = sha256;
    this.headBefore = state.facts().auditHead();
    this.head = headBefore;
    this.erasureBefore = state.erasure();
    this.clusterId = state.facts().clusterId();
    this.publishedSequence = state.facts().publishedSequence();
  }

  LogPosition position() {
    return position;
  }

  /** Log time of the entry: it never runs backwards. */
  Instant now() {
    return now;
  }

  /** The sequence that the next audit record will have. */
  long nextSequence() {
    return head.sequence() + 1;
  }

  void record(AuditRecord record) {
    byte[] canonical = RecordEncoding.encode(record);
    head = head.next(canonical, sha256);
    records.add(canonical);
  }

  /** Folds the events of one command, whose audit record has {@code sequence}. */
  void evolve(long sequence, List<KeyEvent> happened) {
    int ordinal = 0;
    for (KeyEvent event : happened) {
      evolve(event);
      byte[] row = RowKeys.event(sequence, ordinal++);
      events.add(new EventRow(row, RowKeys.keyEvent(event.name(), row), EventCodec.encode(event)));
    }
  }

  private void evolve(KeyEvent event) {
    Key before = state.key(event.name());
    VersionId concerned = new VersionId(event.name(), event.version());
    KeyVersion versionBefore = event.version() == 0 ? null : state.version(concerned);
    Key key = KeyEvolution.evolve(before, versionBefore, event);
    state.put(key);
    keys.put(key.name(), key);
    deadlines.changed(Deadline.of(before), Deadline.of(key));
    if (event.version() > 0) {
      evolveVersion(concerned, event);
    }
    for (int number = 1; number <= KeyEvolution.lastVersionChanged(key, event); number++) {
      VersionId id = new VersionId(event.name(), number);
      KeyVersion version = state.version(id);
      if (version == null || version.state() != KeyState.DESTROYED) {
        evolveVersion(id, event);
      }
    }
  }

  private void evolveVersion(VersionId id, KeyEvent event) {
    KeyVersion before = state.version(id);
    KeyVersion version = KeyEvolution.evolveVersion(before, event);
    state.put(
        state.erasure().counting(before == null ? null : before.material(), version.material()));
    state.put(id, version);
    versions.put(id, version);
    deadlines.changed(Deadline.of(id.key(), before), Deadline.of(id.key(), version));
  }

  /** What a command does that was accepted, beside its events. */
  void accepted(KeyCommand command) {
    images.accepted(command, now);
  }

  /** An image that came with what was due, and was needed. */
  void archived(VersionId version, KeyImage image) {
    images.archived(version, image, now);
  }

  void evolve(long sequence, PolicyEvent event) {
    Grants grants = PolicyEvolution.evolve(state.grants(), event);
    state.put(grants);
    if (event instanceof PolicyEvent.GrantCreated created) {
      grantsMade.put(created.grant().id(), created.grant());
      grantsRevoked.remove(created.grant().id());
    } else {
      String id = ((PolicyEvent.GrantRevoked) event).grantId();
      grantsMade.remove(id);
      grantsRevoked.add(id);
    }
    byte[] row = RowKeys.event(sequence, 0);
    events.add(new EventRow(row, RowKeys.grantEvent(row), EventCodec.encode(event)));
  }

  /**
   * Folds an event about a policy or a proposal.
   *
   * @param ordinal events that the same command had before it
   */
  void evolve(long sequence, int ordinal, GovernanceEvent event) {
    if (event instanceof GovernanceEvent.NamespacePolicySet set) {
      NamespacePolicy policy = GovernanceEvolution.evolve(state.policy(set.namespace()), set);
      state.put(set.namespace(), policy);
      policies.put(set.namespace(), policy);
    } else {
      GovernanceEvent.OfProposal happened = (GovernanceEvent.OfProposal) event;
      Proposal proposal = GovernanceEvolution.evolve(state.proposal(happened.id()), happened);
      state.put(proposal, now);
      proposals.put(proposal.id(), proposal);
    }
    events.add(new EventRow(RowKeys.event(sequence, ordinal), null, EventCodec.encode(event)));
  }

  /** The versions as they are now, for one step of an erasure. */
  LookedAt versionsFor(ErasureCommand step) {
    LookedAt seen = new LookedAt(state);
    seen.readAhead(step);
    return seen;
  }

  /** Decides a step of an erasure. */
  ErasureDecision decide(ErasureCommand step, Principal principal, LookedAt seen) {
    return ErasureDecider.decide(
        state.erasure(), step, seen, new ErasureDecider.Position(now, position.index(), principal));
  }

  /** Folds the events of one step of an erasure, whose audit record has {@code sequence}. */
  void evolveErasure(long sequence, List<ErasureEvent> happened, LookedAt seen) {
    int ordinal = 0;
    for (ErasureEvent event : happened) {
      state.put(ErasureEvolution.evolve(state.erasure(), event, seen));
      if (event instanceof ErasureEvent.Rewrapped rewrapped) {
        rewrapped.materials().forEach(moved -> move(moved, seen));
      } else if (event instanceof ErasureEvent.Erased erased) {
        certificates.add(erased.certificate());
      }
      events.add(new EventRow(RowKeys.event(sequence, ordinal++), null, EventCodec.encode(event)));
    }
  }

  private void move(ErasureEvent.Moved moved, LookedAt seen) {
    VersionId id = new VersionId(moved.name(), moved.version());
    KeyVersion version = Objects.requireNonNull(seen.version(id)).withMaterial(moved.material());
    seen.put(id, version);
    versions.put(id, version);
  }

  ErasureState erasure() {
    return state.erasure();
  }

  /** Whether the material that the events bring, if any, is wrapped under the current epoch. */
  boolean isOfThisEpoch(List<KeyEvent> events) {
    for (KeyEvent event : events) {
      Optional<WrappedMaterial> material = NewMaterial.in(event);
      if (material.isPresent() && material.get().epoch() != state.erasure().epoch()) {
        return false;
      }
    }
    return true;
  }

  Usage count(VersionId id, long sequence, CommandBody.Use use) {
    Usage usage = state.usage(id).plusOne(now, sequence, use.operations(), use.bytes());
    state.put(id, usage);
    usages.put(id, usage);
    return usage;
  }

  @Nullable RequestResult request(RequestKey key) {
    RequestResult inThisEntry = requests.get(key);
    return inThisEntry == null ? state.request(key.bytes()) : inThisEntry;
  }

  void put(RequestKey key, RequestResult result) {
    requests.put(key, result);
  }

  void bootstrap(String id) {
    clusterId = id;
  }

  String clusterId() {
    return clusterId;
  }

  void published(long sequence) {
    publishedSequence = Math.max(publishedSequence, Math.min(sequence, head.sequence()));
  }

  /** Writes everything, with the log position, in one batch. */
  void commit(KeyValueStore store, RequestExpiry expiry) {
    ClusterFacts facts =
        new ClusterFacts(
            clusterId,
            now,
            position.term(),
            position.index(),
            head,
            publishedSequence,
            requestClock);
    try (KeyValueStore.Batch batch = state.batch(store)) {
      keys.forEach(
          (name, key) -> batch.put(Table.KEYS, RowKeys.key(name), RowCodec.encodeKey(key)));
      versions.forEach(
          (id, version) ->
              batch.put(Table.VERSIONS, versionKey(id), RowCodec.encodeVersion(version)));
      usages.forEach(
          (id, usage) -> batch.put(Table.USAGE, versionKey(id), RowCodec.encodeUsage(usage)));
      grantsRevoked.forEach(id -> batch.delete(Table.GRANTS, RowKeys.grant(id)));
      grantsMade.forEach(
          (id, grant) -> batch.put(Table.GRANTS, RowKeys.grant(id), RowCodec.encodeGrant(grant)));
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
      for (EventRow event : events) {
        batch.put(Table.EVENTS, event.key(), event.value());
        byte[] historyKey = event.historyKey();
        if (historyKey != null) {
          batch.put(Table.KEY_HISTORY, historyKey, NOTHING);
        }
      }
      if (!records.isEmpty()) {
        batch.put(
            Table.AUDIT,
            RowKeys.sequence(headBefore.sequence() + 1),
            AuditRows.encode(headBefore, records));
      }
      deadlines.write(batch);
      images.write(batch);
      putErasure(batch);
      putRequests(batch);
      expiry.expire(batch, requestClock.age());
      batch.put(Table.CLUSTER, RowKeys.cluster(), RowCodec.encodeCluster(facts));
      batch.commit();
    }
    state.committed(facts);
  }

  private void putErasure(KeyValueStore.Batch batch) {
    if (!state.erasure().equals(erasureBefore)) {
      batch.put(Table.ERASURE, RowKeys.erasure(), ErasureCodec.encodeState(state.erasure()));
    }
    for (ErasureCertificate certificate : certificates) {
      batch.put(
          Table.CERTIFICATES,
          RowKeys.sequence(certificate.number()),
          ErasureCodec.encodeCertificate(certificate));
    }
  }

  private void putRequests(KeyValueStore.Batch batch) {
    if (requests.isEmpty()) {
      return;
    }
    ByteBuffer all = ByteBuffer.allocate(requests.size() * RequestKey.BYTES);
    // In the order of the store: a row right after the last one is found its place at once.
    RequestKey[] sorted = requests.keySet().toArray(new RequestKey[0]);
    Arrays.sort(sorted);
    for (RequestKey key : sorted) {
      byte[] bytes = key.bytes();
      all.put(bytes);
      batch.put(Table.REQUESTS, bytes, RequestCodec.encode(resultOf(key)));
    }
    batch.put(
        Table.REQUEST_EXPIRY,
        RowKeys.expiry(requestClock.age().toMillis(), position.index()),
        all.array());
  }

  private RequestResult resultOf(RequestKey key) {
    return Objects.requireNonNull(requests.get(key));
  }

  private static byte[] versionKey(VersionId id) {
    return RowKeys.version(id.key(), id.version());
  }
}
