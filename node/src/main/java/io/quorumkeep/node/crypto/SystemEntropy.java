// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Random bytes from the kernel's generator, by the JDK's {@code NativePRNGNonBlocking}: it reads
 * {@code /dev/urandom} and never waits.
 */
public final class SystemEntropy implements Entropy {
  private static final String ALGORITHM = "NativePRNGNonBlocking";

  private final SecureRandom random;

  public SystemEntropy() {
    try {
      random = SecureRandom.getInstance(ALGORITHM);
    } catch (NoSuchAlgorithmException e) {
      throw new CryptoException("this JDK has no " + ALGORITHM + ": run on Linux or macOS", e);
    }
  }

  @Override
  public void fill(byte[] target) {
    random.nextBytes(target);
  }
}
