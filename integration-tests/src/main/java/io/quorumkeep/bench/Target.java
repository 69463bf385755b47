// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.util.List;
import java.util.Map;

/** What is loaded. */
interface Target extends AutoCloseable {
  /** Starts one call; the observer is told when it ends, on any thread. */
  void call(Call call);

  /** How many answers it has recorded so far, or -1 if it records none. */
  long recorded();

  /** Entries that its log has taken so far, or -1 if that is not known. */
  long entries();

  /** Its processes by name. */
  Map<String, Long> processes();

  /** How many nodes it has. */
  int nodes();

  /** Words for the table: what protects its connections. */
  Protection protection();

  @Override
  void close();

  /** What is switched on. */
  record Protection(boolean fsync, boolean tls, boolean peerTls) {}

  /** One call under way. */
  interface Call {
    void answered(int good, int bad);
  }

  /** Some errors, for a message when a run fails. */
  List<String> errors();
}
