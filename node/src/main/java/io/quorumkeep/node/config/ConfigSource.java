// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the sections of one reading share: the environment, the problems, the keys asked for. */
final class ConfigSource {
  /** What the name of every environment variable starts with. */
  static final String PREFIX = "QUORUMKEEP_";

  private static final int MAX_TYPOS = 2;
  private static final int MIN_CHECKED_LENGTH = PREFIX.length() + 10;
  private static final ObjectMapper YAML =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> keys = new LinkedHashMap<>();

  ConfigSource(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.environment = environment;
  }

  /** Parses YAML; null, with a problem noted under {@code where}, if it is none. */
  @Nullable JsonNode parse(String where, String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      String line = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      problem(where, line + "not valid YAML: " + firstLine(e.getOriginalMessage()));
      return null;
    }
  }

  void problem(String where, String what) {
    problems.add(where + ": " + what);
  }

  List<String> problems() {
    return problems;
  }

  /** Notes that {@code path} is a key, and its default as an operator would write it. */
  void register(String path, String defaultText) {
    keys.put(path, defaultText);
  }

  /** Every key asked for so far, with its default. */
  Map<String, String> keys() {
    return keys;
  }

  /** The variable for a key; an empty one counts as unset. */
  @Nullable String variable(String path) {
    String value = environment.get(variableName(path));
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * Notes variables that are probably misspelt. Others that set no key are left alone: platforms
   * and launchers have variables with the same prefix.
   */
  void checkVariables() {
    Set<String> known = new TreeSet<>();
    keys.keySet().forEach(path -> known.add(variableName(path)));
    for (String name : new TreeSet<>(environment.keySet())) {
      boolean ours = name.startsWith(PREFIX) && name.length() >= MIN_CHECKED_LENGTH;
      String meant =
          ours && !known.contains(name) ? Spelling.closest(name, known, MAX_TYPOS) : null;
      if (meant != null) {
        problem(name, "unknown variable; did you mean " + meant + "?");
      }
    }
  }

  /** Whether any variable sets a key below {@code path}. */
  boolean hasVariablesBelow(String path) {
    String prefix = variableName(path) + "_";
    return environment.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }

  /** A path as an operator writes it, absolute; relative ones start from the file's directory. */
  Path resolve(String text) {
    return directory.resolve(text).normalize();
  }

  /** {@code limits.maxBatchCommands} is {@code QUORUMKEEP_LIMITS_MAX_BATCH_COMMANDS}. */
  static String variableName(String path) {
    return PREFIX
        + path.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }
}
