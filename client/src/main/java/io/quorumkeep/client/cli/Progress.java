// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.ScanProgress;

/**
 * Says on standard error how far a walk over the trail has come, if there is more than one page of
 * it.
 */
final class Progress implements ScanProgress {
  private final Session session;

  Progress(Session session) {
    this.session = session;
  }

  @Override
  public void scanned(long sequence, long end) {
    if (sequence < end) {
      session.message("looked at records up to " + sequence + " of " + end);
    }
  }
}
