// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A table of what is expected: a row for each state and one for none, a column for each thing. */
final class StateTable {
  private static final String NO_STATE = "none";

  private StateTable() {}

  /**
   * Returns the cells as arguments: the name of the row, of the column, and what stands there.
   *
   * @throws IllegalArgumentException if a row is missing, or a cell
   */
  static Stream<Arguments> cells(String table) {
    List<List<String>> rows =
        table.strip().lines().map(line -> List.of(line.strip().split("\\s+"))).toList();
    List<String> head = rows.get(0);
    List<String> seen = new ArrayList<>();
    List<Arguments> cells = new ArrayList<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      if (row.size() != head.size()) {
        throw new IllegalArgumentException("row " + row.get(0) + " has not a cell in each column");
      }
      seen.add(row.get(0));
      for (int column = 1; column < head.size(); column++) {
        cells.add(Arguments.of(row.get(0), head.get(column), row.get(column)));
      }
    }
    List<String> wanted = new ArrayList<>(List.of(NO_STATE));
    Stream.of(KeyState.values()).map(KeyState::name).forEach(wanted::add);
    if (!seen.equals(wanted)) {
      throw new IllegalArgumentException("rows " + seen + " are not " + wanted);
    }
    return cells.stream();
  }

  static boolean isNone(String row) {
    return row.equals(NO_STATE);
  }
}
