// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of the server's side: {@code server} and {@code init}. */
@Command(
    name = "quorumkeep",
    mixinStandardHelpOptions = true,
    description = "The server's side of Quorumkeep.",
    versionProvider = Main.BuildVersion.class,
    subcommands = {ServerCommand.class, InitCommand.class})
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main(CommandSpec spec) {
    this.spec = spec;
  }

  /** For picocli, which sets the specification itself. */
  public Main() {
    this(CommandSpec.create());
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command: server or init");
  }

  /** What {@code --version} prints. */
  static final class BuildVersion implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"quorumkeep " + Version.current()};
    }
  }
}
