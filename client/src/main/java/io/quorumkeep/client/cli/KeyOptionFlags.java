// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.RotationPolicy;
import io.quorumkeep.client.UsageBudget;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for attributes of a key that can be edited. What is not named stays as it is. */
final class KeyOptionFlags {
  private static final String NONE = "none";

  @Option(names = "--owner", paramLabel = "WHO", description = "Who answers for the key.")
  private @Nullable String owner;

  @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
  private @Nullable String description;

  @Option(
      names = "--deletable",
      arity = "1",
      paramLabel = "BOOL",
      description = "Whether it, or a version of it, may be destroyed.")
  private @Nullable Boolean deletable;

  @Option(
      names = "--exportable",
      arity = "1",
      paramLabel = "BOOL",
      description = "Whether its material may leave the cluster.")
  private @Nullable Boolean exportable;

  @Option(
      names = "--mirrored",
      arity = "1",
      paramLabel = "BOOL",
      description = "Whether a version needs an image in the archive before it is deactivated.")
  private @Nullable Boolean mirrored;

  @Option(
      names = "--rotate-every",
      paramLabel = "SPAN",
      description = "Rotate by itself after this time, such as 90d, or none.")
  private @Nullable String rotateEvery;

  @Option(
      names = "--rotate-after-operations",
      paramLabel = "N",
      description = "Rotate by itself after so many operations of a version; 0 for no bound.")
  private @Nullable Long rotateAfterOperations;

  @Option(
      names = "--rotate-after-bytes",
      paramLabel = "N",
      description = "Rotate by itself after so many bytes of a version; 0 for no bound.")
  private @Nullable Long rotateAfterBytes;

  @Option(
      names = "--max-operations",
      paramLabel = "N",
      description = "A version protects no more often; 0 for as often as is safe.")
  private @Nullable Long maxOperations;

  @Option(
      names = "--max-bytes",
      paramLabel = "N",
      description = "A version protects no more bytes; 0 for no bound.")
  private @Nullable Long maxBytes;

  /** Those of a key that has {@code before}. */
  KeyOptions over(KeyOptions before) {
    RotationPolicy rotation = before.rotation();
    UsageBudget budget = before.budget();
    return new KeyOptions(
        orElse(owner, before.owner()),
        orElse(description, before.description()),
        orElse(deletable, before.deletable()),
        orElse(exportable, before.exportable()),
        orElse(mirrored, before.mirrored()),
        new RotationPolicy(
            period(rotation.period()),
            orElse(rotateAfterOperations, rotation.maxOperations()),
            orElse(rotateAfterBytes, rotation.maxBytes())),
        new UsageBudget(
            orElse(maxOperations, budget.maxOperations()), orElse(maxBytes, budget.maxBytes())));
  }

  private Optional<Duration> period(Optional<Duration> before) {
    if (rotateEvery == null) {
      return before;
    }
    return rotateEvery.equals(NONE) ? Optional.empty() : Optional.of(Durations.parse(rotateEvery));
  }

  private static <T> T orElse(@Nullable T given, T before) {
    return given == null ? before : given;
  }
}
