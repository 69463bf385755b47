// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three real nodes on loopback, with certificates of their own, until it is stopped. */
@Command(
    name = "dev",
    mixinStandardHelpOptions = true,
    description = {
      "Runs three real nodes on loopback, for trying things out: own certificates, audit to files.",
      "Prints what to export for the client commands. Ctrl-C stops the nodes; their data stays in",
      "a directory that must not exist before."
    })
public final class DevMain implements Callable<Integer> {
  private static final int WRONG = 1;

  @Option(
      names = "--directory",
      defaultValue = ".quorumkeep-dev",
      paramLabel = "DIR",
      description = "Where to put everything. Default: ${DEFAULT-VALUE}.")
  private Path directory = Path.of(".quorumkeep-dev");

  @Spec private CommandSpec spec = CommandSpec.create();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DevMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (Files.exists(directory)) {
      spec.commandLine()
          .getErr()
          .println(directory + " is there already: remove it, or choose another");
      return WRONG;
    }
    LocalCluster cluster = LocalCluster.create(directory, ClusterOptions.threeNodes());
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop"));
    spec.commandLine().getErr().println("starting three nodes …");
    cluster.start();
    var out = spec.commandLine().getOut();
    out.println("export QUORUMKEEP_NODES=" + cluster.addresses());
    out.println("export QUORUMKEEP_CA=" + cluster.clientCa());
    out.println("export QUORUMKEEP_CERT=" + cluster.clientCertificate(LocalCluster.ADMIN));
    out.println("export QUORUMKEEP_KEY=" + cluster.clientKey(LocalCluster.ADMIN));
    out.flush();
    new CountDownLatch(1).await();
    return 0;
  }
}
