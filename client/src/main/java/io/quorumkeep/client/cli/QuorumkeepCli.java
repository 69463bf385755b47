// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.recovery.RecoveryException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command line. Holds the options that every command has. */
@Command(
    name = "quorumkeep",
    description = "Manages and retrieves keys of a Quorumkeep cluster.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = QuorumkeepCli.Version.class,
    subcommands = {
      KeyCommand.class,
      GrantCommand.class,
      NamespaceCommand.class,
      ProposalCommand.class,
      AuditCommand.class,
      ClusterCommand.class,
      AccessCommand.class,
      ArchiveCommand.class,
      RecoveryKeyCommand.class,
      ErasureCommand.class
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footerHeading =
        "%nOptions are looked up as a flag, then in the environment, then in the context%n"
            + "file (--context, QUORUMKEEP_CONTEXT, or ~/.quorumkeep/context; lines of%n"
            + "nodes=, ca=, cert=, key=, output=, timeout=).%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command line or a local file is wrong; nothing was sent",
      "2:the cluster failed or refused",
      "3:not found",
      "4:permission denied, or the caller is not known",
      "5:the state forbids it, or it exists already",
      "6:no node answered in time",
      "7:the audit trail is not what was written",
      "130:interrupted"
    })
public final class QuorumkeepCli implements Runnable {
  private final Terminal terminal;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--nodes",
      scope = ScopeType.INHERIT,
      paramLabel = "HOST:PORT,…",
      description = "Where the nodes listen (QUORUMKEEP_NODES).")
  private @Nullable String nodes;

  @Option(
      names = "--ca",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "PEM: authority of the nodes (QUORUMKEEP_CA).")
  private @Nullable Path authorities;

  @Option(
      names = "--cert",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "PEM: your certificate (QUORUMKEEP_CERT).")
  private @Nullable Path certificate;

  @Option(
      names = "--key",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "PEM: its private key, PKCS #8 (QUORUMKEEP_KEY).")
  private @Nullable Path privateKey;

  @Option(
      names = "--timeout",
      scope = ScopeType.INHERIT,
      paramLabel = "SPAN",
      description = "Longest wait, such as 5s (QUORUMKEEP_TIMEOUT).")
  private @Nullable String timeout;

  @Option(
      names = {"-o", "--output"},
      scope = ScopeType.INHERIT,
      paramLabel = "table|json",
      description = "Columns, or one JSON object a line (QUORUMKEEP_OUTPUT).")
  private @Nullable String output;

  @Option(
      names = "--no-headers",
      scope = ScopeType.INHERIT,
      description = "Leave out the names of the columns.")
  private boolean noHeaders;

  @Option(
      names = "--context",
      scope = ScopeType.INHERIT,
      paramLabel = "FILE",
      description = "Where the options are kept (QUORUMKEEP_CONTEXT).")
  private @Nullable Path context;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where an error came from.")
  private boolean debug;

  private QuorumkeepCli(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Runs one command and exits with its {@link ExitCode}. */
  public static void main(String[] args) {
    if (System.getProperty("logback.configurationFile") == null) {
      System.setProperty("logback.configurationFile", "io/quorumkeep/client/cli/logback-cli.xml");
    }
    Terminal terminal =
        new Terminal(
            System.in,
            utf8(FileDescriptor.out),
            utf8(FileDescriptor.err),
            TerminalDetection.isTerminal(1),
            TerminalDetection.isTerminal(0),
            Map.copyOf(System.getenv()),
            Path.of(System.getProperty("user.home", ".")));
    int exitCode = run(terminal, args);
    System.exit(exitCode);
  }

  /** Whatever the locale says: names and labels may be in any script, and JSON is UTF-8. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), false, StandardCharsets.UTF_8);
  }

  /** Runs one command; returns the number of its {@link ExitCode}. */
  static int run(Terminal terminal, String... args) {
    CommandLine line = new CommandLine(new QuorumkeepCli(terminal));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(QuorumkeepCli::misused);
    line.setExecutionExceptionHandler(QuorumkeepCli::failed);
    int exitCode = line.execute(args);
    terminal.out().flush();
    terminal.err().flush();
    return exitCode;
  }

  /** Without a command there is nothing to do but to say what there is. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  Session session() {
    Settings settings = Settings.load(terminal, Optional.ofNullable(context));
    return new Session(
        terminal,
        new Session.Connection(
            settings.find("nodes", Optional.ofNullable(nodes)),
            settings.findFile("cert", Optional.ofNullable(certificate)),
            settings.findFile("key", Optional.ofNullable(privateKey)),
            settings.findFile("ca", Optional.ofNullable(authorities)),
            settings.find("timeout", Optional.ofNullable(timeout))),
        settings.find("output", Optional.ofNullable(output)),
        noHeaders);
  }

  private static int misused(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    line.getErr().println("error: " + Table.printable(String.valueOf(wrong.getMessage())));
    line.getErr().println("do:    " + line.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE.number();
  }

  private static int failed(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    QuorumkeepCli root = (QuorumkeepCli) line.getCommandSpec().root().userObject();
    if (root.debug) {
      failure.printStackTrace(line.getErr());
    }
    ErrorReport report = new ErrorReport(line.getErr());
    if (failure instanceof QuorumkeepException refusal) {
      return report.remote(refusal).number();
    }
    if (failure instanceof UsageException
        || failure instanceof RecoveryException
        || failure instanceof IllegalArgumentException) {
      return report.local(failure).number();
    }
    return report.unforeseen(failure).number();
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = QuorumkeepCli.class.getPackage().getImplementationVersion();
      return new String[] {"quorumkeep " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
