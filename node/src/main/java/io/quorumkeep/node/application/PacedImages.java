// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.store.StateReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes images for what is due, on a thread that may take its time. A version of which none can be
 * made is put off, because what is due is looked at each second: what is wrong is said once, and
 * tried again after a while.
 */
public final class PacedImages implements DueImages {
  private static final Logger LOG = LoggerFactory.getLogger(PacedImages.class);

  /** How long versions of which no image could be made are put off. */
  public static final Duration PAUSE = Duration.ofMinutes(1);

  /** How long nothing is said of recipients that lack after it was said. */
  private static final Duration SILENCE = Duration.ofHours(1);

  /** If so many fail it is not about versions, and the others wait as well. */
  private static final int MOST_PUT_OFF = 10_000;

  private final Images images;
  private final StateReader state;
  private final Time time;
  private final Executor worker;
  // Guarded by this object.
  private final Set<KeyVersionName> putOff = new HashSet<>();
  private long putOffUntil;
  private boolean complained;
  private long silentUntil;

  /**
   * Makes it.
   *
   * @param worker where images are made, since public-key cryptography takes its time
   */
  public PacedImages(
      Materials materials, StateReader state, Archiving.Ports ports, Time time, Executor worker) {
    this.images = new Images(materials, state, ports);
    this.state = state;
    this.time = time;
    this.worker = worker;
  }

  @Override
  public CompletableFuture<@Nullable KeyImage> of(KeyVersionName name) {
    return isPutOff(name)
        ? CompletableFuture.completedFuture(null)
        : CompletableFuture.completedFuture(name)
            .<@Nullable KeyImage>thenApplyAsync(images::make, worker)
            .exceptionally(failure -> failed(name, failure));
  }

  private synchronized boolean isPutOff(KeyVersionName name) {
    if (!putOff.isEmpty() && time.nanos() - putOffUntil >= 0) {
      putOff.clear();
    }
    return putOff.size() >= MOST_PUT_OFF || putOff.contains(name);
  }

  private @Nullable KeyImage failed(KeyVersionName name, Throwable failure) {
    putOff(name);
    Throwable cause = failure.getCause();
    if (cause instanceof RequestFailedException refused) {
      say(name, refused.failure());
    } else {
      LOG.error("no image of {} can be made, so it is not deactivated", name, failure);
    }
    return null;
  }

  private void say(KeyVersionName name, Failure failure) {
    if (failure == Failure.ARCHIVE_NOT_CONFIGURED) {
      complain(name);
    } else if (failure != Failure.MATERIAL_UNREADABLE) {
      LOG.warn("no image of {} can be made for the time being: {}", name, failure);
    } else if (hasMaterial(name)) {
      LOG.error(
          "the time of {} is over, and it is not deactivated: its material does not open here, so"
              + " no image of it can be made. Transfer leadership to a node whose copy is sound",
          name);
    }
  }

  /** One that was destroyed meanwhile has none. */
  private boolean hasMaterial(KeyVersionName name) {
    KeyVersion version = state.version(name.key(), name.version());
    return version != null && version.material() != null;
  }

  private synchronized void putOff(KeyVersionName name) {
    if (putOff.isEmpty()) {
      putOffUntil = time.nanos() + PAUSE.toNanos();
    }
    putOff.add(name);
  }

  /** All mirrored versions lack recipients if one does, and it lasts until the next start. */
  private synchronized void complain(KeyVersionName name) {
    if (complained && time.nanos() - silentUntil < 0) {
      return;
    }
    complained = true;
    silentUntil = time.nanos() + SILENCE.toNanos();
    LOG.warn(
        "the time of {} is over, and it is not deactivated, nor is any version of a mirrored key"
            + " that has no image in the archive: this node has no recovery recipient to seal"
            + " images to. Set archive.recipients on every node and start it again",
        name);
  }
}
