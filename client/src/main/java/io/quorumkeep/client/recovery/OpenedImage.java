// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * What an image holds: the material of a version, in the clear, until this is closed. Shows which
 * version it is, and never the material; the payload as a whole goes back to a cluster.
 */
public final class OpenedImage implements AutoCloseable {
  private static final int MAGIC = 0x514b4149; // "QKAI"
  private static final byte FORMAT = 1;
  private static final int SALT_BYTES = 32;
  private static final int MAX_TEXT_BYTES = 255;

  private final byte[] payload;
  private final String clusterId;
  private final String name;
  private final String algorithm;
  private final int materialBytes;
  private boolean closed;

  private OpenedImage(
      byte[] payload, String clusterId, String name, String algorithm, int materialBytes) {
    this.payload = payload;
    this.clusterId = clusterId;
    this.name = name;
    this.algorithm = algorithm;
    this.materialBytes = materialBytes;
  }

  /** Takes ownership of {@code payload}. */
  static OpenedImage of(byte[] payload) {
    ByteBuffer in = ByteBuffer.wrap(payload);
    try {
      if (in.getInt() != MAGIC || in.get() != FORMAT) {
        throw new RecoveryException("the image holds something else, or is of a later format");
      }
      String cluster = text(in);
      String namespace = text(in);
      String key = text(in);
      int version = in.getInt();
      String algorithm = text(in);
      in.getInt(); // the usage mask
      if (in.getInt() != SALT_BYTES) {
        throw new RecoveryException("the image holds a payload without its salt");
      }
      in.position(in.position() + SALT_BYTES);
      int material = in.getInt();
      if (material < 1 || material != in.remaining()) {
        throw new RecoveryException("the image holds a payload without material");
      }
      String name = "namespaces/" + namespace + "/keys/" + key + "/versions/" + version;
      return new OpenedImage(payload, cluster, name, algorithm, material);
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      Arrays.fill(payload, (byte) 0);
      throw new RecoveryException("the image holds a payload that ends too early", e);
    } catch (RecoveryException e) {
      Arrays.fill(payload, (byte) 0);
      throw e;
    }
  }

  /** The cluster whose version it is. */
  public String clusterId() {
    return clusterId;
  }

  /** The full name of the version. */
  public String name() {
    return name;
  }

  /** The algorithm of its key, as {@code AES_256}. */
  public String algorithm() {
    return algorithm;
  }

  /** The length of its material, in bytes. */
  public int materialBytes() {
    return materialBytes;
  }

  /** SHA-256 of the payload in lower-case hexadecimal: the cluster has it on record. */
  public String commitment() {
    return HexFormat.of().formatHex(sha256(open()));
  }

  /**
   * Lends the payload to {@code borrower}, which must not keep it.
   *
   * @throws IllegalStateException if this was closed
   */
  public <R> R mapPayload(Function<byte[], R> borrower) {
    return borrower.apply(open());
  }

  /** Zeroizes. */
  @Override
  public void close() {
    closed = true;
    Arrays.fill(payload, (byte) 0);
  }

  @Override
  public String toString() {
    return "OpenedImage(" + name + ", redacted)";
  }

  /** SHA-256 of public bytes, such as an image, in lower-case hexadecimal. */
  public static String digestOf(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  private byte[] open() {
    if (closed) {
      throw new IllegalStateException("the payload was zeroized");
    }
    return payload;
  }

  private static String text(ByteBuffer in) {
    int length = in.getInt();
    if (length < 1 || length > MAX_TEXT_BYTES) {
      throw new RecoveryException("the image holds a payload without names");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
