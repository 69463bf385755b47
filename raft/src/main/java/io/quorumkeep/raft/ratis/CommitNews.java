// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Reaches the appenders of a leader: one for each follower, and none on other members. */
final class CommitNews {
  private final Set<PromptAppender> appenders = ConcurrentHashMap.newKeySet();

  void add(PromptAppender appender) {
    appenders.add(appender);
  }

  void remove(PromptAppender appender) {
    appenders.remove(appender);
  }

  void announce(long commitIndex) {
    appenders.forEach(appender -> appender.announce(commitIndex));
  }
}
