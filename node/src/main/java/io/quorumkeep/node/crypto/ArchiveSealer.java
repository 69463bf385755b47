// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.util.List;

/**
 * Seals payloads of images to recovery recipients: a port. The private keys of recipients are kept
 * outside the cluster, so a node can make images and look at their envelopes, and open none.
 *
 * <p>Safe from any thread.
 */
public interface ArchiveSealer {
  /** Whether there is a recipient to seal to. */
  boolean isConfigured();

  /**
   * Makes an image that each of the recipients can open alone. The payload stays open and the
   * caller's.
   *
   * @return CMS AuthEnvelopedData (RFC 5083), DER; two images of one payload differ
   * @throws IllegalStateException if there is no recipient
   * @throws CryptoException if a primitive fails
   */
  byte[] seal(SecretBytes payload);

  /**
   * To whom an image is sealed, and to whom it would be sealed now: those of the image first, then
   * the configured ones that it leaves out.
   *
   * @throws MalformedImageException if it is no image
   */
  List<Recipient> recipients(byte[] image);

  /**
   * One recipient, by what an image names it by.
   *
   * @param issuer of its certificate, as RFC 4514 writes names
   * @param serialNumber of its certificate, in lower-case hexadecimal
   * @param inImage whether the image is sealed to it
   * @param configured whether new images are
   */
  record Recipient(String issuer, String serialNumber, boolean inImage, boolean configured) {}
}
