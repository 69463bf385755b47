// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads. Each is first a barrier in the log, where it is authorised and recorded, and is then
 * answered from this node's state at or past that position, so it sees everything that was
 * acknowledged before it began.
 */
public final class Queries {
  private final Barrier barrier;
  private final KeyValueStore store;
  private final StateReader state;
  private final Executor reader;

  /**
   * Makes queries of a store.
   *
   * @param reader where rows are read, since that may take long
   */
  public Queries(Submissions submissions, KeyValueStore store, Executor reader) {
    this.barrier = new Barrier(submissions, reader);
    this.store = store;
    this.state = new StateReader(store);
    this.reader = reader;
  }

  /** What a read answers: a value, or why not. */
  public record Answer<T>(@Nullable T value, @Nullable Rejection rejection) {
    public static <T> Answer<T> of(T value) {
      return new Answer<>(value, null);
    }

    public static <T> Answer<T> refused(Rejection rejection) {
      return new Answer<>(null, rejection);
    }
  }

  /**
   * A key with one of its versions.
   *
   * @param lastUse null if it was not used yet, or the record of it was purged
   */
  public record KeyAnswer(Key key, KeyVersion version, Usage usage, @Nullable LastUse lastUse) {}

  /** Who used a version last, and how. */
  public record LastUse(String principal, String operation) {}

  /** The key and the version named, or the current one. */
  public CompletableFuture<Answer<KeyAnswer>> key(Request request, KeyVersionName name) {
    var read = new CommandBody.Read(Permission.GET_KEY, name.key().toString(), name.version());
    return afterBarrier(request, read, () -> find(name));
  }

  private Answer<KeyAnswer> find(KeyVersionName name) {
    Key key = state.key(name.key());
    if (key == null) {
      return Answer.refused(new Rejection(Reason.KEY_NOT_FOUND, "no key has this name"));
    }
    int number = name.version() == 0 ? key.currentVersion() : name.version();
    KeyVersion version = state.version(name.key(), number);
    if (version == null) {
      return Answer.refused(
          new Rejection(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version"));
    }
    Usage usage = state.usage(name.key(), number);
    return Answer.of(new KeyAnswer(key, version, usage, lastUse(usage)));
  }

  private @Nullable LastUse lastUse(Usage usage) {
    byte[] record = AuditRows.find(store, usage.lastSequence());
    if (record == null) {
      return null;
    }
    AuditRecord decoded = RecordEncoding.decode(record);
    return new LastUse(decoded.principal(), decoded.operation());
  }

  /**
   * A version as this node has it now, for a caller that was just shown it; fails with {@link
   * IllegalStateException} if there is none.
   */
  public CompletableFuture<KeyAnswer> lastUse(KeyVersionName name) {
    return CompletableFuture.supplyAsync(
        () -> {
          KeyAnswer found = find(name).value();
          if (found == null) {
            throw new IllegalStateException("a version that was just changed is not there");
          }
          return found;
        },
        reader);
  }

  /** Keys of a namespace, as many as {@code limit} or as one answer can look at. */
  public CompletableFuture<Answer<KeySearch.Found>> keys(
      Request request, KeySearch search, int limit) {
    var read =
        new CommandBody.Read(
            Permission.LIST_KEYS, ResourcePattern.allKeysOf(search.namespace()).text(), 0);
    return afterBarrier(request, read, () -> Answer.of(search.in(store, limit)));
  }

  /**
   * Grants in the order of their ids.
   *
   * @param after the id after which to begin; empty for the first
   */
  public CompletableFuture<Answer<List<Grant>>> grants(Request request, String after, int limit) {
    return afterBarrier(
        request, onCluster(Permission.LIST_GRANTS), () -> Answer.of(state.grants(after, limit)));
  }

  /** Audit records from a sequence on, as they are stored. */
  public CompletableFuture<Answer<AuditPage>> audit(Request request, long from, int limit) {
    return afterBarrier(
        request,
        onCluster(Permission.READ_AUDIT),
        () -> Answer.of(AuditPage.read(store, Math.max(1, from), limit)));
  }

  /** Facts of the cluster as this node has them. */
  public CompletableFuture<Answer<ClusterSummary>> cluster(Request request) {
    return afterBarrier(
        request, onCluster(Permission.READ_CLUSTER), () -> Answer.of(summary(state.cluster())));
  }

  /**
   * A policy of a namespace.
   *
   * @param set whether the namespace was given it; else it is the default
   */
  public record PolicyAnswer(NamespacePolicy policy, boolean set) {}

  /** The policy in force for a namespace. */
  public CompletableFuture<Answer<PolicyAnswer>> namespacePolicy(
      Request request, String namespace) {
    var read =
        new CommandBody.Read(
            Permission.GET_NAMESPACE_POLICY, ResourcePattern.allKeysOf(namespace).text(), 0);
    return afterBarrier(
        request,
        read,
        () -> {
          NamespacePolicy policy = state.namespacePolicy(namespace);
          return Answer.of(
              policy == null
                  ? new PolicyAnswer(NamespacePolicy.DEFAULT, false)
                  : new PolicyAnswer(policy, true));
        });
  }

  /**
   * A proposal and what it is judged by.
   *
   * @param now log time
   * @param needed approvals by the policy in force
   */
  public record ProposalAnswer(Proposal proposal, Instant now, int needed) {
    public Proposal.Status status() {
      return proposal.statusAt(now, needed);
    }
  }

  public CompletableFuture<Answer<ProposalAnswer>> proposal(Request request, String id) {
    return afterBarrier(
        request,
        onCluster(Permission.LIST_PROPOSALS),
        () -> {
          Proposal proposal = state.proposal(id);
          return proposal == null
              ? Answer.refused(
                  new Rejection(Reason.PROPOSAL_NOT_FOUND, "no proposal has this name"))
              : Answer.of(judged(proposal, state.cluster().logTime()));
        });
  }

  /**
   * Proposals in the order of their ids.
   *
   * @param status only those that are so; null for all
   * @param after the id after which to begin; empty for the first
   */
  public CompletableFuture<Answer<List<ProposalAnswer>>> proposals(
      Request request, Proposal.@Nullable Status status, String after, int limit) {
    return afterBarrier(
        request,
        onCluster(Permission.LIST_PROPOSALS),
        () -> Answer.of(proposals(status, after, limit)));
  }

  private List<ProposalAnswer> proposals(
      Proposal.@Nullable Status status, String after, int limit) {
    Instant now = state.cluster().logTime();
    List<ProposalAnswer> found = new ArrayList<>();
    state.proposals(
        after,
        proposal -> {
          ProposalAnswer answer = judged(proposal, now);
          if (status == null || answer.status() == status) {
            found.add(answer);
          }
          return found.size() < limit;
        });
    return found;
  }

  private ProposalAnswer judged(Proposal proposal, Instant now) {
    String namespace = proposal.action().namespace();
    NamespacePolicy policy = namespace.isEmpty() ? null : state.namespacePolicy(namespace);
    return new ProposalAnswer(
        proposal,
        now,
        (policy == null ? NamespacePolicy.DEFAULT : policy)
            .approvalsFor(proposal.action().operation()));
  }

  private static ClusterSummary summary(ClusterFacts facts) {
    return new ClusterSummary(facts.clusterId(), facts.auditHead(), facts.publishedSequence());
  }

  private static CommandBody.Read onCluster(Permission permission) {
    return new CommandBody.Read(permission, ResourcePattern.EVERYTHING.text(), 0);
  }

  <T> CompletableFuture<Answer<T>> afterBarrier(
      Request request, CommandBody.Read read, Supplier<Answer<T>> query) {
    return barrier.then(request, read, query);
  }
}
