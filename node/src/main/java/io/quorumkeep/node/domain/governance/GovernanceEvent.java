// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Principal;
import java.time.Instant;

/**
 * Something that happened to a policy of a namespace or to a proposal. That a proposal expires is
 * no event: it is judged by log time.
 */
public sealed interface GovernanceEvent {
  /** Log time. */
  Instant occurredAt();

  <R> R match(Cases<R> cases);

  /**
   * A namespace has another policy.
   *
   * @param before the default if it had none
   */
  record NamespacePolicySet(
      String namespace,
      Instant occurredAt,
      NamespacePolicy before,
      NamespacePolicy after,
      String reason)
      implements GovernanceEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.namespacePolicySet(this);
    }
  }

  /** What happened to one proposal. */
  sealed interface OfProposal extends GovernanceEvent {
    String id();
  }

  /** There is a proposal, as it is without an approval. */
  record ProposalCreated(Proposal proposal) implements OfProposal {
    @Override
    public String id() {
      return proposal.id();
    }

    @Override
    public Instant occurredAt() {
      return proposal.createdAt();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.proposalCreated(this);
    }
  }

  record ProposalApproved(String id, Instant occurredAt, Principal principal, String reason)
      implements OfProposal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.proposalApproved(this);
    }
  }

  record ProposalWithdrawn(String id, Instant occurredAt, Principal principal, String reason)
      implements OfProposal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.proposalWithdrawn(this);
    }
  }

  /** The operation was carried out, and the proposal can be used no more. */
  record ProposalConsumed(String id, Instant occurredAt, Principal principal)
      implements OfProposal {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.proposalConsumed(this);
    }
  }

  /** One method for each event, so that a new event does not compile until every reader has it. */
  interface Cases<R> {
    R namespacePolicySet(NamespacePolicySet event);

    R proposalCreated(ProposalCreated event);

    R proposalApproved(ProposalApproved event);

    R proposalWithdrawn(ProposalWithdrawn event);

    R proposalConsumed(ProposalConsumed event);
  }
}
