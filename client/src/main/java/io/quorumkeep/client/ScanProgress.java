// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** Is told how far a long walk over the audit trail has come. */
@FunctionalInterface
public interface ScanProgress {
  /** Cares not. */
  ScanProgress NONE = (sequence, end) -> {};

  /** Every record up to {@code sequence} was looked at, of those up to {@code end}. */
  void scanned(long sequence, long end);
}
