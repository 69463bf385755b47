// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.util.Arrays;

/**
 * Key material as it is stored: under the secret of an epoch, useless without it.
 *
 * @param epoch which epoch secret opens it, from 1
 * @param blob opaque here; docs/formats.md has the bytes. Not copied: nobody changes it
 */
public record WrappedMaterial(int epoch, byte[] blob) {
  /** Bytes of a blob. */
  public static final int MAX_BLOB_BYTES = 16 * 1024;

  public WrappedMaterial {
    if (epoch < 1 || blob.length == 0 || blob.length > MAX_BLOB_BYTES) {
      throw new IllegalArgumentException("not wrapped material");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WrappedMaterial that
        && epoch == that.epoch
        && Arrays.equals(blob, that.blob);
  }

  @Override
  public int hashCode() {
    return 31 * epoch + Arrays.hashCode(blob);
  }

  @Override
  public String toString() {
    return "WrappedMaterial(epoch " + epoch + ", " + blob.length + " bytes)";
  }
}
