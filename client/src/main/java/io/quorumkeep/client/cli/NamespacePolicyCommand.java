// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.QuorumkeepClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Shows and sets policies of namespaces. */
@Command(
    name = "policy",
    description = "Shows or sets the policy: how strong keys are, and what needs approval.")
final class NamespacePolicyCommand implements Runnable {
  private static final String NAMESPACE = "pay, or namespaces/pay.";

  @ParentCommand private @Nullable NamespaceCommand parent;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(name = "get", description = "Shows the policy in force.")
  int get(@Parameters(paramLabel = "NAMESPACE", description = NAMESPACE) String name) {
    String namespace = Names.namespace(name);
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      print(session, namespace, client.getNamespacePolicy(namespace));
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "set",
      description = {
        "Changes the policy; what is not named stays as it is.",
        "To ask for less than now needs a proposal that others approved: with --proposal alone,"
            + " what was proposed is set."
      })
  int set(
      @Parameters(paramLabel = "NAMESPACE", description = NAMESPACE) String name,
      @Mixin PolicyOptions options,
      @Option(
              names = "--proposal",
              paramLabel = "PROPOSAL",
              defaultValue = "",
              description = "The proposal to carry out.")
          String proposal,
      @Option(names = "--reason", paramLabel = "TEXT", defaultValue = "", description = "Why.")
          String reason,
      @Option(names = "--dry-run", description = "Show what would be set, and set nothing.")
          boolean dryRun) {
    String namespace = Names.namespace(name);
    String carriedOut = proposal.isEmpty() ? "" : Names.proposal(proposal);
    if (carriedOut.isEmpty() && !options.areGiven()) {
      throw new UsageException("nothing to change: see set --help");
    }
    Session session = session();
    try (QuorumkeepClient client = session.connect()) {
      NamespacePolicy next =
          options.areGiven()
              ? options.appliedTo(client.getNamespacePolicy(namespace))
              : proposed(client.getProposal(carriedOut));
      if (dryRun) {
        session.message("nothing was set; this would be:");
        print(session, namespace, next);
      } else {
        print(session, namespace, client.setNamespacePolicy(namespace, next, reason, carriedOut));
      }
    }
    return ExitCode.OK.number();
  }

  private static NamespacePolicy proposed(Proposal proposal) {
    return proposal
        .action()
        .policy()
        .orElseThrow(() -> new UsageException(proposal.name() + " proposes no policy"));
  }

  private static void print(Session session, String namespace, NamespacePolicy policy) {
    session.print(
        () -> Json.of(namespace, policy), () -> GovernanceTables.policy(namespace, policy));
  }

  private Session session() {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return parent.session();
  }
}
