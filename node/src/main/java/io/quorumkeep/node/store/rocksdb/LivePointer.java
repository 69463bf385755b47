// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What the file LIVE says: which database in the store's directory is the current one.
 *
 * @param state whether that database was ever complete
 * @param generation its number; each restore makes the next
 * @param sequence the RocksDB sequence number up to which it is known to be on disk. A database
 *     that ends before has lost something.
 */
record LivePointer(State state, int generation, long sequence) {
  private static final Pattern LINE =
      Pattern.compile(
          "(quorumkeep-store 1 (creating|ready) (\\d{1,9}) (\\d{1,18})) ([0-9a-f]{8})\n");

  /** How far the database has come. */
  enum State {
    CREATING,
    READY
  }

  static LivePointer first() {
    return new LivePointer(State.CREATING, 1, 0);
  }

  LivePointer readyAt(long durableSequence) {
    return new LivePointer(State.READY, generation, durableSequence);
  }

  LivePointer next() {
    return new LivePointer(State.READY, generation + 1, 0);
  }

  String encode() {
    String body =
        String.format(
            Locale.ROOT,
            "quorumkeep-store 1 %s %d %d",
            state.name().toLowerCase(Locale.ROOT),
            generation,
            sequence);
    return body + " " + checksum(body) + "\n";
  }

  /**
   * @param file what to name if the text is damaged
   */
  static LivePointer decode(String text, Object file) {
    Matcher matcher = LINE.matcher(text);
    if (!matcher.matches() || !checksum(matcher.group(1)).equals(matcher.group(5))) {
      throw new StoreException(file + " is damaged");
    }
    return new LivePointer(
        State.valueOf(matcher.group(2).toUpperCase(Locale.ROOT)),
        Integer.parseInt(matcher.group(3)),
        Long.parseLong(matcher.group(4)));
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%08x", crc.getValue());
  }
}
