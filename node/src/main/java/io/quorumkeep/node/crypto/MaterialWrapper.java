// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Wraps key material under an epoch secret and opens it again: the path of every key released.
 *
 * <p>A blob is
 *
 * <pre>
 *   offset  length
 *        0       1  format, now 1
 *        1      16  salt, random
 *       17      12  nonce, random
 *       29       n  ciphertext of n bytes of material
 *     29+n      16  tag
 * </pre>
 *
 * <p>The wrapping key belongs to this blob alone: {@code KDF(E, label, context ‖ salt)} by NIST SP
 * 800-108 in counter mode with HMAC-SHA256, where {@code E} is the epoch's secret. So a nonce
 * cannot meet itself under one key, and a blob moved to another row, cluster or epoch does not
 * open. The associated data of AES-256-GCM is the same encoding of format, cluster, namespace, key,
 * version, algorithm, usages and epoch. The epoch is not in the blob; it is stored beside it.
 *
 * <p>Safe from any thread. Derived keys are wiped after each operation; the expanded AES key of the
 * last one stays in the thread's cipher until the next, and opens one blob.
 */
public final class MaterialWrapper {
  /** The largest material that is wrapped, in bytes. */
  public static final int MAX_MATERIAL_BYTES = 16 * 1024;

  /** How much longer a blob is than its material, in bytes. */
  public static final int OVERHEAD_BYTES = 1 + 16 + AesGcm.NONCE_BYTES + AesGcm.TAG_BYTES;

  private static final byte FORMAT = 1;
  private static final int SALT_BYTES = 16;
  private static final int SALT_AT = 1;
  private static final int NONCE_AT = SALT_AT + SALT_BYTES;
  private static final int CIPHERTEXT_AT = NONCE_AT + AesGcm.NONCE_BYTES;
  private static final byte[] LABEL = "quorumkeep material".getBytes(StandardCharsets.UTF_8);

  private final EpochSecrets secrets;
  private final Entropy entropy;

  /** Wraps under {@code secrets}, which stay the caller's to close. */
  public MaterialWrapper(EpochSecrets secrets, Entropy entropy) {
    this.secrets = secrets;
    this.entropy = entropy;
  }

  /**
   * Wraps {@code material}, which stays open and the caller's.
   *
   * @throws IllegalArgumentException if there is no material or too much, or no such epoch
   */
  public byte[] wrap(MaterialContext context, int epoch, SecretBytes material) {
    if (material.length() < 1 || material.length() > MAX_MATERIAL_BYTES) {
      throw new IllegalArgumentException(
          "material of " + material.length() + " bytes is not within 1 to " + MAX_MATERIAL_BYTES);
    }
    byte[] associatedData = context.encode(FORMAT, epoch);
    byte[] random = entropy.bytes(SALT_BYTES + AesGcm.NONCE_BYTES);
    byte[] nonce = Arrays.copyOfRange(random, SALT_BYTES, random.length);
    byte[] key =
        secrets.lend(epoch, secret -> wrappingKey(secret, associatedData, random, /* saltAt= */ 0));
    try {
      byte[] sealed =
          material.lend(plaintext -> AesGcm.seal(key, nonce, associatedData, plaintext));
      byte[] blob = new byte[CIPHERTEXT_AT + sealed.length];
      blob[0] = FORMAT;
      System.arraycopy(random, 0, blob, SALT_AT, random.length);
      System.arraycopy(sealed, 0, blob, CIPHERTEXT_AT, sealed.length);
      return blob;
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /**
   * Opens a blob that was wrapped for {@code context} in {@code epoch}.
   *
   * @throws UnwrapException if it was not, if it was changed, or if the epoch's secret is gone
   */
  public SecretBytes unwrap(MaterialContext context, int epoch, byte[] blob) {
    int material = blob.length - OVERHEAD_BYTES;
    if (material < 1 || material > MAX_MATERIAL_BYTES || blob[0] != FORMAT) {
      throw new UnwrapException();
    }
    byte[] associatedData = context.encode(FORMAT, epoch);
    byte[] nonce = Arrays.copyOfRange(blob, NONCE_AT, CIPHERTEXT_AT);
    byte[] secret = new byte[EpochSecrets.SECRET_BYTES];
    byte[] key = {};
    try {
      if (!secrets.copyTo(epoch, secret)) {
        throw new UnwrapException();
      }
      key = wrappingKey(secret, associatedData, blob, SALT_AT);
      return SecretBytes.takeOwnership(
          AesGcm.open(key, nonce, associatedData, blob, CIPHERTEXT_AT));
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(key, (byte) 0);
    }
  }

  /** New random material. */
  public SecretBytes generate(int bytes) {
    return SecretBytes.takeOwnership(entropy.bytes(bytes));
  }

  private static byte[] wrappingKey(byte[] secret, byte[] encoding, byte[] salted, int saltAt) {
    byte[] context = Arrays.copyOf(encoding, encoding.length + SALT_BYTES);
    System.arraycopy(salted, saltAt, context, encoding.length, SALT_BYTES);
    return CounterKdf.derive(secret, LABEL, context, AesGcm.KEY_BYTES);
  }
}
