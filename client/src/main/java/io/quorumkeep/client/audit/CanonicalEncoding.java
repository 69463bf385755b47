// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import io.quorumkeep.client.AuditDecision;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.AuditRecord;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * The bytes of an audit record that the chain is over, format 1: every field in a fixed order,
 * integers big-endian, strings as their length in bytes (4 bytes) and UTF-8. Two different records
 * never have the same bytes.
 */
public final class CanonicalEncoding {
  private static final int FORMAT = 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private CanonicalEncoding() {}

  /**
   * Encodes {@code record}.
   *
   * @throws IllegalArgumentException if a field has a value that no record can have
   */
  public static byte[] encode(AuditRecord record) {
    CanonicalEncoding encoding = new CanonicalEncoding();
    encoding.out.write(FORMAT);
    encoding.number(record.sequence());
    encoding.time(record.time());
    encoding.number(record.raftTerm());
    encoding.number(record.raftIndex());
    encoding.text("node", record.node());
    encoding.text("principal", record.principal());
    encoding.text("source", record.source());
    encoding.text("operation", record.operation());
    encoding.text("resource", record.resource());
    encoding.shortNumber(record.version());
    encoding.requestId(record.requestId());
    encoding.out.write(number(record.decision()));
    encoding.text("reason", record.reason());
    encoding.shortNumber(record.details().size());
    for (AuditDetail detail : record.details()) {
      encoding.text("detail", detail.name());
      encoding.text("detail", detail.value());
    }
    return encoding.out.toByteArray();
  }

  private static int number(AuditDecision decision) {
    return switch (decision) {
      case ALLOWED -> 1;
      case DENIED -> 2;
      case REJECTED -> 3;
      case UNKNOWN -> throw new IllegalArgumentException("the decision is not known");
    };
  }

  /**
   * Only whole milliseconds have a place in the encoding; more precision would escape the chain.
   */
  private void time(Instant time) {
    if (!time.equals(time.truncatedTo(ChronoUnit.MILLIS))) {
      throw new IllegalArgumentException("the time is finer than milliseconds: " + time);
    }
    number(time.toEpochMilli());
  }

  /** Only the canonical spelling, for the same reason. */
  private void requestId(String text) {
    UUID id = UUID.fromString(text);
    if (!id.toString().equals(text)) {
      throw new IllegalArgumentException("the request id is not a UUID in canonical form: " + text);
    }
    number(id.getMostSignificantBits());
    number(id.getLeastSignificantBits());
  }

  /** A lone surrogate has no UTF-8; the usual encoder would write "?" for it, as for a real one. */
  private void text(String name, String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      shortNumber(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the " + name + " is not valid Unicode", e);
    }
  }

  private void number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  private void shortNumber(int value) {
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
  }
}
