// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.ClusterMember;
import io.quorumkeep.client.ClusterStatus;
import io.quorumkeep.client.QuorumkeepClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about the cluster. */
@Command(name = "cluster", description = "Shows how the cluster is.")
final class ClusterCommand implements Runnable {
  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(name = "status", description = "Shows the cluster as one of its nodes sees it.")
  int status(
      @Option(names = "--digest", description = "With a digest of all of that node's state.")
          boolean digest) {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = root.session();
    try (QuorumkeepClient client = session.connect()) {
      ClusterStatus status = digest ? client.clusterStatusWithDigest() : client.clusterStatus();
      if (session.isJson()) {
        session.terminal().out().println(Json.line(Json.of(status)));
      } else {
        session.print(summary(status));
        session.terminal().out().println();
        session.print(members(status));
      }
    }
    return ExitCode.OK.number();
  }

  private static Table summary(ClusterStatus status) {
    Table table =
        new Table("ATTRIBUTE", "VALUE")
            .row("cluster", status.clusterId())
            .row("answered by", status.node())
            .row("leader", status.leader().orElse("(none)"))
            .row("term", Long.toString(status.term()))
            .row("committed", Long.toString(status.commitIndex()))
            .row("applied", Long.toString(status.appliedIndex()))
            .row("audit records", Long.toString(status.auditSequence()))
            .row("audit published", Long.toString(status.publishedSequence()))
            .row("audit chain head", status.auditChainHead());
    status
        .stateDigest()
        .ifPresent(digest -> table.row("state digest", digest.sha256() + " at " + digest.index()));
    return table;
  }

  private static Table members(ClusterStatus status) {
    Table table = new Table("NODE", "ROLE", "VOTER", "CLIENTS", "PEERS");
    for (ClusterMember member : status.members()) {
      table.row(
          member.node(),
          status.leader().filter(member.node()::equals).isPresent() ? "leader" : "follower",
          Boolean.toString(member.voter()),
          member.clientAddress(),
          member.peerAddress());
    }
    return table;
  }
}
