// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Predicate;

/**
 * Reads the records of a file, one JSON value a line, as the nodes' file sink and exports have it.
 */
public final class AuditFile {
  private static final int MAX_LINE_BYTES = 1 << 20;
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;

  /** Reads from {@code in}, which the caller closes. */
  public AuditFile(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /**
   * Gives every line to {@code reader}, in order, until it says no. Empty lines are left out.
   *
   * @throws MalformedRecordException if a line is longer than any record, or the last one has no
   *     end: it may have been cut off
   */
  public void read(Predicate<byte[]> reader) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      if (next != '\n') {
        line.write(next);
        if (line.size() > MAX_LINE_BYTES) {
          throw new MalformedRecordException("a line is longer than 1 MiB", null);
        }
      } else if (line.size() > 0) {
        if (!reader.test(line.toByteArray())) {
          return;
        }
        line.reset();
      }
    }
    if (line.size() > 0) {
      var unused = reader.test(line.toByteArray());
    }
  }
}
