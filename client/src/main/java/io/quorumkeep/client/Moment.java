// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;

/** A moment of the past, as the cluster counts it. */
public sealed interface Moment {
  /** After everything that happened until {@code time}, by the cluster's clock. */
  static Moment at(Instant time) {
    return new AtTime(time);
  }

  /** After the request whose audit record has this sequence. */
  static Moment afterRecord(long sequence) {
    return new AfterRecord(sequence);
  }

  /**
   * By time.
   *
   * @param time not after the cluster's
   */
  record AtTime(Instant time) implements Moment {}

  /**
   * By audit record.
   *
   * @param sequence from 1
   */
  record AfterRecord(long sequence) implements Moment {}
}
