// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuditSinkTest extends AuditSinkContract {
  @TempDir Path directory;

  @Override
  protected AuditSink newSink() {
    return new FileAuditSink(file(), AuditTrail.CHAIN);
  }

  @Override
  protected List<String> contents() {
    try {
      return Files.readAllLines(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void givenNewFile_whenOpened_thenOnlyItsOwnerMayRead() throws IOException {
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void givenEveryCutOfTheLastLine_whenOpened_thenTheLineIsGoneAndComesAgain() throws IOException {
    AuditTrail trail = trail(3);
    write(trail);
    byte[] whole = Files.readAllBytes(file());
    int lastLine = trail.exported(3).get(0).json().length + 1;

    for (int cut = 1; cut < lastLine; cut += 97) {
      Files.write(file(), Arrays.copyOf(whole, whole.length - cut));
      try (AuditSink sink = newSink()) {
        assertThat(sink.openAndFindTail().sequence()).isEqualTo(2);
        sink.append(trail.exported(3));
      }
      assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }
  }

  @Test
  void givenForeignLine_whenOpened_thenRefusedWithFileAndLine() throws IOException {
    write(trail(3));
    Files.writeString(file(), "{\"not\":\"ours\"}\n", StandardOpenOption.APPEND);

    assertThatThrownBy(() -> newSink().openAndFindTail())
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.FATAL))
        .hasMessageContaining(file() + ", line 4");
  }

  @Test
  void givenBinaryLine_whenOpened_thenRefusedWithFileAndLine() throws IOException {
    write(trail(2));
    Files.write(file(), new byte[] {0, 0, 0, 0, '\n'}, StandardOpenOption.APPEND);

    assertThatThrownBy(() -> newSink().openAndFindTail()).hasMessageContaining("line 3: not JSON");
  }

  @Test
  void givenMissingLine_whenOpened_thenRefusedWithFileAndLine() throws IOException {
    write(trail(5));
    List<String> lines = Files.readAllLines(file());
    lines.remove(2);
    Files.write(file(), lines);

    assertThatThrownBy(() -> newSink().openAndFindTail())
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("line 3: does not continue the line before it");
  }

  @Test
  void givenFileOfAnotherChain_whenOpened_thenRefused() {
    write(trail(1));

    assertThatThrownBy(() -> new FileAuditSink(file(), new ChainName("other", 0)).openAndFindTail())
        .isInstanceOf(SinkException.class)
        .hasMessageContaining("line 1: a record of another chain");
  }

  @Test
  void givenFileLongerThanTheWindow_whenOpened_thenTailIsTheLast() {
    AuditTrail trail = trail(6_000);
    write(trail);
    assertThat(file()).satisfies(path -> assertThat(Files.size(path)).isGreaterThan(8 << 20));

    try (AuditSink sink = newSink()) {
      assertThat(sink.openAndFindTail()).isEqualTo(trail.head());
    }
  }

  @Test
  void givenDirectoryMissing_whenOpened_thenMayBeTriedAgain() {
    FileAuditSink sink = new FileAuditSink(directory.resolve("no/audit.ndjson"), AuditTrail.CHAIN);

    assertThatThrownBy(sink::openAndFindTail)
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.kind()).isEqualTo(SinkException.Kind.RETRYABLE));
  }

  private Path file() {
    return directory.resolve("audit.ndjson");
  }

  private void write(AuditTrail trail) {
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1));
    }
  }
}
