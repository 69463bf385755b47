// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

/**
 * Learns how far the sink has come, so that the cluster knows what it may forget. Lagging behind is
 * harmless, and so is losing a call: where to go on is learnt from the sink.
 */
@FunctionalInterface
public interface CursorSink {
  /** All records up to {@code sequence} are durable in the sink. Must not block. */
  void advance(long sequence);
}
