// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.StartRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableDirectoriesTest {
  @TempDir Path directory;

  @Test
  void givenTree_whenRequired_thenTheAttributeIsSetOnAllOfItOrItIsRefused()
      throws IOException, InterruptedException {
    Path inner = Files.createDirectories(directory.resolve("log/current"));
    if (!Files.getFileStore(directory).type().startsWith("ext")) {
      assertThatThrownBy(() -> DurableDirectories.require(directory, false))
          .isInstanceOf(StartRefusedException.class);
      return;
    }

    DurableDirectories.require(directory, false);

    Path later = Files.createDirectory(inner.resolve("later"));
    for (Path each : new Path[] {directory, inner, later}) {
      assertThat(attributes(each)).contains("D");
    }
  }

  @Test
  void givenDirectoryOfProc_whenRequired_thenRefusedUnlessAllowed() {
    // No attributes there, nobody mounts it dirsync, and what is in it stays.
    Path unable = Path.of("/proc/sys/kernel/random");

    assertThatThrownBy(() -> DurableDirectories.require(unable, false))
        .isInstanceOf(StartRefusedException.class)
        .hasMessageContaining(unable.toString())
        .hasMessageContaining("dirsync");
    assertThatCode(() -> DurableDirectories.require(unable, true)).doesNotThrowAnyException();
  }

  private static String attributes(Path path) throws IOException, InterruptedException {
    Process lsattr = new ProcessBuilder("lsattr", "-d", path.toString()).start();
    String line = new String(lsattr.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    lsattr.waitFor();
    return line.substring(0, line.indexOf(' '));
  }
}
