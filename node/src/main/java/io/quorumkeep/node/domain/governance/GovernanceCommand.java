// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.ResourceId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request about policies of namespaces and proposals, not yet judged. */
public sealed interface GovernanceCommand {
  /** Why, in the words of who asks; may be empty. */
  String reason();

  <R> R match(Cases<R> cases);

  /**
   * Gives a namespace a policy, in place of the one it has.
   *
   * @param proposal the id of an approved proposal of just this, where it is needed; else empty
   */
  record SetNamespacePolicy(
      String namespace, NamespacePolicy policy, String proposal, String reason)
      implements GovernanceCommand {
    public SetNamespacePolicy {
      ResourceId.check(namespace, "a namespace");
      checkOptional(proposal);
      checkReason(reason);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.setNamespacePolicy(this);
    }
  }

  /**
   * Asks others to agree to an operation.
   *
   * @param lifetime how long it is to live, within what the policy allows; null for as long as that
   *     is
   */
  record CreateProposal(String id, GuardedAction action, String reason, @Nullable Duration lifetime)
      implements GovernanceCommand {
    public CreateProposal {
      ResourceId.check(id, "a proposal");
      checkReason(reason);
      if (lifetime != null && !NamespacePolicy.isLifetime(lifetime)) {
        throw new IllegalArgumentException("a proposal lives 5 minutes to 30 days");
      }
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.createProposal(this);
    }
  }

  record ApproveProposal(String id, String reason) implements GovernanceCommand {
    public ApproveProposal {
      ResourceId.check(id, "a proposal");
      checkReason(reason);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.approveProposal(this);
    }
  }

  /** Ends a proposal without effect: by its proposer, or by one who might approve of it. */
  record WithdrawProposal(String id, String reason) implements GovernanceCommand {
    public WithdrawProposal {
      ResourceId.check(id, "a proposal");
      checkReason(reason);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.withdrawProposal(this);
    }
  }

  private static void checkReason(String reason) {
    if (reason.length() > Proposal.MAX_REASON_LENGTH) {
      throw new IllegalArgumentException(
          "a reason has at most " + Proposal.MAX_REASON_LENGTH + " characters");
    }
  }

  private static void checkOptional(String proposal) {
    if (!proposal.isEmpty()) {
      ResourceId.check(proposal, "a proposal");
    }
  }

  /** One method for each command, so that a new one does not compile until it is handled. */
  interface Cases<R> {
    R setNamespacePolicy(SetNamespacePolicy command);

    R createProposal(CreateProposal command);

    R approveProposal(ApproveProposal command);

    R withdrawProposal(WithdrawProposal command);
  }
}
