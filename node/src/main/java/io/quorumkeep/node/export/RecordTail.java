// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.quorumkeep.node.domain.audit.ChainHead;
import java.io.IOException;
import java.util.HexFormat;

/**
 * What a published record says about the chain: all that a sink needs to know to go on after it.
 *
 * @param before the chain head before the record
 * @param after the chain head after it
 */
public record RecordTail(ChainHead before, ChainHead after) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * Reads a record of {@code chain}.
   *
   * @throws IllegalArgumentException if {@code json} is not one, saying why and quoting nothing
   */
  public static RecordTail parse(byte[] json, ChainName chain) {
    try {
      JsonNode root = MAPPER.readTree(json);
      long sequence = root.path("metadata").path("sequence").asLong();
      JsonNode attestation = root.path("unmapped").path("attestation_list").path(0);
      if (sequence < 1) {
        throw new IllegalArgumentException("not an audit record");
      }
      if (!attestation.path("chain_uid").asText().equals(chain.uid())) {
        throw new IllegalArgumentException("a record of another chain than " + chain);
      }
      return new RecordTail(
          new ChainHead(sequence - 1, digest(attestation.path("prev_event"))),
          new ChainHead(sequence, digest(attestation)));
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static byte[] digest(JsonNode event) {
    return HexFormat.of().parseHex(event.path("fingerprint").path("value").asText());
  }
}
