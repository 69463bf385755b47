// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

/**
 * The place of a committed entry in the replicated log.
 *
 * @param term the election epoch in which the entry was proposed; from 0
 * @param index the entry's number, from 0; the state machine sees gaps, because the log holds
 *     entries that are Raft's own
 */
public record LogPosition(long term, long index) implements Comparable<LogPosition> {
  /** Before the first entry. */
  public static final LogPosition NONE = new LogPosition(0, -1);

  @Override
  public int compareTo(LogPosition other) {
    return Long.compare(index, other.index);
  }
}
