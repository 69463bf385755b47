// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out whether a stream of this process is a terminal.
 *
 * <p>{@code System.console} is absent as soon as either end is not one, so it cannot tell that
 * output goes to a person while input comes from a pipe, which is just when material must not be
 * printed. Linux tells, per stream.
 */
final class TerminalDetection {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

  private TerminalDetection() {}

  static boolean isTerminal(int descriptor) {
    try {
      String target =
          Files.readSymbolicLink(DESCRIPTORS.resolve(Integer.toString(descriptor))).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.startsWith("/dev/console");
    } catch (IOException | UnsupportedOperationException e) {
      return true;
    }
  }
}
