// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

/**
 * What a guess at a passphrase costs.
 *
 * <p>The bounds keep a damaged file from asking for more memory than there is.
 *
 * @param memoryKib memory in KiB, 8 per lane to 1 GiB
 * @param iterations passes over the memory, 1 to 64
 * @param lanes degree of parallelism, 1 to 16
 */
public record Argon2Cost(int memoryKib, int iterations, int lanes) {
  /** The second recommendation of RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes. */
  public static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

  private static final int MAX_MEMORY_KIB = 1024 * 1024;
  private static final int MAX_ITERATIONS = 64;
  private static final int MAX_LANES = 16;

  public Argon2Cost {
    require("lanes", lanes, 1, MAX_LANES);
    require("iterations", iterations, 1, MAX_ITERATIONS);
    require("memoryKib", memoryKib, 8 * lanes, MAX_MEMORY_KIB);
  }

  private static void require(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          field + " " + value + " is not within " + least + " to " + most);
    }
  }
}
