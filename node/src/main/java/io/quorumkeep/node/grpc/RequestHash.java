// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash by which a request that comes again is told from another one under the same id: the
 * first eight bytes of a SHA-256 over what was asked, field by field, texts with their length
 * before them.
 *
 * <p>It is compared between nodes and between versions of the server for as long as results of
 * requests are kept, so the fields of a method and their order must not change; the bytes of a
 * protobuf message would not do, since they differ between writers.
 *
 * <p>One for each thread; begun anew by {@link #of}.
 */
final class RequestHash {
  private static final ThreadLocal<RequestHash> OF_THREAD =
      ThreadLocal.withInitial(RequestHash::new);
  private static final int SHA_256_BYTES = 32;

  private final MessageDigest digest;
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
  private final byte[] result = new byte[SHA_256_BYTES];

  private RequestHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Begins the hash of a request of {@code method}. */
  static RequestHash of(String method) {
    RequestHash hash = OF_THREAD.get();
    hash.digest.reset();
    return hash.text(method);
  }

  @CanIgnoreReturnValue
  RequestHash text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
    return this;
  }

  @CanIgnoreReturnValue
  RequestHash number(long value) {
    number.putLong(0, value);
    digest.update(number.array());
    return this;
  }

  /** Ends it. */
  long finish() {
    try {
      digest.digest(result, 0, SHA_256_BYTES);
    } catch (DigestException e) {
      throw new IllegalStateException("SHA-256 has 32 bytes", e);
    }
    return ByteBuffer.wrap(result).getLong(0);
  }
}
