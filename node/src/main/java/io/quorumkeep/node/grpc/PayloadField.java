// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.application.RecoveryPayload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The field of a request that holds material in the clear. It is wiped in the message, which nobody
 * reads again; copies that the transport made on the way are the collector's.
 */
final class PayloadField {
  private static final String FIELD = "payload";

  private PayloadField() {}

  /** Copies the field, and wipes it. */
  static byte[] take(ByteString field) {
    byte[] bytes = field.toByteArray();
    try {
      UnsafeByteOperations.unsafeWriteTo(field, new Wiper());
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot be wiped", e);
    }
    return bytes;
  }

  /** Reads a payload; {@code bytes} are wiped with it. */
  static RecoveryPayload parse(byte[] bytes) {
    if (bytes.length == 0) {
      throw Parse.unset(FIELD);
    }
    try {
      return RecoveryPayload.take(bytes);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, FIELD, e);
    }
  }

  /** In case nobody came to parse them. */
  static void wipe(byte[] bytes) {
    Arrays.fill(bytes, (byte) 0);
  }

  /** Is lent the arrays of a message that nothing else holds, and leaves zeros. */
  private static final class Wiper extends ByteOutput {
    @Override
    public void write(byte value) {}

    @Override
    public void write(byte[] value, int offset, int length) {
      Arrays.fill(value, offset, offset + length, (byte) 0);
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      write(value, offset, length);
    }

    @Override
    public void write(ByteBuffer value) {
      if (value.hasArray()) {
        write(value.array(), value.arrayOffset() + value.position(), value.remaining());
      }
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      write(value);
    }
  }
}
