// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.StartRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.util.SizeInBytes;
import org.jspecify.annotations.Nullable;

/**
 * What the log files of a stopped node hold, read with Ratis's own reader but without its repairs:
 * at start Ratis takes a damaged end for a torn last write, and cuts it off.
 */
final class LogOnDisk {
  private static final Pattern CLOSED = Pattern.compile("log_(\\d+)-(\\d+)");
  private static final Pattern OPEN = Pattern.compile("log_inprogress_(\\d+)(?:\\..*)?");
  private static final SizeInBytes MAX_ENTRY = SizeInBytes.valueOf(8L << 20);

  private final List<Segment> segments;

  private LogOnDisk(List<Segment> segments) {
    this.segments = segments;
  }

  /** Lists the files of {@code current}, which need not exist. */
  static LogOnDisk in(Path current) throws IOException {
    List<Segment> segments = new ArrayList<>();
    if (Files.isDirectory(current)) {
      List<Path> files;
      try (Stream<Path> children = Files.list(current)) {
        files = children.toList();
      }
      for (Path file : files) {
        Segment segment = segment(file);
        if (segment != null) {
          segments.add(segment);
        }
      }
    }
    segments.sort(Comparator.comparingLong(Segment::first));
    return new LogOnDisk(segments);
  }

  /** The index at which the log begins, or -1 if it is empty. */
  long first() {
    return segments.isEmpty() ? -1 : segments.get(0).first();
  }

  /**
   * The last entry that can be read, or {@link LogPosition#NONE}.
   *
   * @throws StartRefusedException if a file is damaged so that it shows
   */
  LogPosition last() {
    for (int i = segments.size() - 1; i >= 0; i--) {
      LogPosition last = read(segments.get(i), Long.MAX_VALUE);
      if (last != null) {
        return last;
      }
    }
    return LogPosition.NONE;
  }

  /** The entry at an index, or null if the log does not hold it. */
  @Nullable LogPosition at(long index) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (segments.get(i).first() <= index) {
        LogPosition found = read(segments.get(i), index);
        return found != null && found.index() == index ? found : null;
      }
    }
    return null;
  }

  /** Reads all of a segment, which checks it, and returns the last entry up to an index. */
  private static @Nullable LogPosition read(Segment segment, long upTo) {
    LogPosition[] last = {null};
    try {
      LogSegment.readSegmentFile(
          segment.file().toFile(),
          LogSegmentPath.matchLogSegment(segment.file()).getStartEnd(),
          MAX_ENTRY,
          CorruptionPolicy.EXCEPTION,
          null,
          entry -> {
            if (entry.getIndex() <= upTo) {
              last[0] = new LogPosition(entry.getTerm(), entry.getIndex());
            }
          });
    } catch (IOException | IllegalStateException e) {
      throw new StartRefusedException(
          "the log file "
              + segment.file()
              + " is damaged. Remove the whole directory of this node and let it join as a new"
              + " member",
          e);
    }
    return last[0];
  }

  private static @Nullable Segment segment(Path file) throws IOException {
    Matcher closed = CLOSED.matcher(file.getFileName().toString());
    if (closed.matches()) {
      return new Segment(file, Long.parseLong(closed.group(1)));
    }
    Matcher open = OPEN.matcher(file.getFileName().toString());
    return open.matches() && Files.size(file) > 0
        ? new Segment(file, Long.parseLong(open.group(1)))
        : null;
  }

  private record Segment(Path file, long first) {}
}
