// SPDX-License-Identifier: Apache-2.0
/**
 * Recovery keys, and opening images of the archive with them, on the operator's own machine.
 *
 * <p>Start at {@link io.quorumkeep.client.recovery.RecoveryKey}, which comes from a file or from
 * shares, and {@link io.quorumkeep.client.recovery.OpenedImage}, which it opens. The only package
 * that uses Bouncy Castle, an optional dependency: whoever only retrieves keys does not need it.
 * Nothing here talks to a cluster.
 */
@NullMarked
package io.quorumkeep.client.recovery;

import org.jspecify.annotations.NullMarked;
