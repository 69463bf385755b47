// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Digest;
import java.util.Arrays;

/**
 * An image of a version's material, sealed to recovery keys that the cluster does not hold.
 *
 * @param content CMS AuthEnvelopedData, opaque here. Not copied: nobody changes it
 * @param digest SHA-256 of {@code content}
 * @param commitment SHA-256 of what is in it
 */
public record KeyImage(byte[] content, Digest digest, Digest commitment) {
  /** The longest image, in bytes: the largest material and nine recipients. */
  public static final int MAX_BYTES = 64 * 1024;

  public KeyImage {
    if (content.length == 0 || content.length > MAX_BYTES) {
      throw new IllegalArgumentException("not an image");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyImage that
        && Arrays.equals(content, that.content)
        && digest.equals(that.digest)
        && commitment.equals(that.commitment);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  @Override
  public String toString() {
    return "KeyImage(" + content.length + " bytes, " + digest + ")";
  }
}
