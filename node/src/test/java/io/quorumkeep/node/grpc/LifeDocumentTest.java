// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of docs/life-of-a-key.md stand between markers; the text around them is written. */
class LifeDocumentTest {
  private static final Path PAGE = Path.of("..", "docs", "life-of-a-key.md");

  @Test
  void givenTables_whenMadeFromTheCode_thenThePageHasTheSame() throws IOException {
    String written = Files.readString(PAGE);
    String made = written;
    for (Map.Entry<String, String> table : LifeDocument.tables().entrySet()) {
      made = replaced(made, table.getKey(), table.getValue());
    }
    if (Boolean.getBoolean("quorumkeep.regenerate")) {
      Files.writeString(PAGE, made);
      written = made;
    }

    assertThat(written).isEqualTo(made);
  }

  private static String replaced(String page, String name, String table) {
    String start = "<!-- table: " + name + " -->\n";
    String end = "<!-- end -->\n";
    int from = page.indexOf(start);
    assertThat(from).as("the page has a place for %s", name).isNotNegative();
    int to = page.indexOf(end, from);
    assertThat(to).as("%s has an end", name).isGreaterThan(from);
    return page.substring(0, from + start.length()) + table + page.substring(to);
  }
}
