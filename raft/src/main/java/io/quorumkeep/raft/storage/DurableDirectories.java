// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.storage;

import io.quorumkeep.raft.StartRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes changes of directories durable.
 *
 * <p>Ratis writes its vote to a new file, forces that and renames it, but never forces the
 * directory: after a power cut the old vote is back, and the node can vote twice in a term. So the
 * directories get the attribute "synchronous directory updates" ({@code chattr +D}), or are on a
 * file system mounted with {@code dirsync}.
 */
public final class DurableDirectories {
  private static final Logger LOG = LoggerFactory.getLogger(DurableDirectories.class);
  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final long CHATTR_TIMEOUT_SECONDS = 10;

  private DurableDirectories() {}

  /**
   * Sets or checks the attribute on a directory and all directories in it; new ones inherit it.
   *
   * @param allowNonDurable warn instead of refusing
   * @throws StartRefusedException if neither the attribute nor the mount option is there
   */
  public static void require(Path directory, boolean allowNonDurable) {
    String failure = setAttribute(directory);
    if (failure.isEmpty() || isMountedDirsync(directory)) {
      return;
    }
    if (!allowNonDurable) {
      throw new StartRefusedException(
          "renames in "
              + directory
              + " may be lost in a power cut, and with them this node's vote: chattr +D failed ("
              + failure
              + "). Put the directory on a file system that has the attribute, such as ext4, or"
              + " mount it with dirsync");
    }
    LOG.warn("renames in {} may be lost in a power cut: chattr +D failed ({})", directory, failure);
  }

  /** Forces the entries of a directory to disk. */
  public static void force(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot force the directory " + directory, e);
    }
  }

  /** Returns why it failed, or nothing. */
  private static String setAttribute(Path directory) {
    List<String> command = new ArrayList<>(List.of("chattr", "+D", "--"));
    try (Stream<Path> tree = Files.walk(directory)) {
      tree.filter(Files::isDirectory).forEach(path -> command.add(path.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
    try {
      Process chattr = new ProcessBuilder(command).redirectErrorStream(true).start();
      chattr.getOutputStream().close();
      if (!chattr.waitFor(CHATTR_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        chattr.destroyForcibly();
        return "no answer in " + CHATTR_TIMEOUT_SECONDS + " s";
      }
      if (chattr.exitValue() == 0) {
        return "";
      }
      return new String(chattr.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("status " + chattr.exitValue());
    } catch (IOException e) {
      return "chattr cannot be run; it is in the package e2fsprogs";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static boolean isMountedDirsync(Path directory) {
    try {
      Path real = directory.toRealPath();
      String best = "";
      boolean dirsync = false;
      for (String line : Files.readAllLines(MOUNTS)) {
        List<String> fields = Arrays.asList(line.split(" ", -1));
        String mountPoint = fields.get(1);
        if (real.startsWith(mountPoint) && mountPoint.length() >= best.length()) {
          best = mountPoint;
          List<String> options = Arrays.asList(fields.get(3).split(",", -1));
          dirsync = options.contains("dirsync") || options.contains("sync");
        }
      }
      return dirsync;
    } catch (IOException e) {
      LOG.warn("cannot read {}", MOUNTS, e);
      return false;
    }
  }
}
