// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureDecider;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.seal.EpochFileException;
import io.quorumkeep.raft.LogHistory;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ReplicatedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives erasures on this node: as a member, to store the next epoch's secret and to forget the old
 * one; as the leader, to make that secret, to turn the epoch and to move what lives.
 *
 * <p>It remembers nothing that matters. Every look begins with the replicated state and with the
 * secrets that this node has, and takes the one step that is missing, so it goes on after a crash
 * and on another leader. It begins after a barrier: with the state of before a restart it might
 * take a secret that is current by now for one that came to nothing, and destroy it.
 *
 * <p>Confined to one scheduler, which writes to the epoch file and so may block for a moment.
 */
public final class ErasureCoordinator {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureCoordinator.class);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration PROPOSAL_TIMEOUT = Duration.ofSeconds(10);

  /** Looks after which an epoch turns though a member lacks its secret: about three seconds. */
  private static final int GRACE_TICKS = 12;

  /** Looks after which a leader offers another secret, when nobody gives it the one on offer. */
  private static final int FETCH_TICKS = 40;

  /** Looks between two attempts at what failed for a reason that lasts: about a minute. */
  private static final int REST_TICKS = 240;

  /** Rewrap commands under way: enough for a full round of the log. */
  private static final int WINDOW = 8;

  /** Requests of others under way from which on there is one at a time. */
  private static final int BUSY = 32;

  private final Identity identity;
  private final ErasureParts parts;
  private final EpochFetch missing;
  private final Rewrapping rewrapping;
  private @Nullable ReplicatedLog log;
  private @Nullable PeerChannel channel;
  private boolean current;
  private boolean busy;
  private boolean stopped;
  private boolean pausing;
  private int rewrapsInFlight;
  private int majorityTicks;
  private int fetchTicks;
  private int scheduleTicks = REST_TICKS;
  private int restTicks;

  /**
   * Who this node is.
   *
   * @param name as a member
   * @param node the principal that its commands come from
   * @param members all configured members, this one among them
   * @param scheduled whether to begin an erasure each day that versions were destroyed
   */
  public record Identity(PeerId name, Principal node, List<PeerId> members, boolean scheduled) {
    public Identity {
      members = List.copyOf(members);
    }
  }

  public ErasureCoordinator(Identity identity, ErasureParts parts) {
    this.identity = identity;
    this.parts = parts;
    this.missing = new EpochFetch(parts.vault(), parts.scheduler(), parts.epochs());
    this.rewrapping = new Rewrapping(parts.store(), parts.materials());
  }

  /** Begins to look. */
  public void start(ReplicatedLog replicatedLog, PeerChannel peers) {
    parts
        .scheduler()
        .execute(
            () -> {
              log = replicatedLog;
              channel = peers;
              tick();
            });
  }

  /** Ends. What is under way comes to nothing here, and goes on elsewhere or after a restart. */
  public void stop() {
    parts.scheduler().execute(() -> stopped = true);
  }

  private void tick() {
    if (stopped) {
      return;
    }
    pausing = false;
    countTicks();
    look();
    parts.scheduler().after(TICK, this::tick);
  }

  private void countTicks() {
    ErasureRun run = parts.epochs().get().run();
    boolean waitsToTurn =
        run != null && run.phase() == ErasurePhase.DISTRIBUTING && run.isHeldByMajority();
    majorityTicks = waitsToTurn ? majorityTicks + 1 : 0;
    fetchTicks = run != null && missing.lacksOffer(run) ? fetchTicks + 1 : 0;
    scheduleTicks++;
    restTicks = Math.max(0, restTicks - 1);
  }

  /** Takes the step that is missing, if there is one. */
  private void look() {
    if (stopped || busy || !isFormed()) {
      return;
    }
    if (!current) {
      if (!pausing) {
        catchUp();
      }
      return;
    }
    try {
      ErasureState state = parts.epochs().get();
      tidy(state);
      if (!takePart(state) && leads()) {
        lead(state);
      }
    } catch (EpochFileException e) {
      rest(e);
    }
  }

  private void rest(EpochFileException e) {
    LOG.error("cannot go on with the erasure", e);
    pausing = true;
  }

  private boolean isFormed() {
    String clusterId = parts.facts().get().clusterId();
    return !clusterId.isEmpty() && parts.vault().clusterId().equals(clusterId);
  }

  private boolean leads() {
    ReplicatedLog known = log;
    return known != null && known.status().isLeader();
  }

  private void catchUp() {
    await(
        parts.submissions().barrier(origin(), randomId()),
        (outcome, failure) -> {
          current = failure == null;
          pausing = failure != null;
        });
  }

  // ---- as a member ----

  /** Forgets secrets that nothing is, or will be, wrapped under. */
  private void tidy(ErasureState state) {
    ErasureRun run = state.run();
    if (run != null) {
      String mine = parts.vault().fingerprint(run.toEpoch());
      if (mine != null && run.offer() != null && !run.offers(mine)) {
        LOG.info("dropping a secret of epoch {} that was not taken", run.toEpoch());
        parts.vault().forget(run.toEpoch());
      }
    }
    boolean done = run == null || run.isAttestedBy(self()) || !isMember(run);
    if (done && state.needsNothingBefore(state.epoch())) {
      forgetBefore(state.epoch());
    }
  }

  private void forgetBefore(int epoch) {
    if (!parts.vault().secrets().has(epoch)) {
      return;
    }
    for (int old : parts.vault().secrets().epochs()) {
      if (old < epoch) {
        parts.vault().forget(old);
        LOG.info("overwrote the secret of epoch {}", old);
      }
    }
  }

  /** Whether this member had something to do, or has not what it needs yet. */
  private boolean takePart(ErasureState state) {
    ErasureRun run = state.run();
    if (missing.lacksSecret(state)) {
      if (run != null && mayReplaceOffer(run) && leads()) {
        return false;
      }
      fetch();
      return true;
    }
    EpochOffer offer = run == null ? null : run.offer();
    if (run == null || offer == null || !isMember(run)) {
      return false;
    }
    if (!run.holders().contains(self())) {
      propose(new ErasureCommand.Hold(run.toEpoch(), self(), offer.fingerprint()));
      return true;
    }
    if (run.phase() == ErasurePhase.PURGING && !run.isAttestedBy(self())) {
      purge(run);
      return true;
    }
    return false;
  }

  private boolean mayReplaceOffer(ErasureRun run) {
    return run.phase() == ErasurePhase.DISTRIBUTING
        && fetchTicks >= FETCH_TICKS
        && !run.isHeldByMajority();
  }

  /** Asks the others for what is missing. */
  private void fetch() {
    PeerChannel known = channel;
    if (pausing || known == null) {
      return;
    }
    pausing = true;
    await(missing.fetch(known, others()), (done, failure) -> {});
  }

  /**
   * Gives up history, forgets the old epoch, and says so, in this order: a crash in between repeats
   * what was done, and nothing is attested that was not.
   */
  private void purge(ErasureRun run) {
    if (pausing) {
      return;
    }
    pausing = true;
    await(
        parts.history().drop(),
        (history, failure) -> {
          if (history == null || history.snapshotIndex() < run.purgeIndex()) {
            LOG.warn("cannot give up history before index {} yet", run.purgeIndex(), failure);
          } else {
            attest(run, history);
          }
        });
  }

  private void attest(ErasureRun run, LogHistory history) {
    forgetBefore(run.toEpoch());
    propose(
        new ErasureCommand.Attest(
            run.toEpoch(), self(), history.snapshotIndex(), history.firstLogIndex()));
  }

  // ---- as the leader ----

  private void lead(ErasureState state) {
    ErasureRun run = state.run();
    if (run == null) {
      beginIfDue(state);
      return;
    }
    switch (run.phase()) {
      case DISTRIBUTING -> distribute(run);
      case REWRAPPING -> {
        if (state.remaining() == 0) {
          propose(new ErasureCommand.Complete(run.toEpoch()));
        } else {
          rewrap(run);
        }
      }
      case PURGING -> rewrapping.restart();
    }
  }

  private void beginIfDue(ErasureState state) {
    if (identity.scheduled()
        && scheduleTicks >= REST_TICKS
        && ErasureDecider.isDue(state, parts.time().now())) {
      scheduleTicks = 0;
      propose(
          new ErasureCommand.Start(
              identity.members().stream().map(PeerId::value).toList(), "scheduled", true));
    }
  }

  private void distribute(ErasureRun run) {
    EpochOffer offer = run.offer();
    if (offer == null) {
      offer(run, "");
    } else if (missing.lacksOffer(run)) {
      LOG.warn(
          "nobody gives the secret of epoch {} that is on offer: making another", run.toEpoch());
      offer(run, offer.fingerprint());
    } else if (mayTurn(run)) {
      rewrapping.restart();
      propose(new ErasureCommand.Turn(run.toEpoch()));
    }
  }

  /** A majority is enough, but a member that is a little late would have to refuse requests. */
  private boolean mayTurn(ErasureRun run) {
    boolean all = run.holders().size() == run.members().size();
    return all || (run.isHeldByMajority() && majorityTicks >= GRACE_TICKS);
  }

  private void offer(ErasureRun run, String replaces) {
    if (!isMember(run) || pausing) {
      return;
    }
    if (!parts.vault().secrets().has(run.toEpoch())) {
      parts.vault().create(run.toEpoch());
    }
    String fingerprint = parts.vault().fingerprint(run.toEpoch());
    if (fingerprint == null) {
      throw new IllegalStateException("a secret that was just made is not there");
    }
    propose(new ErasureCommand.Offer(run.toEpoch(), new EpochOffer(fingerprint, self()), replaces));
  }

  private void rewrap(ErasureRun run) {
    if (restTicks > 0) {
      return;
    }
    int othersUnderWay = parts.load().getAsInt() - rewrapsInFlight;
    int window = othersUnderWay > BUSY ? 1 : WINDOW;
    while (rewrapsInFlight < window && !pausing && !rewrapping.isAtEnd()) {
      List<RewrapItem> items = rewrapping.next(run.toEpoch());
      if (!items.isEmpty()) {
        propose(run, items);
      }
    }
    if (rewrapping.isAtEnd() && rewrapsInFlight == 0 && !pausing) {
      // The next pass, at the next tick or later, finds what this one could not move.
      if (rewrapping.unreadable() > 0) {
        LOG.error(
            "{} materials do not open here: the erasure waits until another leader moves them, or"
                + " they are destroyed",
            rewrapping.unreadable());
        restTicks = REST_TICKS;
      }
      rewrapping.restart();
      pausing = true;
    }
  }

  private void propose(ErasureRun run, List<RewrapItem> items) {
    rewrapsInFlight++;
    var unused =
        submit(new ErasureCommand.Rewrap(run.toEpoch(), items))
            .whenComplete(
                (outcome, failure) ->
                    parts
                        .scheduler()
                        .execute(
                            () -> {
                              rewrapsInFlight--;
                              pausing |= failure != null || outcome.rejection() != null;
                              look();
                            }));
  }

  // ---- both ----

  private void propose(ErasureCommand step) {
    if (pausing && !(step instanceof ErasureCommand.Attest)) {
      return;
    }
    await(
        submit(step),
        (outcome, failure) -> {
          Rejection rejection = outcome == null ? null : outcome.rejection();
          if (failure != null || rejection != null) {
            LOG.debug("a step of the erasure was not taken: {} {}", step, rejection, failure);
            pausing = true;
          }
        });
  }

  private CompletableFuture<Outcome> submit(ErasureCommand step) {
    return parts
        .submissions()
        .submit(
            new Submissions.Request(origin(), randomId(), 0, PROPOSAL_TIMEOUT),
            new CommandBody.Erase(step));
  }

  /** Looks at nothing else until {@code future} is done and {@code then} was run, here. */
  private <T> void await(
      CompletableFuture<T> future, BiConsumer<@Nullable T, @Nullable Throwable> then) {
    busy = true;
    var unused =
        future.whenComplete(
            (value, failure) ->
                parts
                    .scheduler()
                    .execute(
                        () -> {
                          busy = false;
                          if (!stopped) {
                            accept(then, value, failure);
                            look();
                          }
                        }));
  }

  private <T> void accept(
      BiConsumer<@Nullable T, @Nullable Throwable> then,
      @Nullable T value,
      @Nullable Throwable failure) {
    try {
      then.accept(value, failure);
    } catch (EpochFileException e) {
      rest(e);
    }
  }

  private Origin origin() {
    return new Origin(identity.node(), "");
  }

  private String self() {
    return identity.name().value();
  }

  private boolean isMember(ErasureRun run) {
    return run.members().contains(self());
  }

  private List<PeerId> others() {
    return identity.members().stream().filter(peer -> !peer.equals(identity.name())).toList();
  }

  private RequestId randomId() {
    ByteBuffer random = ByteBuffer.wrap(parts.entropy().bytes(16));
    return new RequestId(random.getLong(), random.getLong());
  }
}
