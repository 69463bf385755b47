// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.store.StateReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Makes images of versions, and brings versions back from them.
 *
 * <p>Whether an image may be made, and whether one must be, is for the log to say: so a change is
 * proposed as it is, and only when it comes back for the want of an image is that made, and the
 * change proposed again under the same request. Permission is judged before anything else that way,
 * and a key that is not mirrored costs nothing.
 */
public final class Archiving {
  /** Images of one request on their way through the log at once. */
  private static final int IN_FLIGHT = 16;

  private static final int MAX_ATTEMPTS = 8;

  private final Submissions submissions;
  private final Materials materials;
  private final StateReader state;
  private final Images images;
  private final Entropy entropy;
  private final Executor worker;

  /** What images are made with. */
  public record Ports(ArchiveSealer sealer, Entropy entropy) {}

  /**
   * Makes the use case.
   *
   * @param worker where images are made, since public-key cryptography takes its time
   */
  public Archiving(
      Submissions submissions,
      Materials materials,
      StateReader state,
      Ports ports,
      Executor worker) {
    this.submissions = submissions;
    this.materials = materials;
    this.state = state;
    this.images = new Images(materials, state, ports);
    this.entropy = ports.entropy();
    this.worker = worker;
  }

  /** Makes the image of a version, or makes it anew. */
  public CompletableFuture<Outcome> archive(Request request, KeyVersionName name) {
    return change(request, new KeyCommand.Archive(name.key(), name.version(), null, false))
        .thenCompose(
            outcome ->
                lacksImage(outcome)
                    ? makeOne(request, name)
                    : CompletableFuture.completedFuture(outcome));
  }

  private CompletableFuture<Outcome> makeOne(Request request, KeyVersionName name) {
    return failing(
        () -> {
          KeyImage image = images.make(name);
          return change(request, new KeyCommand.Archive(name.key(), name.version(), image, false));
        });
  }

  /**
   * Proposes a deactivation, and makes the images that it lacks.
   *
   * @param name the version, or the key as a whole
   * @param deactivation proposes it; called again once the images are there
   */
  CompletableFuture<Outcome> withImages(
      Request request, KeyVersionName name, Supplier<CompletableFuture<Outcome>> deactivation) {
    long deadline = submissions.deadline(submissions.nanos(), request.timeout());
    return withImages(new Work(request, name, deadline), deactivation, MAX_ATTEMPTS);
  }

  private CompletableFuture<Outcome> withImages(
      Work work, Supplier<CompletableFuture<Outcome>> deactivation, int attempts) {
    if (attempts == 0) {
      return CompletableFuture.failedFuture(
          new RequestFailedException(Failure.TOO_MUCH_CONTENTION));
    }
    return deactivation
        .get()
        .thenCompose(
            outcome ->
                lacksImage(outcome)
                    ? makeMissing(work, 1)
                        .thenCompose(made -> withImages(work, deactivation, attempts - 1))
                    : CompletableFuture.completedFuture(outcome));
  }

  /** What is rejected meanwhile is for the deactivation to find out. */
  private CompletableFuture<Void> makeMissing(Work work, int from) {
    return failing(
        () -> {
          List<CompletableFuture<Outcome>> made = new ArrayList<>(IN_FLIGHT);
          int next = makeSome(work, from, made);
          CompletableFuture<Void> all =
              CompletableFuture.allOf(made.toArray(CompletableFuture<?>[]::new));
          return next == 0 ? all : all.thenCompose(done -> makeMissing(work, next));
        });
  }

  /** Proposes some images, and returns the version to go on with, or 0 at the end. */
  private int makeSome(Work work, int from, List<CompletableFuture<Outcome>> made) {
    KeyName key = work.name().key();
    int only = work.name().version();
    Key known = state.key(key);
    int last = known == null ? 0 : only == 0 ? known.currentVersion() : only;
    for (int number = only == 0 ? from : only; number <= last; number++) {
      if (made.size() == IN_FLIGHT) {
        return number;
      }
      KeyVersion version = state.version(key, number);
      if (version != null && version.archive() == null && version.state() != KeyState.DESTROYED) {
        made.add(propose(work, new KeyVersionName(key, number)));
      }
    }
    return 0;
  }

  private CompletableFuture<Outcome> propose(Work work, KeyVersionName name) {
    long left = work.deadline() - submissions.nanos();
    if (left <= 0) {
      throw new RequestFailedException(Failure.OUTCOME_UNKNOWN);
    }
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(2 * Long.BYTES));
    Request request =
        new Request(
            work.request().origin(),
            new RequestId(random.getLong(), random.getLong()),
            0,
            Duration.ofNanos(left));
    return change(
        request, new KeyCommand.Archive(name.key(), name.version(), images.make(name), true));
  }

  /**
   * Brings a destroyed version back. When the epoch turns meanwhile its material is wrapped and
   * proposed again.
   *
   * @param payload closed when the future is done, or this throws
   * @param proposal an approved one, or empty
   */
  public CompletableFuture<Outcome> recover(
      Request request,
      KeyVersionName name,
      RecoveryPayload payload,
      String proposal,
      String reason) {
    try {
      return recover(new Recovery(request, name, payload, proposal, reason), MAX_ATTEMPTS)
          .whenComplete((outcome, failure) -> payload.close());
    } catch (RuntimeException e) {
      payload.close();
      throw e;
    }
  }

  private CompletableFuture<Outcome> recover(Recovery recovery, int attempts) {
    if (materials.isSealed()) {
      return CompletableFuture.failedFuture(new RequestFailedException(Failure.SEALED));
    }
    if (attempts == 0) {
      return CompletableFuture.failedFuture(
          new RequestFailedException(Failure.TOO_MUCH_CONTENTION));
    }
    return change(recovery.request(), recovery.command(materials))
        .thenCompose(
            outcome ->
                isRejected(outcome, Reason.EPOCH_STALE)
                    ? recover(recovery, attempts - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  /** Removes the image of a destroyed version. */
  public CompletableFuture<Outcome> deleteImage(Request request, KeyCommand.DeleteImage delete) {
    return change(request, delete);
  }

  private CompletableFuture<Outcome> change(Request request, KeyCommand command) {
    return submissions.submit(request, new CommandBody.ChangeKey(command));
  }

  private <T> CompletableFuture<T> failing(Supplier<CompletableFuture<T>> work) {
    return CompletableFuture.completedFuture(work).thenComposeAsync(Supplier::get, worker);
  }

  private static boolean lacksImage(Outcome outcome) {
    return isRejected(outcome, Reason.ARCHIVE_IMAGE_REQUIRED);
  }

  private static boolean isRejected(Outcome outcome, Reason reason) {
    Rejection rejection = outcome.rejection();
    return rejection != null && rejection.reason() == reason;
  }

  private record Work(Request request, KeyVersionName name, long deadline) {}

  private record Recovery(
      Request request,
      KeyVersionName name,
      RecoveryPayload payload,
      String proposal,
      String reason) {
    KeyCommand command(Materials materials) {
      return new KeyCommand.Recover(
          name.key(),
          name.version(),
          payload.commitment(),
          materials.wrapAgain(name, payload.payload()),
          proposal,
          reason);
    }
  }
}
