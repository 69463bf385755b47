// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures how many blobs one thread opens and makes in a second: run its {@code main} on a quiet
 * machine. The figure to stay far above is the rate of released keys.
 */
final class UnwrapThroughput {
  private static final Logger LOGGER = LoggerFactory.getLogger(UnwrapThroughput.class);
  private static final int ROUNDS = 5;
  private static final int OPERATIONS = 400_000;

  private UnwrapThroughput() {}

  public static void main(String[] arguments) {
    SystemEntropy entropy = new SystemEntropy();
    MaterialContext context =
        new MaterialContext(
            "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b", "payments", "cards", 3, "AES_256", 5);
    try (EpochSecrets secrets = new EpochSecrets()) {
      secrets.add(1, SecretBytes.takeOwnership(entropy.bytes(EpochSecrets.SECRET_BYTES)));
      MaterialWrapper wrapper = new MaterialWrapper(secrets, entropy);
      try (SecretBytes material = wrapper.generate(32)) {
        byte[] blob = wrapper.wrap(context, 1, material);
        for (int round = 1; round <= ROUNDS; round++) {
          long unwraps = perSecond(() -> wrapper.unwrap(context, 1, blob).close());
          long wraps = perSecond(() -> wrapper.wrap(context, 1, material));
          LOGGER.info("round {}: {} unwraps/s, {} wraps/s", round, unwraps, wraps);
        }
      }
    }
  }

  private static long perSecond(Runnable operation) {
    long start = System.nanoTime();
    for (int i = 0; i < OPERATIONS; i++) {
      operation.run();
    }
    return OPERATIONS * 1_000_000_000L / (System.nanoTime() - start);
  }
}
