// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.AuditDecision;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Makes true audit trails, by a third writing-down of the format. */
public final class AuditTrails {
  private static final HexFormat HEX = HexFormat.of();
  private static final JsonMapper MAPPER = new JsonMapper();

  private AuditTrails() {}

  /** Records 1 to {@code count}, chained. */
  public static List<ChainedAuditRecord> trail(int count) {
    List<ChainedAuditRecord> trail = new ArrayList<>();
    byte[] head = new byte[32];
    for (int i = 1; i <= count; i++) {
      AuditRecord record = record(i);
      byte[] canonical = canonical(record);
      byte[] next = sha256(head, sha256(canonical));
      trail.add(
          new ChainedAuditRecord(
              record,
              Optional.of(HEX.formatHex(canonical)),
              Optional.of(HEX.formatHex(head)),
              HEX.formatHex(next)));
      head = next;
    }
    return trail;
  }

  /** The JSON form of a record, with some of the fields that the chain does not cover. */
  public static ObjectNode json(ChainedAuditRecord chained) {
    AuditRecord record = chained.record();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("class_uid", 6003).put("time", record.time().toEpochMilli()).put("message", "…");
    root.putObject("metadata").put("sequence", record.sequence()).put("version", "1.8.0");
    root.putObject("actor").putObject("user").put("uid", record.principal()).put("type_id", 4);
    root.putObject("api").putObject("request").put("uid", record.requestId());
    root.putArray("resources").addObject().put("uid", record.resource());
    ObjectNode own = root.putObject("unmapped").putObject("quorumkeep");
    own.put("raft_term", record.raftTerm())
        .put("raft_index", record.raftIndex())
        .put("node", record.node())
        .put("source", record.source())
        .put("operation", record.operation())
        .put("version", record.version())
        .put("decision", number(record.decision()))
        .put("reason", record.reason());
    ArrayNode details = own.putArray("details");
    for (AuditDetail detail : record.details()) {
      details.addObject().put("name", detail.name()).put("value", detail.value());
    }
    ObjectNode attestation = root.withObject("/unmapped").putArray("attestation_list").addObject();
    attestation
        .putObject("prev_event")
        .putObject("fingerprint")
        .put("value", chained.previousHead().orElseThrow());
    attestation.putObject("fingerprint").put("value", chained.head());
    return root;
  }

  /** Lines of JSON, as a file has them. */
  public static String ndjson(List<ChainedAuditRecord> trail) {
    StringBuilder text = new StringBuilder();
    for (ChainedAuditRecord record : trail) {
      text.append(write(json(record))).append('\n');
    }
    return text.toString();
  }

  static String write(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static AuditRecord record(int i) {
    boolean denied = i % 3 == 0;
    return new AuditRecord(
        i,
        Instant.ofEpochMilli(1_772_366_400_000L + i),
        2,
        100 + i,
        "node-" + i % 3,
        "spiffe://example.org/app/payments",
        "127.0.0.1:" + (50_000 + i),
        i % 2 == 0 ? "RETRIEVE_KEY" : "ROTATE_KEY",
        "namespaces/pay/keys/card-ü",
        i % 5,
        new UUID(0x0123_4567_89ab_4cdeL, i).toString(),
        denied ? AuditDecision.DENIED : AuditDecision.ALLOWED,
        denied ? "NO_GRANT" : "",
        i % 4 == 0
            ? List.of(new AuditDetail("algorithm", "AES_256"), new AuditDetail("label", "a=b"))
            : List.of());
  }

  private static byte[] canonical(AuditRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(1);
      out.writeLong(record.sequence());
      out.writeLong(record.time().toEpochMilli());
      out.writeLong(record.raftTerm());
      out.writeLong(record.raftIndex());
      for (String text :
          List.of(
              record.node(),
              record.principal(),
              record.source(),
              record.operation(),
              record.resource())) {
        string(out, text);
      }
      out.writeInt(record.version());
      UUID id = UUID.fromString(record.requestId());
      out.writeLong(id.getMostSignificantBits());
      out.writeLong(id.getLeastSignificantBits());
      out.writeByte(number(record.decision()));
      string(out, record.reason());
      out.writeInt(record.details().size());
      for (AuditDetail detail : record.details()) {
        string(out, detail.name());
        string(out, detail.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static int number(AuditDecision decision) {
    return switch (decision) {
      case ALLOWED -> 1;
      case DENIED -> 2;
      case REJECTED -> 3;
      case UNKNOWN -> 0;
    };
  }

  private static void string(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
