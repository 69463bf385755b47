// SPDX-License-Identifier: Apache-2.0
/**
 * Who may do what: grants, and how they are judged.
 *
 * <p>Without a grant nothing is allowed, and a deny wins over every allow. {@link
 * io.quorumkeep.node.domain.policy.Grants} is all of the policy at one log position.
 */
@NullMarked
package io.quorumkeep.node.domain.policy;

import org.jspecify.annotations.NullMarked;
