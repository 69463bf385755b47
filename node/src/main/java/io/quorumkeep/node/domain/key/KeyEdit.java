// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Label;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * New values for attributes of a key; null leaves one as it is.
 *
 * @param activation for a PRE_ACTIVE key only
 */
public record KeyEdit(
    @Nullable UsagePeriods usagePeriods,
    @Nullable List<Label> labels,
    @Nullable String owner,
    @Nullable String description,
    @Nullable Boolean deletable,
    @Nullable Boolean exportable,
    @Nullable Boolean mirrored,
    @Nullable RotationPolicy rotation,
    @Nullable UsageBudget budget,
    @Nullable Activation activation) {
  /** Changes nothing. */
  public static final KeyEdit NOTHING =
      new KeyEdit(null, null, null, null, null, null, null, null, null);

  /**
   * When a PRE_ACTIVE key is to become ACTIVE by itself.
   *
   * @param at a time that is over stands for at once; null for never, only when it is asked for
   */
  public record Activation(@Nullable Instant at) {}

  public KeyEdit {
    labels = labels == null ? null : List.copyOf(labels);
  }

  /** An edit that leaves the planned activation as it is. */
  public KeyEdit(
      @Nullable UsagePeriods usagePeriods,
      @Nullable List<Label> labels,
      @Nullable String owner,
      @Nullable String description,
      @Nullable Boolean deletable,
      @Nullable Boolean exportable,
      @Nullable Boolean mirrored,
      @Nullable RotationPolicy rotation,
      @Nullable UsageBudget budget) {
    this(
        usagePeriods,
        labels,
        owner,
        description,
        deletable,
        exportable,
        mirrored,
        rotation,
        budget,
        null);
  }

  /** This, and the planned activation is moved, or taken back with null. */
  public KeyEdit withActivation(@Nullable Instant at) {
    return new KeyEdit(
        usagePeriods,
        labels,
        owner,
        description,
        deletable,
        exportable,
        mirrored,
        rotation,
        budget,
        new Activation(at));
  }

  KeyAttributes appliedTo(KeyAttributes before) {
    return new KeyAttributes(
        orElse(usagePeriods, before.usagePeriods()),
        orElse(labels, before.labels()),
        orElse(owner, before.owner()),
        orElse(description, before.description()),
        orElse(deletable, before.deletable()),
        orElse(exportable, before.exportable()),
        orElse(mirrored, before.mirrored()),
        orElse(rotation, before.rotation()),
        orElse(budget, before.budget()));
  }

  private static <T> T orElse(@Nullable T edited, T before) {
    return edited == null ? before : edited;
  }
}
