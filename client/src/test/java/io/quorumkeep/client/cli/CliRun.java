// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.fake.TestPki;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs commands as a user would, and keeps what the user would see. */
final class CliRun {
  private final Path home;
  private final Map<String, String> environment = new HashMap<>();
  private boolean terminal;
  private String input = "";
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  CliRun(Path home) {
    this.home = home;
  }

  /** With an environment that leads to {@code cluster}. */
  static CliRun of(FakeCluster cluster, Path home) {
    return new CliRun(home)
        .with("QUORUMKEEP_NODES", cluster.addresses())
        .with("QUORUMKEEP_CA", cluster.authority().toString())
        .with("QUORUMKEEP_CERT", cluster.callerCertificate().toString())
        .with("QUORUMKEEP_KEY", TestPki.keyOf(cluster.callerCertificate()).toString())
        .with("QUORUMKEEP_TIMEOUT", "10s");
  }

  CliRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  CliRun without(String variable) {
    environment.remove(variable);
    return this;
  }

  /** At a terminal, where somebody types {@code text}. */
  CliRun atTerminal(String text) {
    terminal = true;
    input = text;
    return this;
  }

  int run(String... args) {
    out.reset();
    err.reset();
    return QuorumkeepCli.run(
        new Terminal(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            terminal,
            terminal,
            Map.copyOf(environment),
            home),
        args);
  }

  byte[] rawOut() {
    return out.toByteArray();
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
