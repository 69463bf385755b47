// SPDX-License-Identifier: Apache-2.0
/**
 * The past, made again from events: a key, the grants, and what the rules would have said.
 *
 * <p>The folds and rules are those that judged at the time; nothing is decided anew here.
 */
@NullMarked
package io.quorumkeep.node.domain.history;

import org.jspecify.annotations.NullMarked;
