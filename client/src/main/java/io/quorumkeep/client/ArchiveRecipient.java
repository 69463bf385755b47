// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * A recovery recipient, named by its certificate.
 *
 * @param issuer as RFC 4514 writes names
 * @param serialNumber in lower-case hexadecimal
 * @param inImage whether the image is sealed to it
 * @param configured whether the node asked would seal a new image to it
 */
public record ArchiveRecipient(
    String issuer, String serialNumber, boolean inImage, boolean configured) {}
