// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.seal.EpochHandover;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.seal.HandoverException;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.RaftStatus;
import io.quorumkeep.raft.ReplicatedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a cluster of nodes that have nothing, and gives a node the epoch secrets that it lacks.
 *
 * <p>The first leader draws the cluster's id and first epoch secret, and bootstraps only after a
 * majority has the secret on disk: before that there can be no key, so none is ever wrapped under a
 * secret that may be lost with one node. A later leader takes over what a majority was given.
 */
public final class ClusterFormation {
  /** The request for epoch secrets. */
  public static final String REQUEST_METHOD = "RequestEpochSecrets";

  /** The offer of epoch secrets. */
  public static final String OFFER_METHOD = "OfferEpochSecrets";

  private static final Logger LOG = LoggerFactory.getLogger(ClusterFormation.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration BOOTSTRAP_TIMEOUT = Duration.ofSeconds(10);
  private static final ByteString NOTHING = ByteString.EMPTY;
  private static final ByteString TAKEN = ByteString.copyFrom(new byte[] {1});

  private final Identity identity;
  private final EpochVault vault;
  private final Entropy entropy;
  private final Supplier<ClusterFacts> facts;
  private final Supplier<ErasureState> epochs;
  private final Submissions submissions;

  /**
   * Who this node is.
   *
   * @param admin the first administrator, or null if the configuration names none
   * @param others the other initial members
   */
  public record Identity(Principal node, @Nullable Principal admin, List<PeerId> others) {
    public Identity {
      others = List.copyOf(others);
    }
  }

  public ClusterFormation(
      Identity identity,
      EpochVault vault,
      Entropy entropy,
      Supplier<ClusterFacts> facts,
      Supplier<ErasureState> epochs,
      Submissions submissions) {
    this.identity = identity;
    this.vault = vault;
    this.entropy = entropy;
    this.facts = facts;
    this.epochs = epochs;
    this.submissions = submissions;
  }

  /**
   * Goes one step; blocks for seconds at most.
   *
   * @return whether this node has all it needs
   */
  public boolean step(ReplicatedLog log, PeerChannel channel) throws InterruptedException {
    String clusterId = facts.get().clusterId();
    if (!clusterId.isEmpty()) {
      return vault.clusterId().equals(clusterId) || fetch(channel, clusterId);
    }
    RaftStatus status = log.status();
    if (status.isLeader()) {
      form(channel);
    }
    return false;
  }

  /** Answers {@link #REQUEST_METHOD}: the secrets, or nothing. */
  public ByteString onRequest(ByteString request) {
    if (vault.isEmpty()) {
      return NOTHING;
    }
    byte[] answer = vault.answer(request.toByteArray());
    try {
      return ByteString.copyFrom(answer);
    } finally {
      Arrays.fill(answer, (byte) 0);
    }
  }

  /** Answers {@link #OFFER_METHOD}. */
  public ByteString onOffer(ByteString offer) {
    String clusterId = facts.get().clusterId();
    if (clusterId.isEmpty() || !vault.clusterId().equals(clusterId)) {
      vault.accept(offer.toByteArray(), clusterId);
    }
    return TAKEN;
  }

  /**
   * Takes the secrets of the epochs that are needed now, as of a barrier in the log: a member that
   * lost its disk after it attested to an erasure must not take up the old epoch's secret again
   * from one that has not.
   */
  private boolean fetch(PeerChannel channel, String clusterId) throws InterruptedException {
    if (await(submissions.barrier(new Origin(identity.node(), ""), randomId()), PATIENCE) == null) {
      return false;
    }
    ByteString request = UnsafeByteOperations.unsafeWrap(EpochHandover.request(clusterId));
    for (PeerId peer : identity.others()) {
      ByteString answer = ask(channel, peer, REQUEST_METHOD, request);
      if (answer != null && !answer.isEmpty() && take(answer, clusterId, this::isNeeded)) {
        LOG.info("took the epoch secrets of cluster {} from {}", clusterId, peer);
        return true;
      }
    }
    return false;
  }

  private boolean isNeeded(int epoch) {
    ErasureState now = epochs.get();
    ErasureRun run = now.run();
    return now.needed().contains(epoch) || (run != null && run.toEpoch() == epoch);
  }

  private boolean take(ByteString answer, String clusterId, IntPredicate needed) {
    try {
      vault.accept(answer.toByteArray(), clusterId, needed);
      return true;
    } catch (HandoverException e) {
      LOG.warn("refused epoch secrets that a peer gave", e);
      return false;
    }
  }

  private void form(PeerChannel channel) throws InterruptedException {
    Principal admin = identity.admin();
    if (admin == null) {
      LOG.error("the cluster is new: set bootstrap.admin to its first administrator, and restart");
      return;
    }
    if (vault.isEmpty() && !findOrCreate(channel)) {
      return;
    }
    if (!offerToMajority(channel)) {
      return;
    }
    String clusterId = vault.clusterId();
    CompletableFuture<?> done =
        submissions.submit(
            new Submissions.Request(
                new Origin(identity.node(), ""), randomId(), 0, BOOTSTRAP_TIMEOUT),
            new CommandBody.Bootstrap(clusterId, admin));
    if (await(done, BOOTSTRAP_TIMEOUT) != null) {
      LOG.info("bootstrapped cluster {} with administrator {}", clusterId, admin);
    }
  }

  /** Whether there are secrets now: a majority must have none before new ones are made. */
  private boolean findOrCreate(PeerChannel channel) throws InterruptedException {
    ByteString request = UnsafeByteOperations.unsafeWrap(EpochHandover.request(null));
    int withoutAny = 1;
    for (PeerId peer : identity.others()) {
      ByteString answer = ask(channel, peer, REQUEST_METHOD, request);
      if (answer == null) {
        continue;
      }
      if (!answer.isEmpty()) {
        return take(answer, "", epoch -> true);
      }
      withoutAny++;
    }
    if (!isMajority(withoutAny)) {
      return false;
    }
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(16));
    vault.createFirst(new UUID(random.getLong(), random.getLong()).toString());
    return true;
  }

  private boolean offerToMajority(PeerChannel channel) throws InterruptedException {
    byte[] secrets = vault.answer(EpochHandover.request(null));
    try {
      int have = 1;
      for (PeerId peer : identity.others()) {
        ByteString answer =
            ask(channel, peer, OFFER_METHOD, UnsafeByteOperations.unsafeWrap(secrets));
        have += TAKEN.equals(answer) ? 1 : 0;
      }
      return isMajority(have);
    } finally {
      Arrays.fill(secrets, (byte) 0);
    }
  }

  private boolean isMajority(int nodes) {
    return nodes > (identity.others().size() + 1) / 2;
  }

  private RequestId randomId() {
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(16));
    return new RequestId(random.getLong(), random.getLong());
  }

  private static @Nullable ByteString ask(
      PeerChannel channel, PeerId peer, String method, ByteString request)
      throws InterruptedException {
    return await(channel.call(peer, method, request, PATIENCE), PATIENCE.plusSeconds(1));
  }

  /** The value, or null if there is none in time: the next step tries again. */
  private static <T> @Nullable T await(CompletableFuture<T> future, Duration patience)
      throws InterruptedException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("a step of forming the cluster failed", e);
      return null;
    }
  }
}
