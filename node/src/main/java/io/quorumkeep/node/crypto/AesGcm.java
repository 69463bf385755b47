// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a 96-bit nonce and a 128-bit tag, by SunJCE.
 *
 * <p>One cipher per thread, initialised for each operation: creating one costs several times as
 * much as using it. The caller owns the key array and wipes it; a nonce must never be used twice
 * with one key to seal.
 */
public final class AesGcm {
  /** The length of a key, in bytes. */
  public static final int KEY_BYTES = 32;

  /** The length of a nonce, in bytes. */
  public static final int NONCE_BYTES = 12;

  /** The length of the tag that follows the ciphertext, in bytes. */
  public static final int TAG_BYTES = 16;

  private static final String PROVIDER = "SunJCE";
  private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(AesGcm::newCipher);

  private AesGcm() {}

  /** Returns ciphertext ‖ tag. */
  public static byte[] seal(byte[] key, byte[] nonce, byte[] associatedData, byte[] plaintext) {
    TransientKey aes = new TransientKey("AES", key);
    try {
      Cipher cipher = CIPHER.get();
      cipher.init(Cipher.ENCRYPT_MODE, aes, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(plaintext);
    } catch (GeneralSecurityException e) {
      throw new CryptoException("AES-256-GCM cannot seal", e);
    } finally {
      aes.destroy();
    }
  }

  /**
   * Opens ciphertext ‖ tag, which are the bytes of {@code sealed} from {@code offset} to its end.
   *
   * @throws UnwrapException if the tag is not theirs
   */
  public static byte[] open(
      byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed, int offset) {
    int length = sealed.length - offset;
    if (length < TAG_BYTES) {
      throw new UnwrapException();
    }
    TransientKey aes = new TransientKey("AES", key);
    try {
      Cipher cipher = CIPHER.get();
      cipher.init(Cipher.DECRYPT_MODE, aes, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
      cipher.updateAAD(associatedData);
      return cipher.doFinal(sealed, offset, length);
    } catch (AEADBadTagException e) {
      throw new UnwrapException();
    } catch (GeneralSecurityException e) {
      throw new CryptoException("AES-256-GCM cannot open", e);
    } finally {
      aes.destroy();
    }
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding", PROVIDER);
    } catch (GeneralSecurityException e) {
      throw new CryptoException("this JDK has no AES-GCM by " + PROVIDER, e);
    }
  }
}
