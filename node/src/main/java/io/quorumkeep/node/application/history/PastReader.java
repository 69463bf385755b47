// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.EventCodec;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.RecordEncoding;
import io.quorumkeep.node.domain.history.PastGrants;
import io.quorumkeep.node.domain.history.PastKey;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.store.AuditRows;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes the past again from events, found by {@link Table#KEY_HISTORY}. */
public final class PastReader {
  private final Rows rows;

  public PastReader(Rows rows) {
    this.rows = rows;
  }

  /** A moment as it was found, or what is wrong with it. */
  public record Found(@Nullable Cut cut, String complaint) {}

  /** Looks up a moment; one that has not come yet, or is no longer on record, is a complaint. */
  public Found find(Moment moment) {
    ClusterFacts facts = new StateReader(rows).cluster();
    if (moment instanceof Moment.AtTime at) {
      return at.time().isAfter(facts.logTime())
          ? complaint("the time is after the cluster's, which is " + facts.logTime())
          : new Found(new Cut(Long.MAX_VALUE, at.time()), "");
    }
    long sequence = ((Moment.AtSequence) moment).sequence();
    long last = facts.auditHead().sequence();
    if (sequence > last) {
      return complaint("the audit trail ends with record " + last);
    }
    AuditRecord record = record(sequence);
    return record == null
        ? complaint("audit record " + sequence + " is no longer held here; name a time instead")
        : new Found(new Cut(sequence, Instant.ofEpochMilli(record.timeMs())), "");
  }

  private static Found complaint(String text) {
    return new Found(null, text);
  }

  /** An audit record, or null if it is not there. */
  @Nullable AuditRecord record(long sequence) {
    byte[] canonical = AuditRows.find(rows, sequence);
    return canonical == null ? null : RecordEncoding.decode(canonical);
  }

  /**
   * A key at a moment.
   *
   * @param wanted the version to keep; 0 for the current one
   */
  public PastKey key(KeyName name, int wanted, Cut cut) {
    PastKey[] past = {PastKey.beforeAll(wanted)};
    scanKey(
        name,
        RowKeys.keyEvents(name),
        (position, event) -> {
          if (!cut.includes(RowKeys.sequenceOf(position), event.occurredAt())) {
            return false;
          }
          past[0] = past[0].after(event);
          return true;
        });
    return past[0];
  }

  /** The last event of a key at or before a moment, or 0. */
  long lastEvent(KeyName name, Cut cut) {
    long[] last = {0};
    rows.scanBack(
        Table.KEY_HISTORY,
        RowKeys.keyEvent(name, RowKeys.event(cut.sequence(), 0xff)),
        (row, nothing) -> {
          if (!startsWith(row, RowKeys.keyEvents(name))) {
            return false;
          }
          byte[] position = RowKeys.eventOf(row);
          long sequence = RowKeys.sequenceOf(position);
          boolean included = cut.includes(sequence, event(position).occurredAt());
          last[0] = included ? sequence : 0;
          return !included;
        });
    return last[0];
  }

  /** All grants at a moment. */
  public Grants grants(Cut cut) {
    PastGrants past = PastGrants.beforeAll();
    byte[] prefix = RowKeys.grantEvents();
    rows.scan(
        Table.KEY_HISTORY,
        prefix,
        (row, nothing) -> startsWith(row, prefix) && addGrant(past, RowKeys.eventOf(row), cut));
    return past.grants();
  }

  private boolean addGrant(PastGrants past, byte[] position, Cut cut) {
    boolean[] included = {false};
    EventCodec.decode(
        eventRow(position),
        event -> {
          throw new CorruptLogException("the history of grants leads to an event of a key");
        },
        event -> {
          included[0] = cut.includes(RowKeys.sequenceOf(position), event.occurredAt());
          if (included[0]) {
            past.add(event);
          }
        },
        event -> {
          throw new CorruptLogException("the history of grants leads to an event of a proposal");
        },
        event -> {
          throw new CorruptLogException("the history of grants leads to a step of an erasure");
        });
    return included[0];
  }

  /**
   * Visits events of a key in their order.
   *
   * @param from a key of {@link Table#KEY_HISTORY}, inclusive
   */
  void scanKey(KeyName name, byte[] from, EventVisitor visitor) {
    byte[] prefix = RowKeys.keyEvents(name);
    rows.scan(
        Table.KEY_HISTORY,
        from,
        (row, nothing) -> {
          if (!startsWith(row, prefix)) {
            return false;
          }
          byte[] position = RowKeys.eventOf(row);
          return visitor.visit(position, event(position));
        });
  }

  private KeyEvent event(byte[] position) {
    @Nullable KeyEvent[] found = new KeyEvent[1];
    EventCodec.decode(
        eventRow(position),
        event -> found[0] = event,
        event -> {
          throw new CorruptLogException("the history of a key leads to an event of a grant");
        },
        event -> {
          throw new CorruptLogException("the history of a key leads to an event of a proposal");
        },
        event -> {
          throw new CorruptLogException("the history of a key leads to a step of an erasure");
        });
    KeyEvent event = found[0];
    if (event == null) {
      throw new CorruptLogException("an event is of no known kind");
    }
    return event;
  }

  private byte[] eventRow(byte[] position) {
    byte[] row = rows.get(Table.EVENTS, position);
    if (row == null) {
      throw new CorruptLogException(
          "event " + RowKeys.sequenceOf(position) + " is in a history, but not there");
    }
    return row;
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  /** Sees events one by one. */
  @FunctionalInterface
  interface EventVisitor {
    /**
     * Takes an event.
     *
     * @param position its key in {@link Table#EVENTS}
     * @return whether to go on
     */
    boolean visit(byte[] position, KeyEvent event);
  }
}
