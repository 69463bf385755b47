// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * A proposal as the {@link Ledger} sees it.
 *
 * @param target what is to be done to what: operation and resource with version, and the policy
 *     where it is about one
 * @param scope what a grant must cover so that a principal may approve
 * @param required approvals that its namespace asked for when it was made
 * @param closed whether it was withdrawn or carried out
 */
record ProposalModel(
    String target,
    String scope,
    String proposer,
    int required,
    long expiresMs,
    List<String> approvers,
    boolean closed) {
  ProposalModel {
    approvers = List.copyOf(approvers);
  }

  ProposalModel approvedBy(String principal) {
    List<String> more = new ArrayList<>(approvers);
    more.add(principal);
    return new ProposalModel(target, scope, proposer, required, expiresMs, more, closed);
  }

  ProposalModel over() {
    return new ProposalModel(target, scope, proposer, required, expiresMs, approvers, true);
  }

  /** Why nothing more can be done with it at a time; or "". */
  String uselessness(long timeMs) {
    if (closed) {
      return "PROPOSAL_CLOSED";
    }
    return timeMs >= expiresMs ? "PROPOSAL_EXPIRED" : "";
  }

  /** Why a principal cannot approve of it; or "". */
  String approval(String principal, long timeMs) {
    String useless = uselessness(timeMs);
    if (!useless.isEmpty()) {
      return useless;
    }
    if (principal.equals(proposer)) {
      return "SELF_APPROVAL";
    }
    return approvers.contains(principal) ? "ALREADY_APPROVED" : "";
  }
}
