// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * Attributes of a key that can be edited, beside its labels and usage periods.
 *
 * @param owner who answers for the key; at most 256 characters, may be empty
 * @param description at most 1,024 characters, may be empty
 * @param deletable whether it, or a version of it, may be destroyed
 * @param exportable whether its material may leave the cluster
 * @param mirrored whether a version must have an image in the archive before it is deactivated
 */
public record KeyOptions(
    String owner,
    String description,
    boolean deletable,
    boolean exportable,
    boolean mirrored,
    RotationPolicy rotation,
    UsageBudget budget) {
  /** What a key has if nothing else is said. */
  public static final KeyOptions DEFAULT =
      new KeyOptions("", "", true, true, false, RotationPolicy.MANUAL, UsageBudget.SAFE);

  public KeyOptions withOwner(String who) {
    return new KeyOptions(who, description, deletable, exportable, mirrored, rotation, budget);
  }

  public KeyOptions withDescription(String text) {
    return new KeyOptions(owner, text, deletable, exportable, mirrored, rotation, budget);
  }

  public KeyOptions withDeletable(boolean may) {
    return new KeyOptions(owner, description, may, exportable, mirrored, rotation, budget);
  }

  public KeyOptions withExportable(boolean may) {
    return new KeyOptions(owner, description, deletable, may, mirrored, rotation, budget);
  }

  public KeyOptions withMirrored(boolean must) {
    return new KeyOptions(owner, description, deletable, exportable, must, rotation, budget);
  }

  public KeyOptions withRotation(RotationPolicy policy) {
    return new KeyOptions(owner, description, deletable, exportable, mirrored, policy, budget);
  }

  public KeyOptions withBudget(UsageBudget most) {
    return new KeyOptions(owner, description, deletable, exportable, mirrored, rotation, most);
  }
}
