// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

/** Learns what a publisher does, for metrics and health. Must not block or throw. */
public interface PublisherListener {
  /** {@code records} more are in the sink, the last of them {@code sequence}. */
  void published(int records, long sequence);

  /** An attempt failed, the {@code attempt}-th in a row; there will be another. */
  void failed(SinkException failure, int attempt);

  /** The publisher gave up until it is started again: somebody has to look. */
  void halted(RuntimeException cause);

  /**
   * What waits to be published.
   *
   * @param records how many
   * @param oldestTimeMs log time of the oldest of them, in milliseconds since 1970; 0 if none
   */
  void outbox(long records, long oldestTimeMs);
}
