// SPDX-License-Identifier: Apache-2.0
/**
 * Which keys a caller looks for: a filter, read from its text and held against one key at a time.
 *
 * <p>{@link io.quorumkeep.node.domain.find.KeyFilter} is a subset of AIP-160 (docs/find.md). It
 * knows keys only; who walks over them, and how far, is not its business.
 */
@NullMarked
package io.quorumkeep.node.domain.find;

import org.jspecify.annotations.NullMarked;
