// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.crypto.ImagePayload;
import io.quorumkeep.node.crypto.MalformedImageException;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.domain.Digest;

/**
 * What an operator decrypted from an image and gives back, for as long as one request takes. For
 * the edge, which must not see what is in it.
 */
public final class RecoveryPayload implements AutoCloseable {
  /** The longest payload, in bytes. */
  public static final int MAX_BYTES = ImagePayload.MAX_BYTES;

  private final ImagePayload payload;
  private final Digest commitment;

  private RecoveryPayload(ImagePayload payload, Digest commitment) {
    this.payload = payload;
    this.commitment = commitment;
  }

  /**
   * Takes ownership of {@code bytes}, and wipes them.
   *
   * @throws IllegalArgumentException if they are no payload of an image
   */
  public static RecoveryPayload take(byte[] bytes) {
    try (SecretBytes secret = SecretBytes.takeOwnership(bytes)) {
      return new RecoveryPayload(
          ImagePayload.decode(secret), new Digest(ImagePayload.commitment(secret)));
    } catch (MalformedImageException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** SHA-256 of the payload; tells nothing of the material. */
  public Digest commitment() {
    return commitment;
  }

  ImagePayload payload() {
    return payload;
  }

  @Override
  public void close() {
    payload.close();
  }

  @Override
  public String toString() {
    return "RecoveryPayload(" + commitment + ", redacted)";
  }
}
