// SPDX-License-Identifier: Apache-2.0
/**
 * The life of a key: which states it passes through, and what may happen to it in each.
 *
 * <p>Read {@link io.quorumkeep.node.domain.key.KeyEvent} first, then {@link
 * io.quorumkeep.node.domain.key.KeyDecider}, which turns a command into events, {@link
 * io.quorumkeep.node.domain.key.KeyEvolution}, which turns events into a key, and {@link
 * io.quorumkeep.node.domain.key.ReleaseRules}, which judges every use. States and transitions
 * follow NIST SP 800-57 Part 1 Rev. 5, section 7.
 */
@NullMarked
package io.quorumkeep.node.domain.key;

import org.jspecify.annotations.NullMarked;
