// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord.Detail;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.governance.ApprovalRules;
import io.quorumkeep.node.domain.governance.Clearance;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceDecider;
import io.quorumkeep.node.domain.governance.GovernanceDecision;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges what the policies of namespaces and dual control say: to commands about them, and to every
 * other command that may need the approval of others.
 *
 * <p>An operation is cleared first, then decided by its own rules, and only if those accept it is
 * its proposal used up, under the same audit record and in the same write.
 */
final class GovernanceJudge {
  private final LiveState state;
  private final EntryWork work;

  GovernanceJudge(LiveState state, EntryWork work) {
    this.state = state;
    this.work = work;
  }

  /** What a command about policies and proposals is, to those who only check and record it. */
  Subject subjectOf(GovernanceCommand command, Principal principal) {
    return command.match(new Subjects(state, principal));
  }

  /** Decides a command about policies and proposals that was authorised. */
  Verdict decide(GovernanceCommand command, Principal principal) {
    Clearance clearance = Clearance.FREE;
    if (command instanceof GovernanceCommand.SetNamespacePolicy set) {
      clearance = clear(set, principal);
      if (clearance instanceof Clearance.Refused refused) {
        return new Verdict(null, refused.rejection(), clearance);
      }
    }
    GovernanceDecision decision =
        GovernanceDecider.decide(
            command.match(new Situations(state, work)), command, work.now(), principal);
    return decision instanceof GovernanceDecision.Rejected rejected
        ? new Verdict(null, rejected.rejection(), clearance)
        : new Verdict(((GovernanceDecision.Accepted) decision).event(), null, clearance);
  }

  /** Folds what was accepted, and returns what it left behind. */
  Governed evolve(long sequence, Verdict verdict) {
    GovernanceEvent event = Objects.requireNonNull(verdict.event());
    work.evolve(sequence, 0, event);
    consume(sequence, 1, verdict.clearance());
    if (event instanceof GovernanceEvent.NamespacePolicySet set) {
      return set.after();
    }
    return Objects.requireNonNull(state.proposal(((GovernanceEvent.OfProposal) event).id()));
  }

  /** Whether the policies of its namespace let a key command go on to be decided. */
  Clearance clear(KeyCommand command, Principal principal) {
    if (command instanceof KeyCommand.Create create) {
      Rejection weak = state.policy(create.name().namespace()).refusal(create.algorithm());
      return weak == null ? Clearance.FREE : new Clearance.Refused(weak);
    }
    GuardedOperation operation = GuardedOperation.ofNumber(command.permission().number());
    if (operation == null) {
      return Clearance.FREE;
    }
    return clear(
        GuardedAction.ofKey(operation, command.name(), command.version()),
        command.proposal(),
        principal);
  }

  /**
   * Whether a read may go on; most need nobody's approval. An image that is not there uses no
   * proposal up.
   */
  Clearance clear(CommandBody.Read read, Principal principal) {
    if (read.permission() != Permission.EXPORT_ARCHIVE) {
      return Clearance.FREE;
    }
    KeyName key = KeyName.parse(read.resource());
    Clearance clearance =
        clear(
            GuardedAction.ofKey(GuardedOperation.EXPORT_ARCHIVE, key, read.version()),
            read.proposal(),
            principal);
    KeyVersion version = state.version(new VersionId(key, read.version()));
    boolean exported = version != null && version.archive() != null;
    return exported || clearance instanceof Clearance.Refused ? clearance : Clearance.FREE;
  }

  /**
   * Whether a change of the grants may go on to be decided. Whoever could take away those who
   * approve could do the rest alone, so that needs another's approval.
   */
  Clearance clear(PolicyCommand command, Principal principal) {
    if (!(command instanceof PolicyCommand.Revoke revoke)) {
      return Clearance.FREE;
    }
    Grant grant = state.grants().find(revoke.grantId());
    if (grant == null
        || (revoke.proposal().isEmpty()
            && !grant.permissions().contains(Permission.APPROVE_PROPOSAL))) {
      return Clearance.FREE;
    }
    return clear(GuardedAction.ofGrant(grant.id()), revoke.proposal(), principal);
  }

  private Clearance clear(GovernanceCommand.SetNamespacePolicy set, Principal principal) {
    NamespacePolicy before = state.policy(set.namespace());
    GuardedAction action = GuardedAction.ofPolicy(set.namespace(), set.policy());
    int needed = before.isLoweredBy(set.policy()) ? before.approvalsFor(action.operation()) : 0;
    return clear(action, needed, set.proposal(), principal);
  }

  private Clearance clear(GuardedAction action, String proposalId, Principal principal) {
    int needed = state.policy(action.namespace()).approvalsFor(action.operation());
    return clear(action, needed, proposalId, principal);
  }

  private Clearance clear(
      GuardedAction action, int needed, String proposalId, Principal principal) {
    return ApprovalRules.check(
        action,
        needed,
        proposalId,
        proposalId.isEmpty() ? null : state.proposal(proposalId),
        work.now(),
        principal,
        who -> state.grants().allow(who, Permission.APPROVE_PROPOSAL, action.scope()));
  }

  /** What the audit record says of the proposal that a cleared operation carries out. */
  List<Detail> details(List<Detail> details, Clearance clearance) {
    Proposal proposal = carriedOut(clearance);
    if (proposal == null) {
      return details;
    }
    List<Detail> all = new ArrayList<>(details);
    all.add(GovernanceDetails.approvers(proposal));
    return all;
  }

  /**
   * An operation was carried out: its proposal, if it needed one, is used up.
   *
   * @param ordinal events that the operation had
   */
  void consume(long sequence, int ordinal, Clearance clearance) {
    GovernanceEvent.ProposalConsumed consumption = consumption(clearance);
    if (consumption != null) {
      work.evolve(sequence, ordinal, consumption);
    }
  }

  private @Nullable Proposal carriedOut(Clearance clearance) {
    GovernanceEvent.ProposalConsumed consumption = consumption(clearance);
    return consumption == null ? null : state.proposal(consumption.id());
  }

  private static GovernanceEvent.@Nullable ProposalConsumed consumption(Clearance clearance) {
    return clearance instanceof Clearance.Cleared cleared ? cleared.consumption() : null;
  }

  /**
   * What became of a command about policies and proposals.
   *
   * @param event null if it was rejected
   */
  record Verdict(
      @Nullable GovernanceEvent event, @Nullable Rejection rejection, Clearance clearance) {
    static Verdict rejected(Rejection rejection) {
      return new Verdict(null, rejection, Clearance.FREE);
    }
  }

  /**
   * What a command is about.
   *
   * @param scope what a grant of the permission must cover
   * @param resource as the audit record names it
   */
  record Subject(Permission permission, String scope, String resource, List<Detail> details) {}

  private record Subjects(LiveState state, Principal principal)
      implements GovernanceCommand.Cases<Subject> {
    @Override
    public Subject setNamespacePolicy(GovernanceCommand.SetNamespacePolicy command) {
      return new Subject(
          Permission.SET_NAMESPACE_POLICY,
          ResourcePattern.allKeysOf(command.namespace()).text(),
          "namespaces/" + command.namespace(),
          command.match(new GovernanceDetails(null)));
    }

    @Override
    public Subject createProposal(GovernanceCommand.CreateProposal command) {
      return new Subject(
          Permission.CREATE_PROPOSAL,
          command.action().scope(),
          "proposals/" + command.id(),
          command.match(new GovernanceDetails(null)));
    }

    @Override
    public Subject approveProposal(GovernanceCommand.ApproveProposal command) {
      return existing(Permission.APPROVE_PROPOSAL, command.id(), command);
    }

    @Override
    public Subject withdrawProposal(GovernanceCommand.WithdrawProposal command) {
      Proposal proposal = state.proposal(command.id());
      boolean own = proposal != null && proposal.proposer().equals(principal);
      return existing(
          own ? Permission.CREATE_PROPOSAL : Permission.APPROVE_PROPOSAL, command.id(), command);
    }

    /** About one that does not exist, only who may see all of them learns that. */
    private Subject existing(Permission permission, String id, GovernanceCommand command) {
      Proposal proposal = state.proposal(id);
      return new Subject(
          permission,
          proposal == null ? ResourcePattern.EVERYTHING.text() : proposal.action().scope(),
          "proposals/" + id,
          command.match(new GovernanceDetails(proposal)));
    }
  }

  private record Situations(LiveState state, EntryWork work)
      implements GovernanceCommand.Cases<GovernanceDecider.Situation> {
    @Override
    public GovernanceDecider.Situation setNamespacePolicy(
        GovernanceCommand.SetNamespacePolicy command) {
      return new GovernanceDecider.Situation(state.policy(command.namespace()), null, 0);
    }

    @Override
    public GovernanceDecider.Situation createProposal(GovernanceCommand.CreateProposal command) {
      return new GovernanceDecider.Situation(
          state.policy(command.action().namespace()),
          state.proposal(command.id()),
          state.openProposals(work.now()));
    }

    @Override
    public GovernanceDecider.Situation approveProposal(GovernanceCommand.ApproveProposal command) {
      return existing(command.id());
    }

    @Override
    public GovernanceDecider.Situation withdrawProposal(
        GovernanceCommand.WithdrawProposal command) {
      return existing(command.id());
    }

    private GovernanceDecider.Situation existing(String id) {
      return new GovernanceDecider.Situation(NamespacePolicy.DEFAULT, state.proposal(id), 0);
    }
  }
}
