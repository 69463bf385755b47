// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * What a retrieval of a current version is for. It counts against the usage budget of the version.
 *
 * @param operations protecting operations that will be done with it, from 1 to 2^31
 * @param bytes bytes that will be protected with it; 0 if not known
 */
public record UseAmount(long operations, long bytes) {
  /** One operation of unknown size: what counts if nothing is said. */
  public static final UseAmount ONE = new UseAmount(1, 0);

  public UseAmount {
    if (operations < 1 || bytes < 0) {
      throw new IllegalArgumentException("a use is of one operation at least");
    }
  }
}
