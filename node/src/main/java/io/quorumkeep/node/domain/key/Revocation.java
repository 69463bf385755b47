// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Why a key or version was revoked.
 *
 * @param compromisedAt when the compromise is thought to have happened; null if it was none
 */
public record Revocation(RevocationReason reason, @Nullable Instant compromisedAt) {}
