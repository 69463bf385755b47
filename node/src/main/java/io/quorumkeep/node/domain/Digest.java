// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4).
 *
 * @param bytes 32 of them. Not copied: nobody changes them
 */
public record Digest(byte[] bytes) {
  public static final int LENGTH = 32;

  public Digest {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 digest has 32 bytes");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Digest that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** In lower-case hexadecimal. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
