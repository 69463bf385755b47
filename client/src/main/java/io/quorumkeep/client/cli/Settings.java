// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * Looks an option up where the user may have left it: the flag, then the environment, then the
 * context file.
 */
final class Settings {
  private static final String CONTEXT_VARIABLE = "QUORUMKEEP_CONTEXT";
  private static final String DEFAULT_CONTEXT = ".quorumkeep/context";

  private final Terminal terminal;
  private final Properties context;
  private final Path contextDirectory;

  private Settings(Terminal terminal, Properties context, Path contextDirectory) {
    this.terminal = terminal;
    this.context = context;
    this.contextDirectory = contextDirectory;
  }

  /** Reads the context file that is named, or else the usual one, if there is one. */
  static Settings load(Terminal terminal, Optional<Path> contextFlag) {
    Optional<Path> named =
        contextFlag.or(
            () -> Optional.ofNullable(terminal.environment().get(CONTEXT_VARIABLE)).map(Path::of));
    Path file = named.orElseGet(() -> terminal.home().resolve(DEFAULT_CONTEXT));
    Properties properties = new Properties();
    if (named.isPresent() || Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        throw new UsageException("the context file " + file + " cannot be read", e);
      }
    }
    Path directory = file.toAbsolutePath().getParent();
    return new Settings(terminal, properties, directory == null ? terminal.home() : directory);
  }

  /** The value of a setting such as {@code nodes}; the variable is {@code QUORUMKEEP_NODES}. */
  Optional<String> find(String name, Optional<String> flag) {
    return flag.or(() -> fromEnvironment(name))
        .or(() -> Optional.ofNullable(context.getProperty(name)));
  }

  /** The same for a file; one that the context file names is relative to it. */
  Optional<Path> findFile(String name, Optional<Path> flag) {
    return flag.or(() -> fromEnvironment(name).map(Path::of))
        .or(
            () ->
                Optional.ofNullable(context.getProperty(name))
                    .map(value -> contextDirectory.resolve(value)));
  }

  private Optional<String> fromEnvironment(String name) {
    return Optional.ofNullable(
            terminal.environment().get("QUORUMKEEP_" + name.toUpperCase(Locale.ROOT)))
        .filter(value -> !value.isEmpty());
  }
}
