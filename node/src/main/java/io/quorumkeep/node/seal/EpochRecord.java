// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import java.nio.ByteBuffer;

/**
 * Epoch secrets as the bytes that are sealed: always the same length, so that the file does not
 * tell how many there are.
 */
final class EpochRecord {
  private static final int ENTRY_BYTES = Integer.BYTES + EpochSecrets.SECRET_BYTES;
  private static final int BYTES = Integer.BYTES + EpochSecrets.MAX_EPOCHS * ENTRY_BYTES;

  private EpochRecord() {}

  /** Encodes all secrets but that of epoch {@code without}; the caller zeroizes the result. */
  static byte[] encode(EpochSecrets secrets, int without) {
    byte[] record = new byte[BYTES];
    ByteBuffer buffer = ByteBuffer.wrap(record).position(Integer.BYTES);
    int count = 0;
    for (int epoch : secrets.epochs()) {
      if (epoch != without) {
        buffer.putInt(epoch);
        secrets.lend(epoch, buffer::put);
        count++;
      }
    }
    buffer.putInt(0, count);
    return record;
  }

  /** Adds the secrets in {@code record} to {@code into}; false if it is not such a record. */
  static boolean decode(byte[] record, EpochSecrets into) {
    ByteBuffer buffer = ByteBuffer.wrap(record);
    if (record.length != BYTES) {
      return false;
    }
    int count = buffer.getInt();
    if (count < 0 || count > EpochSecrets.MAX_EPOCHS) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      int epoch = buffer.getInt();
      byte[] secret = new byte[EpochSecrets.SECRET_BYTES];
      buffer.get(secret);
      into.add(epoch, SecretBytes.takeOwnership(secret));
    }
    return true;
  }
}
