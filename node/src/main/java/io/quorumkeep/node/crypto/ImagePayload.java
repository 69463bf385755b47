// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What an image of the archive holds once it is opened: the material of one version, and the name
 * of that version, so that it cannot be recovered as another one.
 *
 * <pre>
 *   u32 0x514b4149 ("QKAI"), u8 format, now 1
 *   u32 length, cluster id      u32 length, namespace      u32 length, key      (UTF-8)
 *   u32 version
 *   u32 length, algorithm (UTF-8)
 *   u32 usage mask
 *   u32 32, salt
 *   u32 length, material
 * </pre>
 *
 * <p>Integers are big-endian. Every field has its length, so that no two payloads share an
 * encoding. The {@link #commitment} to a payload is its SHA-256: it names the material without
 * telling anything of it, since 32 of the bytes are random and known to nobody without the image.
 */
public final class ImagePayload implements AutoCloseable {
  /** The length of a commitment, in bytes. */
  public static final int COMMITMENT_BYTES = 32;

  /** The longest payload, in bytes: the largest material, and room for the longest names. */
  public static final int MAX_BYTES = MaterialWrapper.MAX_MATERIAL_BYTES + 1024;

  private static final int MAGIC = 0x514b4149; // "QKAI"
  private static final byte FORMAT = 1;
  private static final int SALT_BYTES = 32;
  private static final int MAX_TEXT_BYTES = 255;

  private final MaterialContext context;
  private final SecretBytes material;

  private ImagePayload(MaterialContext context, SecretBytes material) {
    this.context = context;
    this.material = material;
  }

  /** Encodes {@code material}, which stays open and the caller's, with a salt of its own. */
  public static SecretBytes encode(MaterialContext context, Entropy entropy, SecretBytes material) {
    byte[] cluster = text(context.clusterId());
    byte[] namespace = text(context.namespace());
    byte[] key = text(context.key());
    byte[] algorithm = text(context.algorithm());
    int texts = cluster.length + namespace.length + key.length + algorithm.length;
    ByteBuffer out =
        ByteBuffer.allocate(9 * Integer.BYTES + 1 + texts + SALT_BYTES + material.length());
    byte[] salt = entropy.bytes(SALT_BYTES);
    out.putInt(MAGIC).put(FORMAT);
    out.putInt(cluster.length).put(cluster);
    out.putInt(namespace.length).put(namespace);
    out.putInt(key.length).put(key);
    out.putInt(context.version());
    out.putInt(algorithm.length).put(algorithm);
    out.putInt(context.usages());
    out.putInt(salt.length).put(salt);
    material.lend(bytes -> out.putInt(bytes.length).put(bytes));
    Arrays.fill(salt, (byte) 0);
    return SecretBytes.takeOwnership(out.array());
  }

  /**
   * Reads a payload, which stays open and the caller's.
   *
   * @throws MalformedImageException if it is none
   */
  public static ImagePayload decode(SecretBytes payload) {
    if (payload.length() > MAX_BYTES) {
      throw new MalformedImageException("longer than the payload of any image");
    }
    return payload.lend(ImagePayload::read);
  }

  private static ImagePayload read(byte[] bytes) {
    Reader in = new Reader(ByteBuffer.wrap(bytes));
    if (in.number() != MAGIC || in.octet() != FORMAT) {
      throw new MalformedImageException("not the payload of an image, or of a later format");
    }
    String cluster = in.text();
    String namespace = in.text();
    String key = in.text();
    int version = in.number();
    String algorithm = in.text();
    int usages = in.number();
    in.skipSalt();
    MaterialContext context;
    try {
      context = new MaterialContext(cluster, namespace, key, version, algorithm, usages);
    } catch (IllegalArgumentException e) {
      throw new MalformedImageException("the payload names no version of a key", e);
    }
    return new ImagePayload(context, in.material());
  }

  /** The commitment to a payload: its SHA-256, 32 bytes. */
  public static byte[] commitment(SecretBytes payload) {
    return payload.lend(ImagePayload::sha256);
  }

  /** The SHA-256 of public bytes, such as an image: 32 bytes. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new CryptoException("this JDK has no SHA-256", e);
    }
  }

  /** Which version the material is of. */
  public MaterialContext context() {
    return context;
  }

  /** The material; zeroized when this is closed. */
  public SecretBytes material() {
    return material;
  }

  @Override
  public void close() {
    material.close();
  }

  @Override
  public String toString() {
    return "ImagePayload(" + context + ", redacted)";
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_TEXT_BYTES) {
      throw new IllegalArgumentException("a name in an image has at most 255 bytes");
    }
    return bytes;
  }

  private static final class Reader {
    private final ByteBuffer in;

    Reader(ByteBuffer in) {
      this.in = in;
    }

    byte octet() {
      need(1);
      return in.get();
    }

    int number() {
      need(Integer.BYTES);
      return in.getInt();
    }

    String text() {
      byte[] bytes = bytes(MAX_TEXT_BYTES);
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        throw new MalformedImageException("a name in the payload is not UTF-8", e);
      }
    }

    void skipSalt() {
      int length = number();
      if (length != SALT_BYTES) {
        throw new MalformedImageException("the payload has no salt of 32 bytes");
      }
      need(SALT_BYTES);
      in.position(in.position() + SALT_BYTES);
    }

    SecretBytes material() {
      byte[] bytes = bytes(MaterialWrapper.MAX_MATERIAL_BYTES);
      SecretBytes secret = SecretBytes.takeOwnership(bytes);
      if (bytes.length == 0 || in.hasRemaining()) {
        secret.close();
        throw new MalformedImageException("the payload has no material, or does not end with it");
      }
      return secret;
    }

    private byte[] bytes(int most) {
      int length = number();
      if (length < 0 || length > most) {
        throw new MalformedImageException("a field of the payload has an impossible length");
      }
      need(length);
      byte[] bytes = new byte[length];
      in.get(bytes);
      return bytes;
    }

    private void need(int bytes) {
      if (in.remaining() < bytes) {
        throw new MalformedImageException("the payload ends too early");
      }
    }
  }
}
