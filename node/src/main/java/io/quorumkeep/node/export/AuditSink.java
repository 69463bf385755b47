// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.audit.ChainHead;
import java.util.List;

/**
 * Where audit records go: the port. One thread uses it.
 *
 * <p>After any {@link SinkException} the sink takes nothing more until it is opened again.
 */
public interface AuditSink extends AutoCloseable {
  /**
   * Becomes the only writer, and then says what the sink holds.
   *
   * <p>The order matters: once this returns, no writer that opened earlier can add anything, so the
   * answer stays true until this writer appends. May be called again at any time.
   *
   * @return sequence and chain head of the last record held; {@link ChainHead#start()} if none
   * @throws SinkException if it cannot be opened, or holds anything but records of this chain
   */
  ChainHead openAndFindTail();

  /**
   * Adds records, all or none; they are durable when this returns.
   *
   * @param records at least one; the first follows the tail if there is one, and each the one
   *     before it
   * @throws SinkException if that failed, or may have failed
   * @throws IllegalArgumentException if the records leave a gap
   * @throws IllegalStateException if the sink is not open
   */
  void append(List<ExportedRecord> records);

  /** Gives the sink up. Does nothing if it is closed. */
  @Override
  void close();
}
