// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares docs/metrics.md with what a node shows. */
class MetricsPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "metrics.md");

  /** A row of a table: name, perhaps a dagger, type, labels, meaning. */
  private static final Pattern ROW =
      Pattern.compile("\\| `([a-z0-9_]+)`( †)? \\| (\\w+) \\|([^|]*)\\| [^|]+ \\|");

  private static final Pattern LABEL = Pattern.compile("`([a-z_]+)`");

  @Test
  void givenLiveScrape_whenComparedWithThePage_thenNamesTypesAndLabelsAgree() throws Exception {
    Map<String, String> always = new TreeMap<>();
    Map<String, String> sometimes = new TreeMap<>();
    readPage(always, sometimes);
    Map<String, String> shown = new TreeMap<>();
    try (Metrics metrics = Scrape.metrics()) {
      metrics.requests().method("quorumkeep.v1.KeyService", "GetKey").record(0, 1);
      for (Scrape.Family family : Scrape.of(metrics).families().values()) {
        shown.put(family.name(), family.type() + " " + family.labels());
      }
    }

    Map<String, String> expected = new TreeMap<>(always);
    sometimes.forEach(
        (name, row) -> {
          if (shown.containsKey(name)) {
            expected.put(name, row);
          }
        });
    assertThat(shown).isEqualTo(expected);
    assertThat(sometimes.keySet()).allMatch(name -> name.startsWith("jvm_gc_"));
  }

  private static void readPage(Map<String, String> always, Map<String, String> sometimes)
      throws IOException {
    for (String line : Files.readAllLines(PAGE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        TreeSet<String> labels = new TreeSet<>();
        LABEL.matcher(row.group(4)).results().forEach(label -> labels.add(label.group(1)));
        Map<String, String> rows = row.group(2) == null ? always : sometimes;
        rows.put(row.group(1), row.group(3) + " " + labels);
      } else {
        assertThat(line).as("a row that is not understood").doesNotStartWith("| `");
      }
    }
  }
}
