// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Label;
import java.util.List;

/**
 * What may be edited of a key without a change of its state.
 *
 * @param usagePeriods of the versions that are activated from now on
 * @param labels in the order of their names
 * @param owner who answers for the key; for people, may be empty
 * @param description for people, may be empty
 * @param deletable whether versions of it, or all of it, may be destroyed
 * @param exportable whether its material may leave the cluster
 * @param mirrored whether a version must have an image in the archive before it is deactivated
 */
public record KeyAttributes(
    UsagePeriods usagePeriods,
    List<Label> labels,
    String owner,
    String description,
    boolean deletable,
    boolean exportable,
    boolean mirrored,
    RotationPolicy rotation,
    UsageBudget budget) {
  /** Characters of an owner. */
  public static final int MAX_OWNER_LENGTH = 256;

  /** Characters of a description. */
  public static final int MAX_DESCRIPTION_LENGTH = 1_024;

  public KeyAttributes {
    labels = List.copyOf(labels);
    if (owner.length() > MAX_OWNER_LENGTH || description.length() > MAX_DESCRIPTION_LENGTH) {
      throw new IllegalArgumentException(
          "an owner has at most "
              + MAX_OWNER_LENGTH
              + " characters, a description "
              + MAX_DESCRIPTION_LENGTH);
    }
  }

  /** Attributes of which only these are not as they are by default. */
  public static KeyAttributes of(UsagePeriods usagePeriods, List<Label> labels) {
    return new KeyAttributes(
        usagePeriods, labels, "", "", true, true, false, RotationPolicy.MANUAL, UsageBudget.SAFE);
  }
}
