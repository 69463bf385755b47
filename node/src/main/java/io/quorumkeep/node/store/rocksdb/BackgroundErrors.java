// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.StoreException;
import java.util.Locale;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the store when a flush or a compaction fails. Without it a full disk would show only once
 * the write buffers are full as well, and RocksDB would try again as if nothing had happened.
 */
final class BackgroundErrors extends AbstractEventListener {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundErrors.class);

  private final FailureLatch failures;

  BackgroundErrors(FailureLatch failures) {
    super(EnabledEventCallback.ON_BACKGROUND_ERROR);
    this.failures = failures;
  }

  @Override
  public void onBackgroundError(BackgroundErrorReason reason, Status status) {
    StoreException failure =
        new StoreException(
            "cannot do a background "
                + reason.name().toLowerCase(Locale.ROOT)
                + ": "
                + status.getCodeString()
                + " "
                + status.getState());
    LOG.error("The store stops", failures.fail(failure));
  }
}
