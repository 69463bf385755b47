// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** PEM (RFC 7468). */
final class PemText {
  private static final long MAX_BYTES = 256 << 10;

  private PemText() {}

  static String of(PemObject object) {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory failed", e);
    }
    return text.toString();
  }

  /** Reads the first object of a file. */
  static PemObject read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new RecoveryException("the file " + file + " is too long");
      }
      PemObject object =
          new PemReader(new StringReader(Files.readString(file, StandardCharsets.UTF_8)))
              .readPemObject();
      if (object == null) {
        throw new RecoveryException("the file " + file + " holds no PEM");
      }
      return object;
    } catch (IOException e) {
      throw new RecoveryException("the file " + file + " cannot be read", e);
    }
  }
}
