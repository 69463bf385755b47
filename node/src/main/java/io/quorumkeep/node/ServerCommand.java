// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.config.ConfigException;
import io.quorumkeep.node.config.ConfigReader;
import io.quorumkeep.node.config.NodeConfig;
import io.quorumkeep.raft.HaltPolicy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node until it is told to stop. */
@Command(
    name = "server",
    mixinStandardHelpOptions = true,
    description = "Runs a node until it gets SIGTERM. Health is on the operations plane.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:stopped as asked",
      "1:the configuration or something it names is wrong; nothing was started",
      "70:the node could no longer be a faithful replica, and halted"
    })
final class ServerCommand implements Callable<Integer> {
  private static final int WRONG = 1;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration: see docs/configuration.md.")
  private Path config = Path.of("node.yaml");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    NodeConfig read;
    try {
      read = ConfigReader.read(config, System.getenv());
    } catch (ConfigException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return WRONG;
    }
    Node node;
    try {
      node = Node.start(read, HaltPolicy.process());
    } catch (RuntimeException e) {
      return refused(e);
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  node.close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
    return 0;
  }

  /** Says why the node did not start, on one line for each cause, and the rest to the log. */
  private Integer refused(RuntimeException failure) {
    org.slf4j.LoggerFactory.getLogger(ServerCommand.class).error("cannot start", failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      spec.commandLine().getErr().println("cannot start: " + cause.getMessage());
    }
    // Threads of parts that had started already must not keep the process.
    Runtime.getRuntime().halt(WRONG);
    return WRONG;
  }
}
