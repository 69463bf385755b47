// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does when it can no longer be a faithful replica: a failed apply, a failed write of
 * the log. Going on would be guessing, and an orderly shutdown would run code that trusts the
 * state.
 */
@FunctionalInterface
public interface HaltPolicy {
  /** The exit status of a process that halted itself: "internal software error" of sysexits.h. */
  int EXIT_STATUS = 70;

  /**
   * Stops the node. In production this does not return; where it does, as in tests, the node
   * applies nothing more.
   *
   * @param reason what was being done
   */
  void halt(String reason, Throwable cause);

  /** Ends the process at once, without shutdown hooks. */
  static HaltPolicy process() {
    Logger log = LoggerFactory.getLogger(HaltPolicy.class);
    return (reason, cause) -> {
      log.error("halting the process: {}", reason, cause);
      Runtime.getRuntime().halt(EXIT_STATUS);
    };
  }
}
