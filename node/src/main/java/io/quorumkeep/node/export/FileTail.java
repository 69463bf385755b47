// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.SinkException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The end of a file of records.
 *
 * @param head of the chain at the end
 * @param length bytes up to the end of the last whole line
 */
record FileTail(ChainHead head, long length) {
  /** How much is read and checked: a few thousand records. A longer line is not one of ours. */
  private static final int WINDOW_BYTES = 4 << 20;

  private static final int SCAN_BYTES = 1 << 16;

  /**
   * Reads the last lines and checks that they are records that follow each other.
   *
   * @throws SinkException fatal, naming file and line, if they are not
   */
  static FileTail read(FileChannel channel, Path file, ChainName chain) throws IOException {
    long size = channel.size();
    long start = Math.max(0, size - WINDOW_BYTES);
    byte[] window = window(channel, start, (int) (size - start));
    int end = lastLineEnd(window);
    int at = start == 0 ? 0 : firstLineEnd(window, 0);
    RecordTail last = null;
    while (at < end) {
      int lineEnd = firstLineEnd(window, at);
      byte[] line = Arrays.copyOfRange(window, at, lineEnd - 1);
      last = next(line, chain, last, channel, file, start + at);
      at = lineEnd;
    }
    if (start > 0 && last == null) {
      throw wrong(channel, file, start, "longer than any record");
    }
    ChainHead head = last == null ? ChainHead.start() : last.after();
    return new FileTail(head, start + end);
  }

  private static RecordTail next(
      byte[] line,
      ChainName chain,
      @Nullable RecordTail last,
      FileChannel channel,
      Path file,
      long offset)
      throws IOException {
    RecordTail tail;
    try {
      tail = RecordTail.parse(line, chain);
    } catch (IllegalArgumentException e) {
      throw wrong(channel, file, offset, String.valueOf(e.getMessage()));
    }
    if (last != null && !last.after().equals(tail.before())) {
      throw wrong(channel, file, offset, "does not continue the line before it");
    }
    return tail;
  }

  private static byte[] window(FileChannel channel, long start, int size) throws IOException {
    ByteBuffer window = ByteBuffer.allocate(size);
    while (window.hasRemaining()) {
      if (channel.read(window, start + window.position()) < 0) {
        throw new IOException("the file shrinks while it is read");
      }
    }
    return window.array();
  }

  private static int lastLineEnd(byte[] window) {
    int end = window.length;
    while (end > 0 && window[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private static int firstLineEnd(byte[] window, int from) {
    int at = from;
    while (at < window.length && window[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, window.length);
  }

  private static SinkException wrong(FileChannel channel, Path file, long offset, String what)
      throws IOException {
    long line = 1;
    byte[] part = new byte[SCAN_BYTES];
    for (long at = 0; at < offset; ) {
      ByteBuffer buffer = ByteBuffer.wrap(part, 0, (int) Math.min(part.length, offset - at));
      int read = channel.read(buffer, at);
      if (read < 0) {
        break;
      }
      for (int i = 0; i < read; i++) {
        line += part[i] == '\n' ? 1 : 0;
      }
      at += read;
    }
    return new SinkException(Kind.FATAL, file + ", line " + line + ": " + what, null);
  }
}
