// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.config;

/**
 * The bounds of the log of one member.
 *
 * @param snapshotThresholdEntries a snapshot is taken after so many entries, and the log before it
 *     dropped
 * @param segmentBytes the size of a log file; files are dropped whole
 * @param maxOutstandingEntries proposals not yet answered; more are refused at once
 */
public record LogLimits(
    long snapshotThresholdEntries, int segmentBytes, int maxOutstandingEntries) {
  /** The largest entry that may be proposed, in bytes; an append message holds 4 MiB of them. */
  public static final int MAX_ENTRY_BYTES = 3 << 20;

  /** The bytes of all proposals not yet answered. */
  public static final int MAX_OUTSTANDING_BYTES = 48 << 20;

  public static final LogLimits DEFAULT = new LogLimits(100_000, 16 << 20, 1024);

  private static final int SMALLEST_SEGMENT_BYTES = 64 << 10;
  private static final int LARGEST_SEGMENT_BYTES = 256 << 20;
  private static final int MOST_OUTSTANDING_ENTRIES = 2048;

  public LogLimits {
    if (snapshotThresholdEntries < 1) {
      throw new IllegalArgumentException(
          "snapshotThresholdEntries must be positive, not " + snapshotThresholdEntries);
    }
    if (segmentBytes < SMALLEST_SEGMENT_BYTES || segmentBytes > LARGEST_SEGMENT_BYTES) {
      throw new IllegalArgumentException(
          "segmentBytes must be from "
              + SMALLEST_SEGMENT_BYTES
              + " to "
              + LARGEST_SEGMENT_BYTES
              + ", not "
              + segmentBytes);
    }
    if (maxOutstandingEntries < 1 || maxOutstandingEntries > MOST_OUTSTANDING_ENTRIES) {
      throw new IllegalArgumentException(
          "maxOutstandingEntries must be from 1 to "
              + MOST_OUTSTANDING_ENTRIES
              + ", not "
              + maxOutstandingEntries);
    }
  }
}
