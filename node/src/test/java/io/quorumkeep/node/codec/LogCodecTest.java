// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.Damage;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Entry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogCodecTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenBatchesOfSeveralNodes_whenJoined_thenTheEntryHasThemInOrder(long seed) {
    RandomValues random = new RandomValues(seed);

    for (int count = 0; count < 20; count++) {
      List<Batch> batches = Stream.generate(() -> random.batch(5)).limit(count).toList();
      Instant time = random.time();

      ByteString entry = LogCodec.encodeEntry(time, encoded(batches));

      assertThat(LogCodec.decodeEntry(entry))
          .as("seed %d", seed)
          .isEqualTo(new Entry(time, batches));
    }
  }

  @Test
  void givenJoinedEntry_whenReadAsItsSchema_thenTheBytesAreTheSchemas() throws Exception {
    List<Batch> batches = List.of(new RandomValues(1).batch(3), new RandomValues(2).batch(3));

    ByteString entry = LogCodec.encodeEntry(NOW, encoded(batches));

    assertThat(io.quorumkeep.log.v1.Entry.parseFrom(entry).toByteString()).isEqualTo(entry);
  }

  @Test
  void givenBatch_whenEncoded_thenEachOriginOnce() throws Exception {
    Batch batch = new RandomValues(3).batch(200);

    var stored = io.quorumkeep.log.v1.Batch.parseFrom(LogCodec.encodeBatch(batch));

    assertThat(stored.getCommandsCount()).isEqualTo(200);
    assertThat(stored.getOriginsList()).hasSizeLessThanOrEqualTo(3).doesNotHaveDuplicates();
  }

  @Test
  void givenEntry_whenDamaged_thenCorruptOrAnother() {
    Entry entry = new Entry(NOW, List.of(new RandomValues(4).batch(12)));
    byte[] bytes = LogCodec.encodeEntry(NOW, encoded(entry.batches())).toByteArray();

    Damage.cutEverywhere(bytes, damaged -> assertCorruptOrNot(entry, damaged));
    Damage.flipEveryBit(
        bytes.length > 6_000 ? new byte[0] : bytes, damaged -> assertCorruptOrNot(entry, damaged));
  }

  @Test
  void givenFieldsOfALaterVersion_whenEntryRead_thenCorrupt() {
    ByteString entry = LogCodec.encodeEntry(NOW, List.of());
    ByteString later = ByteString.copyFrom(StoredForm.field(99, new byte[1]));

    assertThatThrownBy(() -> LogCodec.decodeEntry(entry.concat(later)))
        .isInstanceOf(CorruptLogException.class)
        .hasMessageContaining("later version");
  }

  @Test
  void givenCommandOfALaterVersion_whenRead_thenCorrupt() {
    var command =
        io.quorumkeep.log.v1.Command.newBuilder()
            .setRequestId(ByteString.copyFrom(new byte[16]))
            .build();

    assertCorruptBatch(command);
  }

  @Test
  void givenOriginThatIsNotThere_whenRead_thenCorrupt() {
    for (int origin : new int[] {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertCorruptBatch(advanceCursor().setOrigin(origin).build());
    }
  }

  @Test
  void givenRequestIdOfAnotherLength_whenRead_thenCorrupt() {
    for (int length : new int[] {0, 15, 17}) {
      assertCorruptBatch(
          advanceCursor().setRequestId(ByteString.copyFrom(new byte[length])).build());
    }
  }

  private static io.quorumkeep.log.v1.Command.Builder advanceCursor() {
    return io.quorumkeep.log.v1.Command.newBuilder()
        .setRequestId(ByteString.copyFrom(new byte[16]))
        .setAdvanceCursor(io.quorumkeep.log.v1.AdvanceCursor.newBuilder().setSequence(1));
  }

  private static void assertCorruptBatch(io.quorumkeep.log.v1.Command command) {
    var origin =
        io.quorumkeep.log.v1.Origin.newBuilder().setPrincipal("spiffe://a/b").setSource("c");
    var good =
        io.quorumkeep.log.v1.Batch.newBuilder()
            .addOrigins(origin)
            .addCommands(advanceCursor())
            .build();
    var bad = good.toBuilder().addCommands(command).build();

    assertThat(LogCodec.decodeBatch(good.toByteString()).commands()).hasSize(1);
    assertThatThrownBy(() -> LogCodec.decodeBatch(bad.toByteString()))
        .isInstanceOf(CorruptLogException.class);
  }

  private static void assertCorruptOrNot(Entry entry, byte[] damaged) {
    Entry read;
    try {
      read = LogCodec.decodeEntry(ByteString.copyFrom(damaged));
    } catch (CorruptLogException expected) {
      return;
    }
    if (read.equals(entry)) {
      assertThat(LogCodec.encodeEntry(read.proposedAt(), encoded(read.batches())).toByteArray())
          .hasSameSizeAs(damaged)
          .isNotEqualTo(damaged);
    }
  }

  private static List<ByteString> encoded(List<Batch> batches) {
    return batches.stream().map(LogCodec::encodeBatch).toList();
  }
}
