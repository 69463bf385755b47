// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.replication.Replica.LogEntry;
import io.quorumkeep.raft.LogPosition;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Applies a log that was written to a file, in a process of its own: whatever iterates in an order
 * that the JVM salts comes out differently there.
 */
final class FreshProcess {
  private FreshProcess() {}

  /** Reads the log named first and writes the digest of the state to the file named second. */
  public static void main(String[] args) throws IOException {
    Replica replica = new Replica();
    try (DataInputStream in = new DataInputStream(Files.newInputStream(Path.of(args[0])))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        LogPosition position = new LogPosition(in.readLong(), in.readLong());
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        replica.apply(new LogEntry(position, ByteString.copyFrom(bytes)));
      }
    }
    Files.writeString(Path.of(args[1]), replica.digest());
  }

  static void write(List<LogEntry> log, Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      out.writeInt(log.size());
      for (LogEntry entry : log) {
        out.writeLong(entry.position().term());
        out.writeLong(entry.position().index());
        out.writeInt(entry.bytes().size());
        entry.bytes().writeTo(out);
      }
    }
  }
}
