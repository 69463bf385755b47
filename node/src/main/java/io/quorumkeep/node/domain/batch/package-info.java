// SPDX-License-Identifier: Apache-2.0
/**
 * What travels through the log: commands with their origin and request id, and what became of them.
 */
@NullMarked
package io.quorumkeep.node.domain.batch;

import org.jspecify.annotations.NullMarked;
