// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.store.RowKeys;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a key. */
public final class KeyEvents {
  private KeyEvents() {}

  /**
   * Where an event stands: the audit record of its request, and which of its events it is.
   *
   * @param sequence 0 for before the first
   */
  public record Position(long sequence, int ordinal) {
    /** Before the first event. */
    public static final Position START = new Position(0, 0);
  }

  /**
   * An event with the record of its request.
   *
   * @param record null if it is no longer held
   */
  public record Recorded(Position position, KeyEvent event, @Nullable AuditRecord record) {}

  /** The events after {@code after}, in their order. */
  static List<Recorded> list(PastReader past, KeyName name, Position after, int limit) {
    byte[] from = RowKeys.keyEvent(name, RowKeys.event(after.sequence(), after.ordinal()));
    List<Recorded> found = new ArrayList<>();
    past.scanKey(
        name,
        from,
        (row, event) -> {
          Position position = new Position(RowKeys.sequenceOf(row), RowKeys.ordinalOf(row));
          if (!position.equals(after)) {
            found.add(new Recorded(position, event, past.record(position.sequence())));
          }
          return found.size() < limit;
        });
    return found;
  }
}
