// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HighWaterMarkTest {
  private static final int SLOT_BYTES = 512;

  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("high-water-mark");
  }

  @Test
  void givenRaisedMark_whenOpenedAgain_thenItIsWhereItWas() {
    try (HighWaterMark mark = HighWaterMark.open(file, false)) {
      assertThat(mark.position()).isEqualTo(LogPosition.NONE);
      mark.raise(new LogPosition(1, 7));
      mark.raise(new LogPosition(2, 8));
    }

    try (HighWaterMark mark = HighWaterMark.open(file, true)) {
      assertThat(mark.position()).isEqualTo(new LogPosition(2, 8));
    }
  }

  @Test
  void givenRaisedMark_whenToldAnEarlierPosition_thenItStays() {
    try (HighWaterMark mark = HighWaterMark.open(file, false)) {
      mark.raise(new LogPosition(2, 8));
      mark.raise(new LogPosition(2, 7));

      assertThat(mark.position()).isEqualTo(new LogPosition(2, 8));
    }
  }

  @Test
  void givenRaisedMark_whenReadWithoutClosing_thenTheFileHasIt() {
    try (HighWaterMark mark = HighWaterMark.open(file, false)) {
      mark.raise(new LogPosition(3, 9));

      try (HighWaterMark afterDeath = HighWaterMark.open(file, true)) {
        assertThat(afterDeath.position()).isEqualTo(new LogPosition(3, 9));
      }
    }
  }

  @Test
  void givenLogButNoMark_whenOpened_thenRefusedNamingTheFile() {
    assertThatThrownBy(() -> HighWaterMark.open(file, true))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void givenAnyFlippedByteInOneSlot_whenOpened_thenTheOtherSlotCounts() throws IOException {
    try (HighWaterMark mark = HighWaterMark.open(file, false)) {
      mark.raise(new LogPosition(1, 7));
      mark.raise(new LogPosition(1, 8));
    }
    byte[] whole = Files.readAllBytes(file);

    for (int slot : new int[] {0, SLOT_BYTES}) {
      for (int offset = 0; offset < 36; offset++) {
        byte[] damaged = whole.clone();
        damaged[slot + offset] ^= 0x10;
        Files.write(file, damaged);

        try (HighWaterMark mark = HighWaterMark.open(file, true)) {
          assertThat(mark.position()).isIn(new LogPosition(1, 7), new LogPosition(1, 8));
        }
      }
    }
  }

  @Test
  void givenBothSlotsDamaged_whenOpened_thenRefusedNamingTheFile() throws IOException {
    try (HighWaterMark mark = HighWaterMark.open(file, false)) {
      mark.raise(new LogPosition(1, 7));
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[16] ^= 1;
    bytes[SLOT_BYTES + 16] ^= 1;
    Files.write(file, bytes);

    assertThatThrownBy(() -> HighWaterMark.open(file, true))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("damaged");
  }
}
