// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Label;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** New values for attributes of a key; null leaves one as it is. */
public record KeyEdit(
    @Nullable UsagePeriods usagePeriods,
    @Nullable List<Label> labels,
    @Nullable String owner,
    @Nullable String description,
    @Nullable Boolean deletable,
    @Nullable Boolean exportable,
    @Nullable Boolean mirrored,
    @Nullable RotationPolicy rotation,
    @Nullable UsageBudget budget) {
  /** Changes nothing. */
  public static final KeyEdit NOTHING =
      new KeyEdit(null, null, null, null, null, null, null, null, null);

  public KeyEdit {
    labels = labels == null ? null : List.copyOf(labels);
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
