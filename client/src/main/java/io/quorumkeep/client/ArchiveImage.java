// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;

/**
 * What the cluster knows of an encrypted image of a version.
 *
 * @param name the full name of the version
 * @param imageDigest SHA-256 of the image, in lower-case hexadecimal
 * @param commitment SHA-256 of what the image holds, in lower-case hexadecimal
 * @param archiveTime when it was made
 * @param sizeBytes of the image
 */
public record ArchiveImage(
    String name, String imageDigest, String commitment, Instant archiveTime, int sizeBytes) {}
