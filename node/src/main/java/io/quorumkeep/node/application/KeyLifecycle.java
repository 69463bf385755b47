// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.StateReader;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Changes keys. Each method answers with the outcome, accepted or rejected, and fails with {@link
 * RequestFailedException} if there is none.
 */
public final class KeyLifecycle {
  private static final int MAX_ATTEMPTS = 8;

  private final Submissions submissions;
  private final Materials materials;
  private final StateReader state;
  private final Archiving archiving;

  public KeyLifecycle(
      Submissions submissions, Materials materials, StateReader state, Archiving archiving) {
    this.submissions = submissions;
    this.materials = materials;
    this.state = state;
    this.archiving = archiving;
  }

  /**
   * What a new key is to be.
   *
   * @param preActive leaves it PRE_ACTIVE until it is activated
   * @param activation when it becomes ACTIVE by itself; null for at once
   */
  public record NewKey(
      KeyName name,
      KeyAlgorithm algorithm,
      KeyUsages usages,
      boolean preActive,
      @Nullable Instant activation,
      KeyAttributes attributes) {}

  /** Creates a key. When the epoch turns meanwhile its material is wrapped and proposed again. */
  public CompletableFuture<Outcome> create(Request request, NewKey key) {
    return create(request, key, MAX_ATTEMPTS);
  }

  private CompletableFuture<Outcome> create(Request request, NewKey key, int attempts) {
    if (materials.isSealed()) {
      return sealed();
    }
    if (attempts == 0) {
      return contention();
    }
    WrappedMaterial material = materials.generate(key.name(), 1, key.algorithm(), key.usages());
    return change(
            request,
            new KeyCommand.Create(
                key.name(),
                key.algorithm(),
                key.usages(),
                key.preActive(),
                key.activation(),
                key.attributes(),
                material))
        .thenCompose(
            outcome ->
                isTooLate(outcome)
                    ? create(request, key, attempts - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  public CompletableFuture<Outcome> activate(Request request, KeyName name) {
    return change(request, new KeyCommand.Activate(name));
  }

  /**
   * Rotates a key. Its new material is bound to a version number before the log decides which
   * number is next, so when another rotation comes first, or the epoch turns, this one is proposed
   * again.
   */
  public CompletableFuture<Outcome> rotate(Request request, KeyName name) {
    return rotate(request, name, "");
  }

  /**
   * As {@link #rotate(Request, KeyName)}, and says why.
   *
   * @param reason at most 256 characters; may be empty
   */
  public CompletableFuture<Outcome> rotate(Request request, KeyName name, String reason) {
    return rotate(request, name, reason, MAX_ATTEMPTS);
  }

  private CompletableFuture<Outcome> rotate(
      Request request, KeyName name, String reason, int attempts) {
    if (materials.isSealed()) {
      return sealed();
    }
    if (attempts == 0) {
      return contention();
    }
    Key key = state.key(name);
    // Without a key the refusal must come from the log, after the question of permission.
    int next = key == null ? 1 : key.currentVersion() + 1;
    WrappedMaterial material =
        key == null
            ? materials.generate(name, 1, KeyAlgorithm.AES_256, KeyUsages.DATA_ENCRYPTION)
            : materials.generateNext(key);
    return change(request, new KeyCommand.Rotate(name, next, material, reason))
        .thenCompose(
            outcome ->
                isTooLate(outcome)
                    ? rotate(request, name, reason, attempts - 1)
                    : CompletableFuture.completedFuture(outcome));
  }

  /** Whether the material came too late for its number or its epoch, and nothing happened. */
  private static boolean isTooLate(Outcome outcome) {
    Rejection rejection = outcome.rejection();
    return rejection != null
        && (rejection.reason() == Reason.VERSION_TAKEN || rejection.reason() == Reason.EPOCH_STALE);
  }

  /** Suspends a key, or one version of it. */
  public CompletableFuture<Outcome> suspend(Request request, KeyVersionName name) {
    return suspend(request, name, "");
  }

  /** As {@link #suspend(Request, KeyVersionName)}, and says why; the reason may be empty. */
  public CompletableFuture<Outcome> suspend(Request request, KeyVersionName name, String reason) {
    return change(request, new KeyCommand.Suspend(name.key(), name.version(), reason));
  }

  /** Reactivates a key, or one version of it. */
  public CompletableFuture<Outcome> reactivate(Request request, KeyVersionName name) {
    return reactivate(request, name, "");
  }

  /** As {@link #reactivate(Request, KeyVersionName)}, and says why; the reason may be empty. */
  public CompletableFuture<Outcome> reactivate(
      Request request, KeyVersionName name, String reason) {
    return change(request, new KeyCommand.Reactivate(name.key(), name.version(), reason));
  }

  /**
   * Revokes a key, or one version of it. A mirrored key gets the images that it lacks first, unless
   * it is compromised.
   *
   * @param compromisedAt for a compromise; null for now
   */
  public CompletableFuture<Outcome> revoke(
      Request request,
      KeyVersionName name,
      RevocationReason reason,
      @Nullable Instant compromisedAt) {
    KeyCommand revoke = new KeyCommand.Revoke(name.key(), name.version(), reason, compromisedAt);
    return archiving.withImages(request, name, () -> change(request, revoke));
  }

  /** Edits attributes of a key. */
  public CompletableFuture<Outcome> update(Request request, KeyCommand.Update update) {
    return change(request, update);
  }

  /** Plans the destruction of a key, or of one version of it. */
  public CompletableFuture<Outcome> scheduleDestruction(
      Request request, KeyCommand.ScheduleDestruction schedule) {
    return change(request, schedule);
  }

  public CompletableFuture<Outcome> cancelDestruction(
      Request request, KeyCommand.CancelDestruction cancel) {
    return change(request, cancel);
  }

  /** Destroys a key, or one version of it, at once. */
  public CompletableFuture<Outcome> destroy(Request request, KeyCommand.Destroy destroy) {
    return change(request, destroy);
  }

  private CompletableFuture<Outcome> change(Request request, KeyCommand command) {
    return submissions.submit(request, new CommandBody.ChangeKey(command));
  }

  private static CompletableFuture<Outcome> contention() {
    return CompletableFuture.failedFuture(new RequestFailedException(Failure.TOO_MUCH_CONTENTION));
  }

  private static CompletableFuture<Outcome> sealed() {
    return CompletableFuture.failedFuture(new RequestFailedException(Failure.SEALED));
  }
}
