// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * Reads a passphrase from a file that only its owner can read (mode 0600 or 0400). The line end
 * that editors add is not part of it. It is bytes, never a {@code String}.
 */
final class PassphraseFile {
  /** The shortest passphrase that is accepted, in bytes. */
  static final int MIN_BYTES = 12;

  private static final int MAX_BYTES = 1024;
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private PassphraseFile() {}

  /**
   * Reads the passphrase.
   *
   * @throws UnsealException if the file is missing, open to others, too short or too long
   */
  static SecretBytes read(Path file) {
    byte[] buffer = new byte[MAX_BYTES + 1];
    try {
      requireOwnerOnly(file);
      int length;
      try (InputStream in = Files.newInputStream(file)) {
        length = in.readNBytes(buffer, 0, buffer.length);
      }
      return SecretBytes.takeOwnership(Arrays.copyOf(buffer, check(file, buffer, length)));
    } catch (IOException e) {
      throw new UnsealException("cannot read the passphrase file " + file, e);
    } finally {
      Arrays.fill(buffer, (byte) 0);
    }
  }

  private static void requireOwnerOnly(Path file) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!OWNER.containsAll(permissions)) {
      throw new UnsealException(
          "the passphrase file "
              + file
              + " has permissions "
              + PosixFilePermissions.toString(permissions)
              + ": only its owner may read it; run chmod 600 on it");
    }
  }

  private static int check(Path file, byte[] bytes, int read) {
    if (read > MAX_BYTES) {
      throw new UnsealException(
          "the passphrase file " + file + " is longer than " + MAX_BYTES + " bytes");
    }
    int length = read;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
      length--;
    }
    if (length < MIN_BYTES) {
      throw new UnsealException(
          "the passphrase in " + file + " is shorter than " + MIN_BYTES + " bytes");
    }
    return length;
  }
}
