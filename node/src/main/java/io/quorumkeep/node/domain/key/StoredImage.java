// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import java.time.Instant;

/** An image as the archive keeps it, with the version it is of. */
public record StoredImage(KeyName name, int version, KeyImage image, Instant archivedAt) {}
