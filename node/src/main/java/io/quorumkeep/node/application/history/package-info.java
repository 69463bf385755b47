// SPDX-License-Identifier: Apache-2.0
/**
 * Questions about the past: what a key was, who could use it, who received it, and what a change of
 * the grants would have meant.
 *
 * <p>{@link io.quorumkeep.node.application.history.HistoryQueries} puts each through the barrier
 * and answers from one view of the store. Whatever walks over the audit trail does so in pages of
 * bounded work, and keeps nothing between them: the caller adds them up.
 */
@NullMarked
package io.quorumkeep.node.application.history;

import org.jspecify.annotations.NullMarked;
