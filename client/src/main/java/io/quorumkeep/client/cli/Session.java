// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.QuorumkeepClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** What one run of a command works with. */
final class Session {
  private final Terminal terminal;
  private final Connection connection;
  private final OutputFormat format;
  private final boolean noHeaders;

  Session(Terminal terminal, Connection connection, Optional<String> output, boolean noHeaders) {
    this.terminal = terminal;
    this.connection = connection;
    this.format = output.map(Session::formatOf).orElse(OutputFormat.TABLE);
    this.noHeaders = noHeaders;
  }

  Terminal terminal() {
    return terminal;
  }

  boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /** Connects as the options say. The caller closes it. */
  QuorumkeepClient connect() {
    QuorumkeepClientBuilder builder =
        QuorumkeepClient.builder()
            .nodes(need(connection.nodes(), "--nodes", "QUORUMKEEP_NODES"))
            .identity(
                need(connection.certificate(), "--cert", "QUORUMKEEP_CERT"),
                need(connection.privateKey(), "--key", "QUORUMKEEP_KEY"))
            .trust(need(connection.authorities(), "--ca", "QUORUMKEEP_CA"));
    connection
        .timeout()
        .map(Durations::parse)
        .ifPresent((Duration span) -> builder.retrieveDeadline(span).adminDeadline(span));
    return builder.build();
  }

  /** Prints a result in the form that was asked for; only that form is made. */
  void print(Supplier<ObjectNode> json, Supplier<Table> table) {
    if (isJson()) {
      terminal.out().println(Json.line(json.get()));
    } else {
      print(table.get());
    }
  }

  void print(Table table) {
    table.print(terminal.out(), !noHeaders);
  }

  void message(String text) {
    terminal.err().println(Table.printable(text));
    terminal.err().flush();
  }

  private static OutputFormat formatOf(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "table" -> OutputFormat.TABLE;
      case "json" -> OutputFormat.JSON;
      default -> throw new UsageException("not an output format: \"" + text + "\"; table or json");
    };
  }

  private static <T> T need(Optional<T> value, String flag, String variable) {
    return value.orElseThrow(
        () -> new UsageException(flag + " is missing; give it, or set " + variable));
  }

  /** What it takes to connect, as far as the user said. */
  record Connection(
      Optional<String> nodes,
      Optional<Path> certificate,
      Optional<Path> privateKey,
      Optional<Path> authorities,
      Optional<String> timeout) {}
}
