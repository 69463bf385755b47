// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about what holds for all keys of a namespace. */
@Command(
    name = "namespace",
    description = "Says what holds for all keys of a namespace.",
    subcommands = NamespacePolicyCommand.class)
final class NamespaceCommand implements Runnable {
  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }
}
