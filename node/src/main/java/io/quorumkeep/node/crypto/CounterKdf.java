// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key derivation function of NIST SP 800-108 Rev. 1, section 4.1: counter mode, HMAC-SHA256, a
 * 32-bit counter before the fixed input.
 *
 * <p>One MAC per thread, by SunJCE. After each use it is initialised with a blank key, because an
 * HMAC keeps its key XOR a constant for as long as it is keyed.
 */
final class CounterKdf {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PROVIDER = "SunJCE";
  private static final int BLOCK_BYTES = 32;
  private static final SecretKeySpec BLANK = new SecretKeySpec(new byte[BLOCK_BYTES], ALGORITHM);
  private static final ThreadLocal<Mac> MAC = ThreadLocal.withInitial(CounterKdf::newMac);

  private CounterKdf() {}

  /**
   * Derives {@code count} bytes from {@code key} for a purpose and a context. The caller wipes the
   * key and the result.
   */
  static byte[] derive(byte[] key, byte[] label, byte[] context, int count) {
    byte[] fixedInput =
        ByteBuffer.allocate(label.length + 1 + context.length + Integer.BYTES)
            .put(label)
            .put((byte) 0)
            .put(context)
            .putInt(Math.multiplyExact(count, Byte.SIZE))
            .array();
    return expand(key, fixedInput, count);
  }

  /** The function over a fixed input that is already put together. */
  static byte[] expand(byte[] key, byte[] fixedInput, int count) {
    TransientKey hmac = new TransientKey(ALGORITHM, key);
    Mac mac = MAC.get();
    byte[] result = new byte[count];
    byte[] block = new byte[BLOCK_BYTES];
    try {
      mac.init(hmac);
      int counter = 1;
      for (int at = 0; at < count; at += BLOCK_BYTES) {
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
        mac.update(fixedInput);
        mac.doFinal(block, 0);
        System.arraycopy(block, 0, result, at, Math.min(BLOCK_BYTES, count - at));
        counter++;
      }
      mac.init(BLANK);
      return result;
    } catch (GeneralSecurityException e) {
      throw new CryptoException("HMAC-SHA256 cannot derive a key", e);
    } finally {
      Arrays.fill(block, (byte) 0);
      hmac.destroy();
    }
  }

  private static Mac newMac() {
    try {
      return Mac.getInstance(ALGORITHM, PROVIDER);
    } catch (GeneralSecurityException e) {
      throw new CryptoException("this JDK has no HMAC-SHA256 by " + PROVIDER, e);
    }
  }
}
