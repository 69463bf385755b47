// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.AesGcm;
import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.OffHeapSecret;
import io.quorumkeep.node.crypto.PassphraseKdf;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.UnwrapException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The seal for development: the root key is Argon2id of a passphrase in a file.
 *
 * <p>It protects a stolen disk without the passphrase and nothing more: whoever can read both has
 * the root. What is sealed starts with a header that holds the costs and the salt, so they can be
 * raised later; the header is authenticated. The root key is derived when it is first needed, kept
 * off the heap, and never stored. {@code docs/formats.md} has the bytes.
 */
public final class PassphraseSeal implements Seal {
  private static final int MAGIC = 0x514b5053; // "QKPS"
  private static final byte FORMAT = 1;
  private static final int SALT_BYTES = 16;
  private static final int HEADER_BYTES = 3 * Integer.BYTES + 2 + SALT_BYTES;
  private static final int CIPHERTEXT_AT = HEADER_BYTES + AesGcm.NONCE_BYTES;
  private static final String DOES_NOT_OPEN =
      "the sealed bytes do not open: another passphrase, or they were changed or moved";

  private final OffHeapSecret passphrase;
  private final PassphraseKdf kdf;
  private final Entropy entropy;
  private final Argon2Cost cost;
  private @Nullable Root root;

  private PassphraseSeal(
      OffHeapSecret passphrase, PassphraseKdf kdf, Entropy entropy, Argon2Cost cost) {
    this.passphrase = passphrase;
    this.kdf = kdf;
    this.entropy = entropy;
    this.cost = cost;
  }

  /**
   * Reads the passphrase; does not derive anything yet.
   *
   * @param cost for what is sealed from now on; what is sealed already carries its own
   * @throws UnsealException if the file is missing, unfit or open to others
   */
  public static PassphraseSeal open(
      Path passphraseFile, PassphraseKdf kdf, Entropy entropy, Argon2Cost cost) {
    return new PassphraseSeal(
        OffHeapSecret.take(PassphraseFile.read(passphraseFile)), kdf, entropy, cost);
  }

  @Override
  public synchronized byte[] seal(SecretBytes plaintext, byte[] associatedData) {
    Root key = root;
    if (key == null || !key.cost().equals(cost)) {
      key = derive(header(cost, entropy.bytes(SALT_BYTES)), cost);
    }
    byte[] header = key.header();
    byte[] nonce = entropy.bytes(AesGcm.NONCE_BYTES);
    byte[] bound = concat(header, associatedData);
    byte[] ciphertext =
        key.secret()
            .lend(bytes -> plaintext.lend(clear -> AesGcm.seal(bytes, nonce, bound, clear)));
    return concat(concat(header, nonce), ciphertext);
  }

  @Override
  public synchronized SecretBytes unseal(byte[] sealed, byte[] associatedData) {
    Argon2Cost sealedCost = costOf(sealed);
    byte[] header = Arrays.copyOf(sealed, HEADER_BYTES);
    byte[] nonce = Arrays.copyOfRange(sealed, HEADER_BYTES, CIPHERTEXT_AT);
    byte[] bound = concat(header, associatedData);
    Root key = root;
    if (key == null || !Arrays.equals(key.header(), header)) {
      key = derive(header, sealedCost);
    }
    try {
      return key.secret()
          .lend(
              bytes ->
                  SecretBytes.takeOwnership(
                      AesGcm.open(bytes, nonce, bound, sealed, CIPHERTEXT_AT)));
    } catch (UnwrapException e) {
      throw new UnsealException(DOES_NOT_OPEN, e);
    }
  }

  @Override
  public synchronized void close() {
    passphrase.close();
    if (root != null) {
      root.secret().close();
      root = null;
    }
  }

  @Override
  public String toString() {
    return "PassphraseSeal(redacted)";
  }

  /** Derives the root of a header and keeps it in place of the one before. */
  private Root derive(byte[] header, Argon2Cost headerCost) {
    byte[] salt = Arrays.copyOfRange(header, HEADER_BYTES - SALT_BYTES, HEADER_BYTES);
    SecretBytes derived = passphrase.lend(phrase -> kdf.derive(phrase, salt, headerCost));
    if (root != null) {
      root.secret().close();
    }
    Root fresh = new Root(header, headerCost, OffHeapSecret.take(derived));
    root = fresh;
    return fresh;
  }

  private static byte[] header(Argon2Cost cost, byte[] salt) {
    return ByteBuffer.allocate(HEADER_BYTES)
        .putInt(MAGIC)
        .put(FORMAT)
        .putInt(cost.memoryKib())
        .putInt(cost.iterations())
        .put((byte) cost.lanes())
        .put(salt)
        .array();
  }

  private static Argon2Cost costOf(byte[] sealed) {
    if (sealed.length < CIPHERTEXT_AT + AesGcm.TAG_BYTES) {
      throw new UnsealException("the sealed bytes are too short");
    }
    ByteBuffer header = ByteBuffer.wrap(sealed);
    if (header.getInt() != MAGIC || header.get() != FORMAT) {
      throw new UnsealException("the bytes were not sealed with a passphrase");
    }
    try {
      return new Argon2Cost(header.getInt(), header.getInt(), header.get());
    } catch (IllegalArgumentException e) {
      throw new UnsealException(DOES_NOT_OPEN, e);
    }
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** A root key and the header it was derived for. */
  private static final class Root {
    private final byte[] header;
    private final Argon2Cost cost;
    private final OffHeapSecret secret;

    Root(byte[] header, Argon2Cost cost, OffHeapSecret secret) {
      this.header = header;
      this.cost = cost;
      this.secret = secret;
    }

    byte[] header() {
      return header;
    }

    Argon2Cost cost() {
      return cost;
    }

    OffHeapSecret secret() {
      return secret;
    }
  }
}
