// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.AuditDecision;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditChainVerifierTest {
  private static final int COUNT = 12;

  /** The record whose fields are changed: it has details. */
  private static final int CHANGED = 8;

  /** Every value that the chain covers, by its place in the JSON form. */
  static Stream<String> coveredFields() {
    return Stream.of(
        "/metadata/sequence",
        "/time",
        "/unmapped/quorumkeep/raft_term",
        "/unmapped/quorumkeep/raft_index",
        "/unmapped/quorumkeep/node",
        "/actor/user/uid",
        "/unmapped/quorumkeep/source",
        "/unmapped/quorumkeep/operation",
        "/resources/0/uid",
        "/unmapped/quorumkeep/version",
        "/api/request/uid",
        "/unmapped/quorumkeep/decision",
        "/unmapped/quorumkeep/reason",
        "/unmapped/quorumkeep/details/0/name",
        "/unmapped/quorumkeep/details/0/value",
        "/unmapped/quorumkeep/details/1/name",
        "/unmapped/quorumkeep/details/1/value",
        "/unmapped/attestation_list/0/prev_event/fingerprint/value",
        "/unmapped/attestation_list/0/fingerprint/value");
  }

  @Test
  void givenRecordOneByHand_whenEncoded_thenTheBytesAreThoseOfTheFormat() {
    AuditRecord record =
        new AuditRecord(
            1,
            Instant.ofEpochMilli(2),
            3,
            4,
            "n",
            "p",
            "s",
            "o",
            "é",
            5,
            "00000000-0000-0006-0000-000000000007",
            AuditDecision.REJECTED,
            "",
            List.of());

    assertThat(HexFormat.of().formatHex(CanonicalEncoding.encode(record)))
        .isEqualTo(
            "01"
                + "0000000000000001"
                + "0000000000000002"
                + "0000000000000003"
                + "0000000000000004"
                + "000000016e"
                + "0000000170"
                + "0000000173"
                + "000000016f"
                + "00000002c3a9"
                + "00000005"
                + "00000000000000060000000000000007"
                + "03"
                + "00000000"
                + "00000000");
  }

  @Test
  void givenTrueTrail_whenVerified_thenItIsSummedUp() {
    List<ChainedAuditRecord> trail = AuditTrails.trail(COUNT);
    AuditChainVerifier verifier = new AuditChainVerifier();

    assertThat(trail).allSatisfy(record -> assertThat(verifier.accept(record)).isEmpty());

    assertThat(verifier.summary())
        .isEqualTo(new ChainSummary(COUNT, 1, COUNT, trail.get(COUNT - 1).head(), false));
  }

  @Test
  void givenTrueTrail_whenReadFromJson_thenItIsTheSame() {
    List<ChainedAuditRecord> trail = AuditTrails.trail(COUNT);

    assertThat(firstBreak(trail.stream().map(AuditTrails::json).toList())).isEmpty();
    assertThat(JsonAuditRecords.read(bytes(AuditTrails.json(trail.get(7)))).record())
        .isEqualTo(trail.get(7).record());
  }

  @Test
  void givenTrailFromTheMiddle_whenVerified_thenItsStartIsOnTrust() {
    AuditChainVerifier verifier = new AuditChainVerifier();

    assertThat(AuditTrails.trail(COUNT).subList(4, COUNT))
        .allSatisfy(record -> assertThat(verifier.accept(record)).isEmpty());

    assertThat(verifier.summary().startTrusted()).isTrue();
    assertThat(verifier.summary().firstSequence()).isEqualTo(5);
  }

  @ParameterizedTest
  @MethodSource("coveredFields")
  void givenOneChangedField_whenVerified_thenItIsFoundAtItsRecord(String pointer) {
    List<ObjectNode> records = jsonTrail();
    change(records.get(CHANGED - 1), pointer);

    Optional<ChainBreak> found = firstBreak(records);

    assertThat(found).isPresent();
    if (!pointer.equals("/metadata/sequence")) {
      assertThat(found.orElseThrow().sequence()).isEqualTo(CHANGED);
    }
  }

  @Test
  void givenDetailsSwappedOrDropped_whenVerified_thenItIsFound() {
    List<ObjectNode> swapped = jsonTrail();
    ArrayNode details = (ArrayNode) swapped.get(CHANGED - 1).at("/unmapped/quorumkeep/details");
    details.add(details.remove(0));
    List<ObjectNode> dropped = jsonTrail();
    ((ArrayNode) dropped.get(CHANGED - 1).at("/unmapped/quorumkeep/details")).remove(1);

    assertThat(firstBreak(swapped).orElseThrow().sequence()).isEqualTo(CHANGED);
    assertThat(firstBreak(dropped).orElseThrow().sequence()).isEqualTo(CHANGED);
  }

  @Test
  void givenAnyRecordRemoved_whenVerified_thenTheNextOneIsFound() {
    for (int removed = 1; removed < COUNT - 1; removed++) {
      List<ObjectNode> records = jsonTrail();
      records.remove(removed);

      assertThat(firstBreak(records).orElseThrow())
          .isEqualTo(
              new ChainBreak(
                  removed + 2,
                  "follows record " + removed + ": record " + (removed + 1) + " is missing"));
    }
  }

  @Test
  void givenAnyTwoRecordsSwapped_whenVerified_thenItIsFound() {
    for (int first = 0; first < COUNT; first++) {
      for (int second = first + 1; second < COUNT; second++) {
        List<ObjectNode> records = jsonTrail();
        Collections.swap(records, first, second);

        assertThat(firstBreak(records)).isPresent();
      }
    }
  }

  @Test
  void givenAnyRecordRepeated_whenVerified_thenItIsFound() {
    for (int repeated = 0; repeated < COUNT; repeated++) {
      List<ObjectNode> records = jsonTrail();
      records.add(repeated + 1, records.get(repeated));

      ChainBreak found = firstBreak(records).orElseThrow();

      assertThat(found.sequence()).isEqualTo(repeated + 1);
      assertThat(found.problem()).contains("repeated or out of order");
    }
  }

  @Test
  void givenTailOfAnotherTrail_whenSpliced_thenItIsFound() {
    List<ChainedAuditRecord> trail = AuditTrails.trail(COUNT);
    List<ObjectNode> records = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      ObjectNode record = AuditTrails.json(trail.get(i));
      if (i == 5) {
        change(record, "/unmapped/attestation_list/0/fingerprint/value");
      }
      records.add(record);
    }
    records.remove(5);
    ObjectNode forged = AuditTrails.json(trail.get(5));
    ((ObjectNode) forged.at("/unmapped/quorumkeep")).put("reason", "FORGED");
    records.add(5, forged);

    assertThat(firstBreak(records).orElseThrow().sequence()).isEqualTo(6);
  }

  @Test
  void givenCanonicalBytesThatSayOtherwise_whenVerified_thenItIsFound() {
    ChainedAuditRecord record = AuditTrails.trail(1).get(0);
    ChainedAuditRecord claimed =
        new ChainedAuditRecord(
            record.record(), Optional.of("00"), record.previousHead(), record.head());

    assertThat(new AuditChainVerifier().accept(claimed).orElseThrow().problem())
        .contains("canonical");
  }

  @Test
  void givenTimeFinerThanItsEncoding_whenVerified_thenItIsRefused() {
    ChainedAuditRecord record = AuditTrails.trail(1).get(0);
    AuditRecord was = record.record();
    AuditRecord finer =
        new AuditRecord(
            1,
            was.time().plusNanos(1),
            was.raftTerm(),
            was.raftIndex(),
            was.node(),
            was.principal(),
            was.source(),
            was.operation(),
            was.resource(),
            was.version(),
            was.requestId(),
            was.decision(),
            was.reason(),
            was.details());

    assertThat(
            new AuditChainVerifier()
                .accept(
                    new ChainedAuditRecord(
                        finer, Optional.empty(), record.previousHead(), record.head())))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{\"time\":1}",
        "{\"time\":1.0}",
        "not json",
        "{} {}",
      })
  void givenSomethingElse_whenReadAsJson_thenItIsMalformed(String text) {
    assertThatThrownBy(() -> JsonAuditRecords.read(text.getBytes(UTF_8)))
        .isInstanceOf(MalformedRecordException.class);
  }

  @Test
  void givenJsonWithTwoMeanings_whenRead_thenItIsMalformed() {
    String json = AuditTrails.write(AuditTrails.json(AuditTrails.trail(1).get(0)));

    assertThat(JsonAuditRecords.read(json.getBytes(UTF_8)).record().sequence()).isEqualTo(1);
    for (String changed :
        List.of(
            json.replace("\"raft_term\":2", "\"raft_term\":2,\"raft_term\":2"),
            json.replace("\"raft_term\":2", "\"raft_term\":2.0"),
            json.replace("\"raft_term\":2", "\"raft_term\":\"2\""),
            json.replace("\"decision\":1", "\"decision\":4"))) {
      assertThat(changed).isNotEqualTo(json);
      assertThatThrownBy(() -> JsonAuditRecords.read(changed.getBytes(UTF_8)))
          .isInstanceOf(MalformedRecordException.class);
    }
  }

  @Test
  void givenLoneSurrogateForQuestionMark_whenVerified_thenItIsNotTakenForOne() {
    String json =
        AuditTrails.write(AuditTrails.json(AuditTrails.trail(1).get(0)))
            .replace("card-ü", "card-\\ud800");

    assertThat(
            new AuditChainVerifier()
                .accept(JsonAuditRecords.read(json.getBytes(UTF_8)))
                .orElseThrow()
                .problem())
        .contains("not valid Unicode");
  }

  private static List<ObjectNode> jsonTrail() {
    return new ArrayList<>(AuditTrails.trail(COUNT).stream().map(AuditTrails::json).toList());
  }

  private static Optional<ChainBreak> firstBreak(List<ObjectNode> records) {
    AuditChainVerifier verifier = new AuditChainVerifier();
    return records.stream()
        .map(record -> verifier.accept(JsonAuditRecords.read(bytes(record))))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static byte[] bytes(ObjectNode record) {
    return AuditTrails.write(record).getBytes(UTF_8);
  }

  /** Changes a value as little as its type allows. */
  private static void change(ObjectNode record, String pointer) {
    int slash = pointer.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) record.at(pointer.substring(0, slash));
    String name = pointer.substring(slash + 1);
    JsonNode value = parent.get(name);
    if (value.isNumber()) {
      parent.put(name, value.longValue() + 1);
    } else {
      String text = value.textValue();
      parent.put(name, text.isEmpty() ? "x" : flipLastCharacter(text));
    }
  }

  private static String flipLastCharacter(String text) {
    int last = text.length() - 1;
    char other = text.charAt(last) == '1' ? '2' : '1';
    return text.substring(0, last) + other;
  }
}
