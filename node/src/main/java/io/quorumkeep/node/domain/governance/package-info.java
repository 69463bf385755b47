// SPDX-License-Identifier: Apache-2.0
/**
 * Rules for whole namespaces, and dual control: what needs the approval of others, and proposals
 * that gather it.
 *
 * <p>{@link io.quorumkeep.node.domain.governance.GovernanceDecider} decides about policies and
 * proposals, {@link io.quorumkeep.node.domain.governance.ApprovalRules} whether an operation may
 * use a proposal, and {@link io.quorumkeep.node.domain.governance.GovernanceEvolution} folds what
 * happened. Who may ask at all is not judged here, but by the grants.
 */
@NullMarked
package io.quorumkeep.node.domain.governance;

import org.jspecify.annotations.NullMarked;
