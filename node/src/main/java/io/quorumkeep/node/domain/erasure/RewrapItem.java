// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.Arrays;

/**
 * Material of one version, wrapped anew.
 *
 * @param version from 1
 * @param oldEpoch the epoch of the material that it is to replace
 * @param oldEnd the last 16 bytes of that material, or all of it if it is shorter: they are as good
 *     as random, so they tell it from any other. Not copied: nobody changes it
 * @param blob the same material under the next epoch; not copied
 */
public record RewrapItem(KeyName name, int version, int oldEpoch, byte[] oldEnd, byte[] blob) {
  /** Bytes of the old material that are compared. */
  public static final int END_BYTES = 16;

  public RewrapItem {
    if (version < 1
        || oldEpoch < 1
        || oldEnd.length > END_BYTES
        || blob.length == 0
        || blob.length > WrappedMaterial.MAX_BLOB_BYTES) {
      throw new IllegalArgumentException("not material of a version");
    }
  }

  /** The end of {@code material} as {@link #oldEnd} has it. */
  public static byte[] endOf(WrappedMaterial material) {
    byte[] blob = material.blob();
    return Arrays.copyOfRange(blob, Math.max(0, blob.length - END_BYTES), blob.length);
  }

  boolean replaces(WrappedMaterial material) {
    return material.epoch() == oldEpoch && Arrays.equals(endOf(material), oldEnd);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RewrapItem that
        && name.equals(that.name)
        && version == that.version
        && oldEpoch == that.oldEpoch
        && Arrays.equals(oldEnd, that.oldEnd)
        && Arrays.equals(blob, that.blob);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + version) + Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return "RewrapItem(" + name + ", version " + version + ", " + blob.length + " bytes)";
  }
}
