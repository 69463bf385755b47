// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/**
 * Hands bytes over between protobuf and Ratis's own copy of protobuf.
 *
 * <p>Both kinds are immutable, so their arrays are shared and not copied, unless a value is made of
 * several pieces.
 */
final class ByteStrings {
  private ByteStrings() {}

  static org.apache.ratis.thirdparty.com.google.protobuf.ByteString toRatis(ByteString bytes) {
    ByteBuffer piece = singlePiece(bytes);
    return org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations.unsafeWrap(
        piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
  }

  static ByteString fromRatis(org.apache.ratis.thirdparty.com.google.protobuf.ByteString bytes) {
    ByteBuffer piece = singlePiece(bytes);
    return UnsafeByteOperations.unsafeWrap(
        piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
  }

  private static ByteBuffer singlePiece(ByteString bytes) {
    OurPieces pieces = new OurPieces();
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes, pieces);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    ByteBuffer piece = pieces.single;
    return piece != null && piece.remaining() == bytes.size()
        ? piece
        : ByteBuffer.wrap(bytes.toByteArray());
  }

  private static ByteBuffer singlePiece(
      org.apache.ratis.thirdparty.com.google.protobuf.ByteString bytes) {
    TheirPieces pieces = new TheirPieces();
    try {
      org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations.unsafeWriteTo(
          bytes, pieces);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    ByteBuffer piece = pieces.single;
    return piece != null && piece.remaining() == bytes.size()
        ? piece
        : ByteBuffer.wrap(bytes.toByteArray());
  }

  /** Keeps the last piece that is an array; the caller compares its size with the whole. */
  private static final class OurPieces extends com.google.protobuf.ByteOutput {
    @org.jspecify.annotations.Nullable ByteBuffer single;

    @Override
    public void write(byte value) {
      single = null;
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      single = null;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      single = ByteBuffer.wrap(value, offset, length);
    }

    @Override
    public void write(ByteBuffer value) {
      single = null;
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      single = value.hasArray() ? value : null;
    }
  }

  private static final class TheirPieces
      extends org.apache.ratis.thirdparty.com.google.protobuf.ByteOutput {
    @org.jspecify.annotations.Nullable ByteBuffer single;

    @Override
    public void write(byte value) {
      single = null;
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      single = null;
    }

    @Override
    public void writeLazy(byte[] value, int offset, int length) {
      single = ByteBuffer.wrap(value, offset, length);
    }

    @Override
    public void write(ByteBuffer value) {
      single = null;
    }

    @Override
    public void writeLazy(ByteBuffer value) {
      single = value.hasArray() ? value : null;
    }
  }
}
