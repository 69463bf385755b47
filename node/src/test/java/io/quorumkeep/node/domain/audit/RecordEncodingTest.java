// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.Damage;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.RequestId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordEncodingTest {
  /** Made with other tools from the description of the format. */
  private static final String GOLDEN =
      "01"
          + "0000000000000007"
          + "0000019ca9450a7b"
          + "0000000000000003"
          + "000000000000002a"
          + "000000066e6f64652d31"
          + "000000217370696666653a2f2f6578616d706c652e6f72672f70656f706c652f616c696365"
          + "0000000e31302e302e302e373a3430333132"
          + "0000000a4352454154455f4b4559"
          + "000000226e616d657370616365732f7061796d656e74732f6b6579732f636172642d64617461"
          + "00000001"
          + "018f3c1e7b2a7abc8def0123456789ab"
          + "03"
          + "000000124b45595f414c52454144595f455849535453"
          + "00000002"
          + "00000009616c676f726974686d"
          + "000000074145535f323536"
          + "000000046e6f7465"
          + "000000075ac3bc72696368";

  private static final AuditRecord RECORD =
      new AuditRecord(
          7,
          1_772_366_400_123L,
          3,
          42,
          "node-1",
          "spiffe://example.org/people/alice",
          "10.0.0.7:40312",
          "CREATE_KEY",
          "namespaces/payments/keys/card-data",
          1,
          RequestId.parse("018f3c1e-7b2a-7abc-8def-0123456789ab"),
          AuditDecision.REJECTED,
          "KEY_ALREADY_EXISTS",
          List.of(
              new AuditRecord.Detail("algorithm", "AES_256"),
              new AuditRecord.Detail("note", "Zürich")));

  private static final byte[] BYTES = HexFormat.of().parseHex(GOLDEN);

  @Test
  void goldenBytes() {
    assertThat(HexFormat.of().formatHex(RecordEncoding.encode(RECORD))).isEqualTo(GOLDEN);
    assertThat(RecordEncoding.decode(BYTES)).isEqualTo(RECORD);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenRandomRecords_whenEncoded_thenTheyReadBack(long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < 500; i++) {
      AuditRecord record = randomRecord(random);
      assertThat(RecordEncoding.decode(RecordEncoding.encode(record)))
          .as("seed %d", seed)
          .isEqualTo(record);
    }
  }

  @Test
  void givenRecord_whenAnyBitFlips_thenCorruptOrAnotherRecord() {
    Damage.flipEveryBit(BYTES, RecordEncodingTest::assertCorruptOrItsOwn);
  }

  @Test
  void givenRecord_whenCutAnywhereOrLonger_thenCorrupt() {
    Damage.cutEverywhere(BYTES, RecordEncodingTest::assertCorrupt);
    assertCorrupt(Arrays.copyOf(BYTES, BYTES.length + 1));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyBytes_whenRead_thenCorruptOrTheOneFormOfThatRecord(long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < 3_000; i++) {
      byte[] bytes = RecordEncoding.encode(randomRecord(random));
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      assertCorruptOrItsOwn(bytes);
    }
  }

  @Test
  void givenLengthsThatAreLies_whenRead_thenCorrupt() {
    int nodeLengthAt = 33;
    int detailsAt = GOLDEN.indexOf("0000000200000009616c") / 2;

    for (String lie : List.of("ffffffff", "80000000", "7fffffff", "00010000")) {
      for (int at : new int[] {nodeLengthAt, detailsAt}) {
        assertCorrupt(changed(bytes -> put(bytes, at, lie)));
      }
    }
    assertCorrupt(changed(bytes -> put(bytes, 0, "00")));
    assertCorrupt(changed(bytes -> put(bytes, 0, "02")));
  }

  @Test
  void givenTextThatIsNotUtf8_whenRead_thenCorrupt() {
    int noteAt = GOLDEN.indexOf("5ac3bc72") / 2;

    // A lone byte, a cut sequence, an overlong slash, half a surrogate pair.
    for (String bad : List.of("ff", "c372", "c0af", "eda080")) {
      assertCorrupt(changed(bytes -> put(bytes, noteAt, bad)));
    }
  }

  /** It is a character as any other where it was written as one. */
  @Test
  void givenReplacementCharacter_whenEncoded_thenItReadsBack() {
    AuditRecord record = withDetails(List.of(new AuditRecord.Detail("a\ufffd", "\ufffd")));

    assertThat(RecordEncoding.decode(RecordEncoding.encode(record))).isEqualTo(record);
  }

  @Test
  void givenManyDetails_whenRead_thenAtMost64() {
    AuditRecord.Detail detail = new AuditRecord.Detail("a", "b");
    AuditRecord most = withDetails(Collections.nCopies(64, detail));
    byte[] more = RecordEncoding.encode(withDetails(Collections.nCopies(65, detail)));

    assertThat(RecordEncoding.decode(RecordEncoding.encode(most))).isEqualTo(most);
    assertCorrupt(more);
  }

  @Test
  void numbersOfDecisionsArePermanent() {
    assertThat(AuditDecision.values())
        .extracting(decision -> decision.number() + " " + decision)
        .containsExactly("1 ALLOWED", "2 DENIED", "3 REJECTED");
  }

  private static void assertCorruptOrItsOwn(byte[] bytes) {
    AuditRecord record;
    try {
      record = RecordEncoding.decode(bytes);
    } catch (CorruptLogException expected) {
      return;
    }
    // What can be read has one byte form, so damaged bytes never read as what they were.
    assertThat(RecordEncoding.encode(record)).isEqualTo(bytes);
  }

  private static void assertCorrupt(byte[] bytes) {
    assertThatThrownBy(() -> RecordEncoding.decode(bytes)).isInstanceOf(CorruptLogException.class);
  }

  private static byte[] changed(UnaryOperator<byte[]> change) {
    return change.apply(BYTES.clone());
  }

  private static byte[] put(byte[] bytes, int at, String hex) {
    byte[] value = HexFormat.of().parseHex(hex);
    System.arraycopy(value, 0, bytes, at, value.length);
    return bytes;
  }

  private static AuditRecord withDetails(List<AuditRecord.Detail> details) {
    return new AuditRecord(
        1,
        2,
        3,
        4,
        "n",
        "p",
        "s",
        "o",
        "r",
        0,
        new RequestId(5, 6),
        AuditDecision.ALLOWED,
        "",
        details);
  }

  private static AuditRecord randomRecord(Random random) {
    AuditDecision[] decisions = AuditDecision.values();
    List<AuditRecord.Detail> details = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      details.add(new AuditRecord.Detail(randomText(random), randomText(random)));
    }
    return new AuditRecord(
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        randomText(random),
        randomText(random),
        randomText(random),
        randomText(random),
        randomText(random),
        random.nextInt(),
        new RequestId(random.nextLong(), random.nextLong()),
        decisions[random.nextInt(decisions.length)],
        randomText(random),
        details);
  }

  /** ASCII mostly, so that both ways of writing are taken; sometimes longer than the buffer. */
  private static String randomText(Random random) {
    int length = random.nextInt(20) == 0 ? 400 : random.nextInt(12);
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    for (int i = 0; i < length; i++) {
      bytes[i] &= 0x7f;
    }
    String ascii = new String(bytes, StandardCharsets.US_ASCII);
    return random.nextInt(4) == 0 ? ascii + "é\ufffd\ud83d\ude00" : ascii;
  }
}
