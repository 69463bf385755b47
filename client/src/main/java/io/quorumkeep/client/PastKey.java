// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.List;

/**
 * A key as it was at a moment.
 *
 * @param details the key and the version named, or the one that was current; without use counts
 * @param grants those that covered it, in the order of their names
 * @param grantsTruncated whether there were more of them than fit
 * @param time the cluster's time of that moment
 * @param lastEventSequence the audit record of the last event of the key until then
 */
public record PastKey(
    KeyDetails details,
    List<Grant> grants,
    boolean grantsTruncated,
    Instant time,
    long lastEventSequence) {

  public PastKey {
    grants = List.copyOf(grants);
  }
}
