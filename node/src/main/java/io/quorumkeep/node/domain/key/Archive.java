// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Digest;
import java.time.Instant;

/**
 * What a version knows of its image in the archive. The image itself is stored apart.
 *
 * @param commitment SHA-256 of what is in the image: only that is accepted as the version's
 *     material should it be recovered
 * @param image SHA-256 of the image
 */
public record Archive(Digest commitment, Digest image, Instant archivedAt) {}
