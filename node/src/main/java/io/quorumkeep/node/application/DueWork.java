// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.ReplicatedLog;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns due dates into commands, on the leader: activations, rotations, warnings, deactivations and
 * destructions. It reads the index of deadlines up to now and nothing else, so that a million keys
 * of which none is due cost one look a second.
 *
 * <p>Nothing rests on it being in time: whether a key may be used is judged by log time when it is
 * used. Two leaders that ask for the same get it once.
 */
public final class DueWork {
  private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** Few enough that requests go on beside ten thousand rotations. */
  private static final int AT_ONCE = 64;

  private final Origin origin;
  private final Scheduler scheduler;
  private final Time time;
  private final Entropy entropy;
  private final Submissions submissions;
  private final Materials materials;
  private final StateReader state;
  private final DueImages images;
  private @Nullable Deadline last;
  private volatile boolean stopped;

  /**
   * What it works with.
   *
   * @param images makes those that deactivations need
   */
  public record Ports(Scheduler scheduler, Time time, Entropy entropy, DueImages images) {
    /** Makes no images. */
    public Ports(Scheduler scheduler, Time time, Entropy entropy) {
      this(scheduler, time, entropy, DueImages.NONE);
    }
  }

  /**
   * Makes it; it does nothing until it is started.
   *
   * @param origin this node
   */
  public DueWork(
      Origin origin, Ports ports, Submissions submissions, Materials materials, StateReader state) {
    this.origin = origin;
    this.scheduler = ports.scheduler();
    this.time = ports.time();
    this.entropy = ports.entropy();
    this.submissions = submissions;
    this.materials = materials;
    this.state = state;
    this.images = ports.images();
  }

  public void start(ReplicatedLog log) {
    scheduler.after(INTERVAL, () -> look(log));
  }

  public void stop() {
    stopped = true;
  }

  /** Whatever fails, the next look comes: nothing else sees to what is due. */
  private void look(ReplicatedLog log) {
    if (stopped) {
      return;
    }
    try {
      if (log.status().isLeader() && !materials.isSealed()) {
        workOff(log);
        return;
      }
    } catch (RuntimeException e) {
      LOG.error("cannot see to what is due; trying again", e);
    }
    last = null;
    start(log);
  }

  private void workOff(ReplicatedLog log) {
    Instant logTime = state.cluster().logTime();
    Instant now = time.now();
    List<Deadline> due = state.dueAt(now.isAfter(logTime) ? now : logTime, last, AT_ONCE);
    CompletableFuture<?>[] asked = due.stream().map(this::ask).toArray(CompletableFuture<?>[]::new);
    // One that cannot be carried out now must not keep the others waiting: the next look goes on
    // behind it, and from the beginning when all were seen.
    boolean more = due.size() == AT_ONCE;
    last = more ? due.get(due.size() - 1) : null;
    var unused =
        CompletableFuture.allOf(asked)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    LOG.warn("what was due was not carried out and will be tried again", failure);
                  }
                  if (more) {
                    scheduler.execute(() -> look(log));
                  } else {
                    start(log);
                  }
                });
  }

  private CompletableFuture<?> ask(Deadline deadline) {
    return switch (deadline.kind()) {
      case ROTATE -> rotate(deadline);
      case DEACTIVATE -> deactivate(deadline);
      case ACTIVATE, WARN, DESTROY -> submit(deadline, null);
    };
  }

  private CompletableFuture<?> rotate(Deadline deadline) {
    Key key = state.key(deadline.key());
    if (key == null) {
      return CompletableFuture.completedFuture(null);
    }
    WrappedMaterial material = materials.generateNext(key);
    return submit(
        deadline.key(), new DueDecider.Due(DueKind.ROTATE, 0, key.currentVersion() + 1, material));
  }

  /** Without an image that is needed it would be refused, so it is not asked for. */
  private CompletableFuture<?> deactivate(Deadline deadline) {
    Key key = state.key(deadline.key());
    KeyVersion version = state.version(deadline.key(), deadline.version());
    if (key == null || version == null || !DueDecider.needsImage(key, version)) {
      return submit(deadline, null);
    }
    return images
        .of(new KeyVersionName(deadline.key(), deadline.version()))
        .thenCompose(
            image ->
                image == null
                    ? CompletableFuture.completedFuture(null)
                    : submit(deadline, image).thenApply(outcome -> null));
  }

  private CompletableFuture<Outcome> submit(Deadline deadline, @Nullable KeyImage image) {
    return submit(
        deadline.key(), new DueDecider.Due(deadline.kind(), deadline.version(), 0, null, image));
  }

  private CompletableFuture<Outcome> submit(KeyName key, DueDecider.Due due) {
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(16));
    RequestId id = new RequestId(random.getLong(), random.getLong());
    return submissions.submit(new Request(origin, id, 0, TIMEOUT), new CommandBody.Due(key, due));
  }
}
