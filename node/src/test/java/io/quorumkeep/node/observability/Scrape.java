// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scrape, read by the rules of the Prometheus text format 0.0.4. Reading fails where a scraper
 * would: a malformed line, a sample outside its family, a family or series given twice.
 */
record Scrape(Map<String, Family> families) {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (NaN|[+-]Inf|[-+]?[0-9.]+(?:E-?[0-9]+)?)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(?:,|$)");

  /** What one node's metrics show, all of it bound and nothing yet recorded. */
  static Metrics metrics() {
    Metrics metrics = new Metrics("1.2.3");
    metrics.watchRaft(new FixedReadings());
    metrics.watchAudit(new FixedReadings());
    metrics.watchErasure(new FixedReadings());
    metrics.watchSeal(() -> true);
    metrics.watchCertificate("peer", () -> Instant.ofEpochSecond(1_900_000_000));
    return metrics;
  }

  static Scrape of(Metrics metrics) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      metrics.scrape(out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return parse(out.toString(UTF_8));
  }

  static Scrape parse(String text) {
    require(text.endsWith("\n"), "the last line has no end");
    Map<String, Family> families = new TreeMap<>();
    Family current = new Family("", "", "");
    String help = "";
    for (String line : text.lines().toList()) {
      if (line.startsWith("# HELP ")) {
        help = line;
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ", -1);
        require(words.length == 4, line);
        String prefix = "# HELP " + words[2] + " ";
        require(help.startsWith(prefix), "no help before " + line);
        current = new Family(words[2], words[3], help.substring(prefix.length()));
        require(families.put(words[2], current) == null, "twice: " + line);
      } else {
        current.add(line);
      }
    }
    return new Scrape(families);
  }

  Family family(String name) {
    Family family = families.get(name);
    return Objects.requireNonNull(family, () -> "no " + name + " in " + families.keySet());
  }

  /** One metric and its samples, by the text before the value. */
  record Family(String name, String type, String help, Map<String, Double> samples) {
    Family(String name, String type, String help) {
      this(name, type, help, new LinkedHashMap<>());
    }

    private void add(String line) {
      Matcher sample = SAMPLE.matcher(line);
      require(sample.matches(), "malformed: " + line);
      require(suffixes().contains(sample.group(1)), line + " is not of " + name);
      String labels = sample.group(2) == null ? "" : sample.group(2);
      require(LABEL.matcher(labels).replaceAll("").isEmpty(), "malformed labels: " + line);
      double value = Double.parseDouble(sample.group(3).replace("Inf", "Infinity"));
      require(
          samples.put(sample.group(1) + "{" + labels + "}", value) == null,
          "series twice: " + line);
    }

    private List<String> suffixes() {
      return switch (type) {
        case "histogram" -> List.of(name + "_bucket", name + "_sum", name + "_count");
        case "summary" -> List.of(name, name + "_sum", name + "_count");
        default -> List.of(name);
      };
    }

    /** Names of the labels that tell its series apart. */
    TreeSet<String> labels() {
      TreeSet<String> names = new TreeSet<>();
      for (String series : samples.keySet()) {
        Matcher label =
            LABEL.matcher(series.substring(series.indexOf('{') + 1, series.length() - 1));
        while (label.find()) {
          names.add(label.group(1));
        }
      }
      names.remove("le");
      return names;
    }

    double value(String series) {
      Double value = samples.get(series);
      return Objects.requireNonNull(value, () -> "no " + series + " in " + samples.keySet());
    }

    /** The values of the buckets of each series, in the order given. */
    List<List<Double>> buckets() {
      Map<String, List<Double>> bySeries = new LinkedHashMap<>();
      samples.forEach(
          (series, value) -> {
            if (series.startsWith(name + "_bucket")) {
              String rest = series.replaceAll("le=\"[^\"]*\"", "");
              bySeries.computeIfAbsent(rest, any -> new ArrayList<>()).add(value);
            }
          });
      return List.copyOf(bySeries.values());
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
