// SPDX-License-Identifier: Apache-2.0
/**
 * Stories that an operator would tell, on clusters of real processes: a leader killed under load, a
 * follower left behind, a broker gone, a revocation racing with retrievals.
 */
@NullMarked
package io.quorumkeep.it.scenario;

import org.jspecify.annotations.NullMarked;
