// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.PassphraseKdf;
import io.quorumkeep.node.crypto.SecretBytes;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id, version 0x13, by Bouncy Castle. */
public final class Argon2Kdf implements PassphraseKdf {
  private static final int KEY_BYTES = 32;

  @Override
  public SecretBytes derive(byte[] passphrase, byte[] salt, Argon2Cost cost) {
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(cost.memoryKib())
            .withIterations(cost.iterations())
            .withParallelism(cost.lanes())
            .withSalt(salt)
            .build();
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(parameters);
    byte[] key = new byte[KEY_BYTES];
    generator.generateBytes(passphrase, key);
    return SecretBytes.takeOwnership(key);
  }
}
