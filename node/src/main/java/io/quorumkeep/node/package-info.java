// SPDX-License-Identifier: Apache-2.0
/**
 * The server's entry point and its composition root: what builds, starts and stops everything, in
 * order. Nothing depends on this package.
 */
@NullMarked
package io.quorumkeep.node;

import org.jspecify.annotations.NullMarked;
