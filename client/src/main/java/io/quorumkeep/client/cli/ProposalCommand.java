// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.client.QuorumkeepClient;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about operations that need more than one person. */
@Command(
    name = "proposal",
    description = "Proposes operations that others must approve, and approves them.")
final class ProposalCommand implements Runnable {
  private static final String PROPOSAL = "lower-it, or proposals/lower-it.";

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(
      name = "create",
      description = {
        "Asks others to approve of one operation on one thing. Once they did, carry it out with"
            + " the --proposal option of that operation.",
        "For set-namespace-policy the options say what is to change of the policy in force."
      })
  int create(
      @Parameters(
              paramLabel = "OPERATION",
              description =
                  "destroy-key, recover-key, export-archive, set-namespace-policy or revoke-grant.")
          String operation,
      @Parameters(
              paramLabel = "RESOURCE",
              description = "pay/card, pay/card/3, a namespace or a grant; as the operation takes.")
          String resource,
      @Option(
              names = "--id",
              paramLabel = "NAME",
              description = "Its name. Default: one that is made up.")
          @Nullable String id,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason,
      @Option(
              names = "--lifetime",
              paramLabel = "SPAN",
              description = "How long it lives, such as 2h; at most what the policy says.")
          @Nullable String lifetime,
      @Option(
              names = "--digest",
              paramLabel = "SHA-256",
              defaultValue = "",
              description = "Of what else the operation depends on, in hexadecimal.")
          String digest,
      @Mixin PolicyOptions policy,
      @Option(names = "--dry-run", description = "Show what would be proposed, and send nothing.")
          boolean dryRun) {
    GuardedOperation what = PolicyOptions.operation(operation);
    String name = resource(what, resource);
    boolean needsPolicy = what == GuardedOperation.SET_NAMESPACE_POLICY;
    if (needsPolicy != policy.areGiven()) {
      throw new UsageException(
          "set-namespace-policy, and nothing else, needs to be told what is to change");
    }
    Optional<Duration> span = Optional.ofNullable(lifetime).map(Durations::parse);
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      GuardedAction action =
          needsPolicy
              ? GuardedAction.setNamespacePolicy(
                  name, policy.appliedTo(client.getNamespacePolicy(name)))
              : new GuardedAction(what, name, Optional.empty(), digest);
      if (dryRun) {
        session.message("nothing was proposed; this would be:");
        session.print(() -> Json.of(action), () -> table(action));
      } else {
        String proposalId = id == null ? "p-" + UUID.randomUUID() : id;
        print(session, client.createProposal(proposalId, new ProposalSpec(action, reason, span)));
      }
    }
    return ExitCode.OK.number();
  }

  private static Table table(GuardedAction action) {
    Table table = new Table("ATTRIBUTE", "VALUE");
    GovernanceTables.add(table, action);
    return table;
  }

  private static String resource(GuardedOperation operation, String text) {
    return switch (operation) {
      case DESTROY_KEY, RECOVER_KEY -> Names.keyOrVersion(text);
      case SET_NAMESPACE_POLICY -> Names.namespace(text);
      case REVOKE_GRANT -> Names.grant(text);
      case EXPORT_ARCHIVE ->
          text.equals("*") || text.contains("/") ? Names.resource(text) : Names.namespace(text);
      case UNKNOWN -> throw new UsageException("not an operation");
    };
  }

  @Command(name = "approve", description = "Shows a proposal, asks, and approves of it.")
  int approve(
      @Parameters(paramLabel = "PROPOSAL", description = PROPOSAL) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason,
      @Option(names = "--yes", description = "Neither show nor ask.") boolean yes) {
    String proposal = Names.proposal(name);
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      if (!yes) {
        // What a proposal says never changes, so what is shown here is what is approved.
        GovernanceTables.proposal(client.getProposal(proposal))
            .print(session.terminal().err(), false);
        Confirmation.ask(session.terminal(), "Approving lets its proposer do this.", proposal);
      }
      print(session, client.approveProposal(proposal, reason));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "withdraw",
      description = "Ends a proposal without effect: your own, or one you might approve of.")
  int withdraw(
      @Parameters(paramLabel = "PROPOSAL", description = PROPOSAL) String name,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason,
      @Option(names = "--yes", description = "Do not ask.") boolean yes) {
    String proposal = Names.proposal(name);
    Session session = session();
    if (!yes) {
      Confirmation.ask(session.terminal(), "Withdrawing " + proposal + " ends it.", proposal);
    }
    try (QuorumkeepClient client = session.connect()) {
      print(session, client.withdrawProposal(proposal, reason));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "get", description = "Shows all of a proposal.")
  int get(@Parameters(paramLabel = "PROPOSAL", description = PROPOSAL) String name) {
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      print(session, client.getProposal(Names.proposal(name)));
    }
    return ExitCode.OK.number();
  }

  @Command(name = "list", description = "Lists proposals by name.")
  int list(
      @Option(
              names = "--state",
              paramLabel = "STATE",
              description = "Only pending, approved, expired, withdrawn or consumed ones.")
          @Nullable String state) {
    Optional<ProposalState> only = Optional.ofNullable(state).map(ProposalCommand::stateOf);
    Session session = session();
    try (QuorumkeepClient client = session.connect();
        Stream<Proposal> proposals = client.listProposals(only)) {
      if (session.isJson()) {
        for (Iterator<Proposal> each = proposals.iterator(); each.hasNext(); ) {
          session.terminal().out().println(Json.line(Json.of(each.next())));
        }
      } else {
        session.print(GovernanceTables.proposals(proposals.toList()));
      }
    }
    return ExitCode.OK.number();
  }

  private static ProposalState stateOf(String text) {
    String name = text.toUpperCase(Locale.ROOT);
    for (ProposalState state : ProposalState.values()) {
      if (state != ProposalState.UNKNOWN && state.name().equals(name)) {
        return state;
      }
    }
    throw new UsageException(
        "not a state: \"" + text + "\"; pending, approved, expired, withdrawn or consumed");
  }

  private static void print(Session session, Proposal proposal) {
    session.print(() -> Json.of(proposal), () -> GovernanceTables.proposal(proposal));
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }
}
