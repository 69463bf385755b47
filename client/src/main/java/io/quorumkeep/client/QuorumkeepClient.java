// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import io.quorumkeep.client.internal.ArchiveCalls;
import io.quorumkeep.client.internal.AuditCalls;
import io.quorumkeep.client.internal.CallContext;
import io.quorumkeep.client.internal.ClusterCalls;
import io.quorumkeep.client.internal.Connection;
import io.quorumkeep.client.internal.ErasureCalls;
import io.quorumkeep.client.internal.GovernanceCalls;
import io.quorumkeep.client.internal.GrantCalls;
import io.quorumkeep.client.internal.Handover;
import io.quorumkeep.client.internal.HistoryCalls;
import io.quorumkeep.client.internal.KeyCalls;
import io.quorumkeep.client.internal.RetrievalCalls;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A connection to a Quorumkeep cluster. Safe for use by many threads; one per process is enough.
 *
 * <pre>{@code
 * try (QuorumkeepClient client =
 *     QuorumkeepClient.builder()
 *         .nodes("127.0.0.1:7443,127.0.0.1:7453,127.0.0.1:7463")
 *         .identity(Path.of("app.crt"), Path.of("app.key"))
 *         .trust(Path.of("ca.crt"))
 *         .build()) {
 *   try (RetrievedKey key = client.retrieve("namespaces/pay/keys/card")) {
 *     key.useMaterial(bytes -> cipher.init(ENCRYPT_MODE, new SecretKeySpec(bytes, "AES"), spec));
 *   }
 * }
 * }</pre>
 *
 * <p>Any node serves any request; calls go round all of them. A call that a node could not answer
 * is sent to the next one with the same request id, until its deadline, so it takes effect at most
 * once. All methods throw {@link QuorumkeepException}, and {@link IllegalArgumentException} for
 * arguments that no cluster could accept.
 */
public final class QuorumkeepClient implements AutoCloseable {
  private final Connection connection;
  private final CallContext context;
  private final boolean owner;

  private QuorumkeepClient(Connection connection, CallContext context, boolean owner) {
    this.connection = connection;
    this.context = context;
    this.owner = owner;
  }

  /** Starts to describe a client. */
  public static QuorumkeepClientBuilder builder() {
    return new QuorumkeepClientBuilder();
  }

  static QuorumkeepClient over(Connection connection, CallContext context) {
    return new QuorumkeepClient(connection, context, true);
  }

  /** This client, with another deadline for every call. Closing it closes nothing. */
  public QuorumkeepClient withDeadline(Duration deadline) {
    return new QuorumkeepClient(connection, context.withDeadlines(deadline, deadline), false);
  }

  /**
   * This client, with a request id that the caller chose, for one request: to repeat it after its
   * outcome was unknown, even from another process. Closing it closes nothing.
   */
  public QuorumkeepClient withRequestId(UUID requestId) {
    return new QuorumkeepClient(connection, context.withRequestId(requestId), false);
  }

  /** Releases the material of a key's current version, or of the version that is named. */
  public RetrievedKey retrieve(String name) {
    return Handover.await(retrievals().retrieve(name));
  }

  /**
   * Releases the material of version {@code version} of a key, which needs the right to process.
   */
  public RetrievedKey retrieve(String key, int version) {
    return retrieve(key + "/versions/" + version);
  }

  /** As {@link #retrieve(String)}; completes on the callback executor. */
  public CompletableFuture<RetrievedKey> retrieveAsync(String name) {
    return Handover.to(connection.callbacks(), retrievals().retrieve(name));
  }

  /**
   * As {@link #retrieve(String)}, for the current version, and says how much will be protected with
   * it, so that its usage budget is counted right.
   */
  public RetrievedKey retrieve(String key, UseAmount amount) {
    return Handover.await(retrievals().retrieve(key, amount));
  }

  /**
   * Releases the material of up to 256 keys or versions, each with an outcome of its own, in the
   * order of the names. The caller closes every key released.
   */
  public List<RetrievalResult> retrieveAll(List<String> names) {
    return Handover.await(retrievals().retrieveAll(names));
  }

  /** As {@link #retrieveAll}; completes on the callback executor. */
  public CompletableFuture<List<RetrievalResult>> retrieveAllAsync(List<String> names) {
    return Handover.to(connection.callbacks(), retrievals().retrieveAll(names));
  }

  /** Opens a long call for many retrievals. */
  public RetrievalStream openRetrievalStream() {
    return retrievals().stream();
  }

  /** Creates the key {@code namespaces/{namespace}/keys/{key}} with its first version. */
  public Key createKey(String name, KeySpec spec) {
    return Handover.await(keys().create(name, spec));
  }

  /** The state of a key and its current version, or of the version that is named. */
  public KeyDetails getKey(String name) {
    return Handover.await(keys().get(name, false));
  }

  /** As {@link #getKey}, but from the state of whichever node is asked, which may lag. */
  public KeyDetails getKeyPossiblyStale(String name) {
    return Handover.await(keys().get(name, true));
  }

  /**
   * A page of the keys of {@code namespaces/{namespace}}, in the order of their names.
   *
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, or empty for the first
   */
  public Page<Key> listKeys(String namespace, int pageSize, String pageToken) {
    return listKeys(namespace, KeyQuery.all(), pageSize, pageToken);
  }

  /**
   * A page of the keys of {@code namespaces/{namespace}} that are asked for. It may be short, or
   * hold no key at all, and still have a next one.
   *
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, for the same query, or empty for the first
   */
  public Page<Key> listKeys(String namespace, KeyQuery query, int pageSize, String pageToken) {
    return Handover.await(keys().list(namespace, query, pageSize, pageToken));
  }

  /** The keys asked for, fetched page by page as they are consumed. */
  public Stream<Key> listKeys(String namespace, KeyQuery query) {
    return Paging.all(token -> listKeys(namespace, query, Paging.SIZE, token));
  }

  /** All keys of {@code namespaces/{namespace}}, fetched page by page as they are consumed. */
  public Stream<Key> listKeys(String namespace) {
    return Paging.all(token -> listKeys(namespace, Paging.SIZE, token));
  }

  /** Moves a pre-active key to {@link KeyState#ACTIVE}. */
  public Key activateKey(String name) {
    return Handover.await(keys().activate(name));
  }

  /** Makes a new version of fresh material and makes it the current one. */
  public Key rotateKey(String name) {
    return rotateKey(name, "");
  }

  /** As {@link #rotateKey(String)}, and says why, in at most 256 characters. */
  public Key rotateKey(String name, String reason) {
    return Handover.await(keys().rotate(name, reason));
  }

  /** Revokes a key, or one version, reversibly. */
  public Key suspendKey(String name) {
    return suspendKey(name, "");
  }

  /** As {@link #suspendKey(String)}, and says why, in at most 256 characters. */
  public Key suspendKey(String name, String reason) {
    return Handover.await(keys().suspend(name, reason));
  }

  /** Moves a suspended or deactivated key or version back to {@link KeyState#ACTIVE}. */
  public Key reactivateKey(String name) {
    return reactivateKey(name, "");
  }

  /** As {@link #reactivateKey(String)}, and says why, in at most 256 characters. */
  public Key reactivateKey(String name, String reason) {
    return Handover.await(keys().reactivate(name, reason));
  }

  /**
   * Edits the attributes of a key.
   *
   * @throws QuorumkeepException with reason {@code ETAG_MISMATCH} if the key was changed since it
   *     had the etag in {@code update}
   */
  public Key updateKey(String name, KeyUpdate update) {
    return Handover.await(keys().update(name, update));
  }

  /**
   * Moves a key, or one version, to {@link KeyState#DEACTIVATED}, or for a compromise to {@link
   * KeyState#COMPROMISED}, from which nothing leads back.
   */
  public Key revokeKey(String name, RevocationReason reason) {
    return Handover.await(keys().revoke(name, reason, Optional.empty()));
  }

  /** As {@link #revokeKey(String, RevocationReason)}, for a compromise that happened earlier. */
  public Key revokeKey(String name, RevocationReason reason, Instant compromiseTime) {
    return Handover.await(keys().revoke(name, reason, Optional.of(compromiseTime)));
  }

  /**
   * Plans the destruction of a key with all its versions, or of a version that is not current. It
   * can be cancelled until then, and nothing of it is dispensed meanwhile.
   *
   * @param after 7 to 365 days from now
   * @param reason why, for the record; may be empty
   * @return the key, and the version with its last use: does anybody need it still?
   */
  public KeyDetails scheduleDestruction(String name, Duration after, String reason) {
    return Handover.await(keys().scheduleDestruction(name, Optional.of(after), reason));
  }

  /** As {@link #scheduleDestruction(String, Duration, String)}, in 30 days. */
  public KeyDetails scheduleDestruction(String name, String reason) {
    return Handover.await(keys().scheduleDestruction(name, Optional.empty(), reason));
  }

  /** Takes a planned destruction back. */
  public Key cancelDestruction(String name, String reason) {
    return Handover.await(keys().cancelDestruction(name, reason));
  }

  /**
   * Destroys a key with all its versions, or a version that is not current, at once.
   *
   * @param proposal the approved proposal for it
   */
  public Key destroyKey(String name, String proposal, String reason) {
    return Handover.await(keys().destroy(name, proposal, reason));
  }

  /** Creates {@code grants/{grantId}}. */
  public Grant createGrant(String grantId, GrantSpec spec) {
    return Handover.await(grants().create(grantId, spec));
  }

  /** Takes back {@code grants/{grant}}, and returns it as it was. */
  public Grant revokeGrant(String name) {
    return revokeGrant(name, "");
  }

  /**
   * As {@link #revokeGrant(String)}, for a grant with {@link Permission#APPROVE_PROPOSAL}.
   *
   * @param proposal {@code proposals/{proposal}} that others approved
   */
  public Grant revokeGrant(String name, String proposal) {
    return Handover.await(grants().revoke(name, proposal));
  }

  /**
   * A page of the grants.
   *
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, or empty for the first
   */
  public Page<Grant> listGrants(int pageSize, String pageToken) {
    return Handover.await(grants().list(pageSize, pageToken));
  }

  /** All grants, fetched page by page as they are consumed. */
  public Stream<Grant> listGrants() {
    return Paging.all(token -> listGrants(Paging.SIZE, token));
  }

  /** The policy in force for {@code namespaces/{namespace}}. */
  public NamespacePolicy getNamespacePolicy(String namespace) {
    return Handover.await(governance().policy(namespace));
  }

  /**
   * Gives {@code namespaces/{namespace}} a policy that asks for no less than the one in force.
   *
   * @param reason why, for the record; at most 256 characters
   * @throws QuorumkeepException with reason {@code APPROVAL_REQUIRED} if it asks for less
   */
  public NamespacePolicy setNamespacePolicy(
      String namespace, NamespacePolicy policy, String reason) {
    return setNamespacePolicy(namespace, policy, reason, "");
  }

  /**
   * Gives {@code namespaces/{namespace}} the policy that was proposed.
   *
   * @param proposal {@code proposals/{proposal}} of just this policy, that others approved
   */
  public NamespacePolicy setNamespacePolicy(
      String namespace, NamespacePolicy policy, String reason, String proposal) {
    return Handover.await(governance().setPolicy(namespace, policy, reason, proposal));
  }

  /** Creates {@code proposals/{proposalId}}, for others to approve. */
  public Proposal createProposal(String proposalId, ProposalSpec spec) {
    return Handover.await(governance().create(proposalId, spec));
  }

  /**
   * Agrees to a proposal of another principal. Read it first: what it proposes never changes.
   *
   * @param reason for the record; at most 256 characters, may be empty
   */
  public Proposal approveProposal(String name, String reason) {
    return Handover.await(governance().approve(name, reason));
  }

  /** Ends a proposal without effect: one's own, or one that one may approve. */
  public Proposal withdrawProposal(String name, String reason) {
    return Handover.await(governance().withdraw(name, reason));
  }

  /** The proposal {@code proposals/{proposal}}. */
  public Proposal getProposal(String name) {
    return Handover.await(governance().get(name));
  }

  /**
   * A page of the proposals, in the order of their names.
   *
   * @param state only those in it; empty for all
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, or empty for the first
   */
  public Page<Proposal> listProposals(
      Optional<ProposalState> state, int pageSize, String pageToken) {
    return Handover.await(governance().list(state, pageSize, pageToken));
  }

  /** All proposals, or those in one state, fetched page by page as they are consumed. */
  public Stream<Proposal> listProposals(Optional<ProposalState> state) {
    return Paging.all(token -> listProposals(state, Paging.SIZE, token));
  }

  /**
   * A page of the audit trail.
   *
   * @param fromSequence the first record wanted; 0 for the oldest
   * @param pageSize at most 1,000; 0 for the default of 50
   */
  public AuditPage listAuditRecords(long fromSequence, int pageSize) {
    return Handover.await(new AuditCalls(connection, context).list(fromSequence, pageSize));
  }

  /** A key and its current version, or the version that is named, as they were at a moment. */
  public PastKey getKeyAt(String name, Moment moment) {
    return Handover.await(history().key(name, moment));
  }

  /** What happened to a key, oldest first, fetched page by page as it is consumed. */
  public Stream<KeyEvent> keyEvents(String name) {
    return Paging.all(token -> Handover.await(history().events(name, Paging.SIZE, token)));
  }

  /** Whether somebody could do something to a key at a moment, by the rules that judged then. */
  public AccessAnswer checkAccess(AccessQuestion question) {
    return Handover.await(history().access(question));
  }

  /**
   * A page of who received a version.
   *
   * @param version {@code namespaces/{namespace}/keys/{key}/versions/{version}}
   * @param pageToken of the page before, or empty for the first
   */
  public RecipientPage listRecipients(String version, String pageToken) {
    return Handover.await(history().recipients(version, pageToken));
  }

  /**
   * Who received a version, in the order of their first release. Walks over the audit trail from
   * when the version was made, 200,000 records a call.
   *
   * @throws IllegalArgumentException if there are more than 100,000 of them
   */
  public List<Recipient> recipients(String version, ScanProgress progress) {
    return Scans.recipients(
        token -> listRecipients(version, token), progress, Scans.MAX_RECIPIENTS);
  }

  /**
   * What a change of the grants would have meant for the uses on record. Walks over the audit
   * trail, 200,000 records a call, and changes nothing.
   */
  public DryRun dryRun(GrantChange change, DryRunRange range, ScanProgress progress) {
    return Scans.dryRun(
        (token, examples) -> Handover.await(history().dryRun(change, range, examples, token)),
        range.maxExamples(),
        progress);
  }

  /** The archive of key versions. Shares this client's connection; has nothing to close. */
  public KeyArchive archive() {
    return new KeyArchive(new ArchiveCalls(connection, context));
  }

  /** How the cluster is, as one of its nodes sees it. */
  public ClusterStatus clusterStatus() {
    return Handover.await(new ClusterCalls(connection, context).status(false));
  }

  /**
   * As {@link #clusterStatus}, with a digest over all of that node's state, which takes it time.
   */
  public ClusterStatus clusterStatusWithDigest() {
    return Handover.await(new ClusterCalls(connection, context).status(true));
  }

  /**
   * Begins to make the destruction of all versions destroyed so far final. Answers at once; {@link
   * #erasureStatus} tells how far it is.
   *
   * @param reason why, at most 256 characters; may be empty
   * @throws QuorumkeepException with reason {@code ERASURE_RUNNING} if one is under way
   */
  public ErasureStatus finalizeDestruction(String reason) {
    return Handover.await(erasures().start(reason));
  }

  /** The erasure under way, and what one would cover now. */
  public ErasureStatus erasureStatus() {
    return Handover.await(erasures().status());
  }

  /**
   * A page of the certificates of erasure, the newest first.
   *
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, or empty for the first
   */
  public Page<ErasureCertificate> listErasures(int pageSize, String pageToken) {
    return Handover.await(erasures().list(pageSize, pageToken));
  }

  /** All certificates of erasure, fetched page by page as they are consumed. */
  public Stream<ErasureCertificate> listErasures() {
    return Paging.all(token -> listErasures(Paging.SIZE, token));
  }

  /** Cancels what is under way and closes the connections. */
  @Override
  public void close() {
    if (owner) {
      connection.close();
    }
  }

  private KeyCalls keys() {
    return new KeyCalls(connection, context);
  }

  private HistoryCalls history() {
    return new HistoryCalls(connection, context);
  }

  private ErasureCalls erasures() {
    return new ErasureCalls(connection, context);
  }

  private GrantCalls grants() {
    return new GrantCalls(connection, context);
  }

  private GovernanceCalls governance() {
    return new GovernanceCalls(connection, context);
  }

  private RetrievalCalls retrievals() {
    return new RetrievalCalls(connection, context);
  }
}
