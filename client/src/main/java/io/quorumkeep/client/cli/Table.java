// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as they need to be, two spaces apart. */
final class Table {
  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... headers) {
    this.headers = List.of(headers);
  }

  Table row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  void print(PrintStream out, boolean withHeaders) {
    List<List<String>> lines = new ArrayList<>();
    if (withHeaders) {
      lines.add(headers);
    }
    lines.addAll(rows);
    int[] widths = widths(lines);
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String cell = printable(line.get(column));
        text.append(cell);
        if (column < line.size() - 1) {
          text.append(" ".repeat(widths[column] - cell.length())).append(GAP);
        }
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private int[] widths(List<List<String>> lines) {
    int[] widths = new int[headers.size()];
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        widths[column] = Math.max(widths[column], printable(line.get(column)).length());
      }
    }
    return widths;
  }

  /** What came from elsewhere must not move the cursor or recolour the screen. */
  static String printable(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                safe.append('?');
              } else {
                safe.appendCodePoint(point);
              }
            });
    return safe.toString();
  }
}
