// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.seal.EpochFileException;
import io.quorumkeep.node.seal.EpochHandover;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.seal.HandoverException;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets the epoch secrets that this member lacks from the others: those that material is wrapped
 * under, and the one on offer. It takes no other. Confined to one scheduler.
 */
final class EpochFetch {
  private static final Logger LOG = LoggerFactory.getLogger(EpochFetch.class);
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final EpochVault vault;
  private final Scheduler scheduler;
  private final Supplier<ErasureState> epochs;

  EpochFetch(EpochVault vault, Scheduler scheduler, Supplier<ErasureState> epochs) {
    this.vault = vault;
    this.scheduler = scheduler;
    this.epochs = epochs;
  }

  /** Whether there is anything to get. */
  boolean lacksSecret(ErasureState state) {
    ErasureRun run = state.run();
    return !vault.secrets().hasAll(state.needed()) || (run != null && lacksOffer(run));
  }

  boolean lacksOffer(ErasureRun run) {
    return run.offer() != null && !vault.secrets().has(run.toEpoch());
  }

  /** Asks one after the other; done when nothing is missing, or all were asked. */
  CompletableFuture<Void> fetch(PeerChannel channel, List<PeerId> peers) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    ask(channel, peers.iterator(), done);
    return done;
  }

  private void ask(PeerChannel channel, Iterator<PeerId> peers, CompletableFuture<Void> done) {
    if (!peers.hasNext()) {
      done.complete(null);
      return;
    }
    ByteString request = UnsafeByteOperations.unsafeWrap(EpochHandover.request(vault.clusterId()));
    PeerId peer = peers.next();
    var unused =
        channel
            .call(peer, ClusterFormation.REQUEST_METHOD, request, PATIENCE)
            .whenComplete(
                (answer, failure) ->
                    scheduler.execute(
                        () -> {
                          if (answer != null && !answer.isEmpty()) {
                            take(peer, answer);
                          }
                          if (lacksSecret(epochs.get())) {
                            ask(channel, peers, done);
                          } else {
                            done.complete(null);
                          }
                        }));
  }

  private void take(PeerId peer, ByteString answer) {
    ErasureState state = epochs.get();
    ErasureRun run = state.run();
    try {
      boolean taken =
          vault.add(
              answer.toByteArray(),
              (epoch, fingerprint) ->
                  (run != null && epoch == run.toEpoch())
                      ? run.offers(fingerprint)
                      : state.needed().contains(epoch));
      if (taken) {
        LOG.info("took a secret from {}: epochs {}", peer, vault.secrets().epochs());
      }
    } catch (HandoverException e) {
      LOG.warn("refused epoch secrets that {} gave", peer, e);
    } catch (EpochFileException e) {
      LOG.error("cannot store an epoch secret that {} gave", peer, e);
    }
  }
}
