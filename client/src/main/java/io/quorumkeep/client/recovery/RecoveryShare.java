// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * One share of a recovery key, with the key itself under the secret that is shared: any {@code
 * threshold} shares of one set are all that it takes.
 *
 * <pre>
 *   u32 0x514b5253 ("QKRS"), u8 format, now 1
 *   16  set id, random, the same in all shares of a key
 *   u8 threshold, u8 shares, u8 index, from 1
 *   32  value of the share
 *   u32 length, sealed key (see SharedKey)
 *    8  first bytes of the SHA-256 of all that is before
 * </pre>
 */
final class RecoveryShare {
  static final String PEM_TYPE = "QUORUMKEEP RECOVERY SHARE";
  static final int VALUE_BYTES = 32;
  static final int SET_ID_BYTES = 16;

  private static final int MAGIC = 0x514b5253; // "QKRS"
  private static final byte FORMAT = 1;
  private static final int CHECK_BYTES = 8;
  private static final int MAX_SEALED_KEY_BYTES = 16 << 10;

  private final byte[] setId;
  private final int threshold;
  private final int shares;
  private final int index;
  private final byte[] value;
  private final byte[] sealedKey;

  RecoveryShare(
      byte[] setId, int threshold, int shares, int index, byte[] value, byte[] sealedKey) {
    this.setId = setId;
    this.threshold = threshold;
    this.shares = shares;
    this.index = index;
    this.value = value;
    this.sealedKey = sealedKey;
  }

  static RecoveryShare read(Path file) {
    PemObject pem = PemText.read(file);
    if (!pem.getType().equals(PEM_TYPE)) {
      throw new RecoveryException("the file " + file + " holds no recovery share");
    }
    byte[] bytes = pem.getContent();
    try {
      return decode(bytes);
    } catch (RecoveryException e) {
      throw new RecoveryException("the share " + file + " " + e.getMessage(), e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  static RecoveryShare decode(byte[] bytes) {
    int end = bytes.length - CHECK_BYTES;
    if (end < 0
        || !Arrays.equals(check(bytes, end), Arrays.copyOfRange(bytes, end, bytes.length))) {
      throw new RecoveryException("is damaged");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 0, end);
    try {
      if (in.getInt() != MAGIC || in.get() != FORMAT) {
        throw new RecoveryException("is of a later format");
      }
      byte[] setId = bytes(in, SET_ID_BYTES);
      int threshold = Byte.toUnsignedInt(in.get());
      int shares = Byte.toUnsignedInt(in.get());
      int index = Byte.toUnsignedInt(in.get());
      byte[] value = bytes(in, VALUE_BYTES);
      int length = in.getInt();
      if (threshold < 2 || index < 1 || index > shares || threshold > shares) {
        throw new RecoveryException("contradicts itself");
      }
      if (length < 0 || length > MAX_SEALED_KEY_BYTES || length != in.remaining()) {
        throw new RecoveryException("has an impossible length");
      }
      return new RecoveryShare(setId, threshold, shares, index, value, bytes(in, length));
    } catch (BufferUnderflowException e) {
      throw new RecoveryException("ends too early", e);
    }
  }

  byte[] encode() {
    int end = Integer.BYTES + 1 + SET_ID_BYTES + 3 + VALUE_BYTES + Integer.BYTES + sealedKey.length;
    ByteBuffer out =
        ByteBuffer.allocate(end + CHECK_BYTES)
            .putInt(MAGIC)
            .put(FORMAT)
            .put(setId)
            .put((byte) threshold)
            .put((byte) shares)
            .put((byte) index)
            .put(value)
            .putInt(sealedKey.length)
            .put(sealedKey);
    return out.put(check(out.array(), end)).array();
  }

  /** The share as a file, with a line for whoever finds it. */
  String pem(String subject) {
    byte[] bytes = encode();
    String text = PemText.of(new PemObject(PEM_TYPE, bytes));
    Arrays.fill(bytes, (byte) 0);
    return "Share "
        + index
        + " of "
        + shares
        + " of the Quorumkeep recovery key "
        + subject
        + "; any "
        + threshold
        + " open it.\n"
        + text;
  }

  boolean isOfOneSetWith(RecoveryShare other) {
    return Arrays.equals(setId, other.setId)
        && threshold == other.threshold
        && shares == other.shares
        && Arrays.equals(sealedKey, other.sealedKey);
  }

  byte[] setId() {
    return setId;
  }

  int threshold() {
    return threshold;
  }

  int shares() {
    return shares;
  }

  int index() {
    return index;
  }

  byte[] value() {
    return value;
  }

  byte[] sealedKey() {
    return sealedKey;
  }

  void wipe() {
    Arrays.fill(value, (byte) 0);
  }

  @Override
  public String toString() {
    return "RecoveryShare(" + index + " of " + shares + ", redacted)";
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static byte[] check(byte[] bytes, int end) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes, 0, end);
      return Arrays.copyOf(digest.digest(), CHECK_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
