// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorumkeep.client.AuditDecision;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the JSON form of an audit record, an OCSF API Activity, as it is in the topic and in the
 * file.
 *
 * <p>Only the fields that the chain covers are read. The rest is made from them for the convenience
 * of log systems, and proves nothing. Strict on purpose: a number in another notation, or a name
 * that occurs twice, could mean one thing here and another to the next reader.
 */
public final class JsonAuditRecords {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonAuditRecords() {}

  /**
   * Reads one record.
   *
   * @throws MalformedRecordException if it is not one
   */
  public static ChainedAuditRecord read(byte[] json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new MalformedRecordException("it is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MalformedRecordException("it is not JSON in UTF-8", e);
    }
    JsonNode own = root.path("unmapped").path("quorumkeep");
    JsonNode attestation = root.path("unmapped").path("attestation_list").path(0);
    AuditRecord record =
        new AuditRecord(
            number(root.path("metadata").path("sequence"), "metadata.sequence"),
            Instant.ofEpochMilli(number(root.path("time"), "time")),
            number(own.path("raft_term"), "raft_term"),
            number(own.path("raft_index"), "raft_index"),
            text(own.path("node"), "node"),
            text(root.path("actor").path("user").path("uid"), "actor.user.uid"),
            text(own.path("source"), "source"),
            text(own.path("operation"), "operation"),
            text(root.path("resources").path(0).path("uid"), "resources[0].uid"),
            shortNumber(own.path("version"), "version"),
            text(root.path("api").path("request").path("uid"), "api.request.uid"),
            decision(shortNumber(own.path("decision"), "decision")),
            text(own.path("reason"), "reason"),
            details(own.path("details")));
    return new ChainedAuditRecord(
        record,
        Optional.empty(),
        Optional.of(
            text(
                attestation.path("prev_event").path("fingerprint").path("value"),
                "prev_event.fingerprint")),
        text(attestation.path("fingerprint").path("value"), "fingerprint"));
  }

  private static List<AuditDetail> details(JsonNode array) {
    if (!array.isArray()) {
      throw new MalformedRecordException("details is not an array", null);
    }
    List<AuditDetail> details = new ArrayList<>();
    for (JsonNode detail : array) {
      details.add(
          new AuditDetail(
              text(detail.path("name"), "details.name"),
              text(detail.path("value"), "details.value")));
    }
    return details;
  }

  private static AuditDecision decision(int number) {
    return switch (number) {
      case 1 -> AuditDecision.ALLOWED;
      case 2 -> AuditDecision.DENIED;
      case 3 -> AuditDecision.REJECTED;
      default -> throw new MalformedRecordException("decision is not 1, 2 or 3", null);
    };
  }

  private static long number(JsonNode node, String name) {
    if (!node.isIntegralNumber() || !node.canConvertToLong()) {
      throw new MalformedRecordException(name + " is not a whole number", null);
    }
    return node.longValue();
  }

  private static int shortNumber(JsonNode node, String name) {
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw new MalformedRecordException(name + " is not a small whole number", null);
    }
    return node.intValue();
  }

  private static String text(JsonNode node, String name) {
    if (!node.isTextual()) {
      throw new MalformedRecordException(name + " is not a string", null);
    }
    return node.textValue();
  }
}
