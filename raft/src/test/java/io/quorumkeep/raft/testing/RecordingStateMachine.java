// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.testing;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every entry in memory, where it outlives the member that feeds it, as a store on disk would
 * outlive the process. Fails on purpose on request.
 */
public final class RecordingStateMachine implements ReplicatedStateMachine {
  private static final String FILE = "entries";

  /** What became of this member, in order. */
  private final List<Role> roles = new CopyOnWriteArrayList<>();

  private final List<ByteString> entries = new ArrayList<>();
  private LogPosition applied = LogPosition.NONE;
  private int applies;
  private int restores;
  private @Nullable ByteString poison;
  private long appliedAtNanos;

  @Override
  public synchronized LogPosition applied() {
    return applied;
  }

  @Override
  public synchronized void apply(LogPosition position, ByteString entry) {
    if (position.index() <= applied.index()) {
      throw new IllegalStateException("applied twice: " + position);
    }
    if (entry.equals(poison)) {
      throw new IllegalStateException("poison at " + position);
    }
    entries.add(entry);
    applied = position;
    applies++;
    appliedAtNanos = System.nanoTime();
  }

  @Override
  public synchronized void checkpoint(Path directory) {
    try {
      Files.createDirectory(directory);
      try (DataOutputStream out =
          new DataOutputStream(
              new BufferedOutputStream(Files.newOutputStream(directory.resolve(FILE))))) {
        out.writeLong(applied.term());
        out.writeLong(applied.index());
        out.writeInt(entries.size());
        for (ByteString entry : entries) {
          out.writeInt(entry.size());
          entry.writeTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a checkpoint", e);
    }
  }

  @Override
  public synchronized void restore(Path directory) {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(directory.resolve(FILE)))) {
      applied = new LogPosition(in.readLong(), in.readLong());
      entries.clear();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        entries.add(ByteString.copyFrom(in.readNBytes(in.readInt())));
      }
      restores++;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read a checkpoint", e);
    }
  }

  @Override
  public void role(Role role, long term) {
    roles.add(role);
  }

  /** All entries, in order. */
  public synchronized List<ByteString> entries() {
    return List.copyOf(entries);
  }

  /** How often {@link #apply} was called, since it was made. */
  public synchronized int applies() {
    return applies;
  }

  /** How often {@link #restore} was called. */
  public synchronized int restores() {
    return restores;
  }

  /** When the last entry was applied, by {@link System#nanoTime}. */
  public synchronized long appliedAtNanos() {
    return appliedAtNanos;
  }

  public List<Role> roles() {
    return List.copyOf(roles);
  }

  /** From now on, applying this entry fails. */
  public synchronized void failOn(ByteString entry) {
    poison = entry;
  }
}
