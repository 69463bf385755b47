// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.RequestId;
import java.util.ArrayList;
import java.util.List;

/**
 * The one byte form of an audit record: what is stored, and what the chain is over.
 *
 * <p>Format 1, all integers big-endian; {@code str} is a u32 length and that many bytes of UTF-8:
 * u8 format, u64 sequence, u64 time, u64 term, u64 index, str node, str principal, str source, str
 * operation, str resource, u32 version, 16 bytes request id, u8 decision, str reason, u32 number of
 * details and for each str name, str value.
 */
public final class RecordEncoding {
  /** The first byte of every record. */
  public static final int FORMAT = 1;

  private static final int USUAL_SIZE = 256;
  private static final int MAX_DETAILS = 64;

  private RecordEncoding() {}

  public static byte[] encode(AuditRecord record) {
    ByteWriter out = new ByteWriter(USUAL_SIZE);
    out.u8(FORMAT);
    out.u64(record.sequence());
    out.u64(record.timeMs());
    out.u64(record.raftTerm());
    out.u64(record.raftIndex());
    out.str(record.node());
    out.str(record.principal());
    out.str(record.source());
    out.str(record.operation());
    out.str(record.resource());
    out.u32(record.version());
    out.u64(record.requestId().high());
    out.u64(record.requestId().low());
    out.u8(record.decision().number());
    out.str(record.reason());
    out.u32(record.details().size());
    for (AuditRecord.Detail detail : record.details()) {
      out.str(detail.name());
      out.str(detail.value());
    }
    return out.toBytes();
  }

  /**
   * Reads a record back.
   *
   * @throws CorruptLogException if the bytes are not exactly one record
   */
  public static AuditRecord decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    int format = in.u8();
    if (format != FORMAT) {
      throw new CorruptLogException("audit record has unknown format " + format);
    }
    AuditRecord record =
        new AuditRecord(
            in.u64(),
            in.u64(),
            in.u64(),
            in.u64(),
            in.str(),
            in.str(),
            in.str(),
            in.str(),
            in.str(),
            in.u32(),
            new RequestId(in.u64(), in.u64()),
            decision(in.u8()),
            in.str(),
            details(in));
    in.end();
    return record;
  }

  private static AuditDecision decision(int number) {
    for (AuditDecision decision : AuditDecision.values()) {
      if (decision.number() == number) {
        return decision;
      }
    }
    throw new CorruptLogException("audit record has unknown decision " + number);
  }

  private static List<AuditRecord.Detail> details(ByteReader in) {
    int count = in.u32();
    if (count < 0 || count > MAX_DETAILS) {
      throw new CorruptLogException("audit record claims " + count + " details");
    }
    List<AuditRecord.Detail> details = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      details.add(new AuditRecord.Detail(in.str(), in.str()));
    }
    return details;
  }
}
