// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file, read key by key.
 *
 * <p>Each method returns a value of the right type in any case; what is missing or wrong is noted
 * as a problem, and the caller must not use any value once there are problems. {@link #close()}
 * notes the keys that nobody asked for.
 */
final class Section implements AutoCloseable {
  private static final HostAndPort NOWHERE = new HostAndPort("unset", 1);
  private static final int MAX_SHOWN = 60;
  private static final String NONE = "none";
  private static final String REQUIRED = "required";

  private final ConfigSource source;
  private final String path;
  private final ObjectNode node;
  private final boolean environmentApplies;
  private final Set<String> asked = new LinkedHashSet<>();

  Section(ConfigSource source, String path, ObjectNode node, boolean environmentApplies) {
    this.source = source;
    this.path = path;
    this.node = node;
    this.environmentApplies = environmentApplies;
  }

  /** A text that must be there and must match {@code form}. */
  String text(String key, Form form) {
    return orMissing(key, form.expected(), optionalText(key, REQUIRED, form), "");
  }

  /** A text that may be absent. */
  @Nullable String optionalText(String key, Form form) {
    return optionalText(key, NONE, form);
  }

  /** A text with a default. */
  String text(String key, String fallback, Form form) {
    String text = optionalText(key, fallback, form);
    return text == null ? fallback : text;
  }

  /** An address that must be there. */
  HostAndPort address(String key) {
    return orMissing(key, "host:port", optionalAddress(key, REQUIRED), NOWHERE);
  }

  /** An address with a default, or null in place of one that {@code defaultText} describes. */
  @Nullable HostAndPort optionalAddress(String key, String defaultText) {
    return scalar(key, defaultText, "host:port", HostAndPort::parse);
  }

  /** A path, absolute, with a default that is relative to the file's directory. */
  Path path(String key, String defaultText, String fallback) {
    Path value = scalar(key, defaultText, "a path", source::resolve);
    return value == null ? source.resolve(fallback) : value;
  }

  /** The path of a file that must be there. */
  Path file(String key) {
    Path file = scalar(key, REQUIRED, "a path", source::resolve);
    if (file != null && !Files.isRegularFile(file)) {
      source.problem(where(key), "there is no file " + file);
    }
    return orMissing(key, "the path of a file", file, source.resolve(""));
  }

  /** A list of paths of files that must be there; empty if it is absent. */
  List<Path> files(String key) {
    JsonNode value = structure(key, NONE);
    List<Path> files = new ArrayList<>();
    if (value == null) {
      return files;
    }
    if (!value.isArray()) {
      source.problem(where(key), "expected a list of paths");
      return files;
    }
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        source.problem(where(key), "expected a list of paths, found " + shown(item));
        continue;
      }
      Path file = source.resolve(item.asText());
      if (!Files.isRegularFile(file)) {
        source.problem(where(key), "there is no file " + file);
      }
      files.add(file);
    }
    return files;
  }

  Duration duration(String key, Duration fallback, Duration least, Duration most) {
    String bounds = DurationText.format(least) + " to " + DurationText.format(most);
    Duration value =
        scalar(
            key,
            DurationText.format(fallback),
            "a duration from " + bounds + ", such as " + DurationText.format(fallback),
            text -> {
              Duration parsed = DurationText.parse(text);
              if (parsed.compareTo(least) < 0 || parsed.compareTo(most) > 0) {
                throw new IllegalArgumentException("outside " + bounds);
              }
              return parsed;
            });
    return value == null ? fallback : value;
  }

  int integer(String key, int fallback, int least, int most) {
    return Math.toIntExact(whole(key, fallback, least, most));
  }

  long whole(String key, long fallback, long least, long most) {
    Long value =
        scalar(
            key,
            Long.toString(fallback),
            "a whole number from " + least + " to " + most,
            text -> {
              long parsed = Long.parseLong(text);
              if (parsed < least || parsed > most) {
                throw new IllegalArgumentException("outside the bounds");
              }
              return parsed;
            });
    return value == null ? fallback : value;
  }

  boolean flag(String key, boolean fallback) {
    Boolean value =
        scalar(
            key,
            Boolean.toString(fallback),
            "true or false",
            text -> {
              if (!text.equals("true") && !text.equals("false")) {
                throw new IllegalArgumentException("neither");
              }
              return Boolean.valueOf(text);
            });
    return value == null ? fallback : value;
  }

  /** A mapping of names to scalars, in any order; the values are never shown. */
  Map<String, String> texts(String key) {
    JsonNode value = structure(key, NONE);
    Map<String, String> texts = new TreeMap<>();
    if (value == null) {
      return texts;
    }
    if (!value.isObject()) {
      source.problem(where(key), "expected a mapping");
      return texts;
    }
    value
        .properties()
        .forEach(
            entry -> {
              if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
              } else {
                source.problem(where(key) + "." + entry.getKey(), "expected a single value");
              }
            });
    return texts;
  }

  /** A list of mappings that must be there. */
  <T> List<T> sections(String key, Function<Section, T> reader) {
    JsonNode value = structure(key, REQUIRED);
    List<T> items = new ArrayList<>();
    if (value == null || !value.isArray()) {
      source.problem(where(key), "expected a list of mappings");
      return items;
    }
    for (int i = 0; i < value.size(); i++) {
      String item = name(key) + "[" + i + "]";
      if (value.get(i) instanceof ObjectNode mapping) {
        try (Section section = new Section(source, item, mapping, false)) {
          items.add(reader.apply(section));
        }
      } else {
        source.problem(item, "expected a mapping");
      }
    }
    return items;
  }

  /** A mapping whose keys have defaults, so that it may be absent. */
  <T> T section(String key, Function<Section, T> reader) {
    JsonNode value = present(key);
    ObjectNode mapping = value instanceof ObjectNode object ? object : emptyMapping();
    if (value != null && !value.isObject()) {
      source.problem(where(key), "expected a mapping, found " + shown(value));
    }
    try (Section section = new Section(source, name(key), mapping, environmentApplies)) {
      return reader.apply(section);
    }
  }

  /** A mapping that may be absent as a whole; a variable for any of its keys makes it present. */
  <T> @Nullable T optionalSection(String key, Function<Section, T> reader) {
    boolean absent = present(key) == null && !source.hasVariablesBelow(name(key));
    return absent ? null : section(key, reader);
  }

  /** Notes a problem with {@code key}. */
  void problem(String key, String what) {
    source.problem(where(key), what);
  }

  @Override
  public void close() {
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!asked.contains(key)) {
                String meant = Spelling.closest(key, asked, 1 + key.length() / 3);
                source.problem(
                    name(key),
                    "unknown key; "
                        + (meant == null
                            ? "expected one of " + String.join(", ", asked)
                            : "did you mean " + meant + "?"));
              }
            });
  }

  private @Nullable String optionalText(String key, String defaultText, Form form) {
    return scalar(
        key,
        defaultText,
        form.expected(),
        text -> {
          if (!form.pattern().matcher(text).matches()) {
            throw new IllegalArgumentException("another form");
          }
          return text;
        });
  }

  /**
   * Parses the scalar at {@code key}; null if there is none or, with a problem noted, a bad one.
   */
  private <T> @Nullable T scalar(
      String key, String defaultText, String expected, Function<String, T> parser) {
    register(key, defaultText);
    String variable = variable(key);
    JsonNode value = variable == null ? present(key) : TextNode.valueOf(variable);
    if (value == null) {
      return null;
    }
    try {
      if (value.isValueNode()) {
        return parser.apply(value.asText());
      }
    } catch (IllegalArgumentException e) {
      source.problem(where(key), "expected " + expected + ", found " + shown(value));
      return null;
    }
    source.problem(where(key), "expected " + expected + ", found " + shown(value));
    return null;
  }

  private <T> T orMissing(String key, String expected, @Nullable T value, T filler) {
    if (value != null) {
      return value;
    }
    if (variable(key) == null && present(key) == null) {
      source.problem(where(key), "missing; expected " + expected);
    }
    return filler;
  }

  private @Nullable JsonNode structure(String key, String defaultText) {
    register(key, defaultText);
    String variable = variable(key);
    return variable == null ? present(key) : source.parse(where(key), variable);
  }

  private @Nullable JsonNode present(String key) {
    asked.add(key);
    JsonNode value = node.get(key);
    return value == null || value.isNull() ? null : value;
  }

  private void register(String key, String defaultText) {
    asked.add(key);
    source.register(name(key).replaceAll("\\[[0-9]+]", "[]"), defaultText);
  }

  private @Nullable String variable(String key) {
    return environmentApplies ? source.variable(name(key)) : null;
  }

  private String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private String where(String key) {
    String name = name(key);
    return variable(key) == null ? name : name + " (from " + ConfigSource.variableName(name) + ")";
  }

  private ObjectNode emptyMapping() {
    return node.objectNode();
  }

  private static String shown(JsonNode value) {
    if (value.isObject()) {
      return "a mapping";
    }
    if (value.isArray()) {
      return "a list";
    }
    String text = value.asText();
    return "\"" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text) + "\"";
  }
}
