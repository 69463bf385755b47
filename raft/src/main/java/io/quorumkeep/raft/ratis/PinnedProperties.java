// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.config.ElectionTimeouts;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.config.RaftSettings;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.ratis.conf.RaftProperties;

/**
 * Every setting of Ratis that is not its default, in one place.
 *
 * <p>Most of them are pinned: a promise of the cluster rests on each, so they are asserted at start
 * and cannot be configured. The others are measured, and bound memory and threads.
 */
final class PinnedProperties {
  /** The largest message on the peer plane, of Ratis or of {@code PeerChannel}. */
  static final int MAX_MESSAGE_BYTES = 8 << 20;

  /** What one append may hold; must stay 1 MiB below the largest message. */
  static final int APPEND_BYTES = 4 << 20;

  private static final long PURGE_GAP_ENTRIES = 1024;
  private static final int PREALLOCATED_BYTES = 4 << 20;

  private PinnedProperties() {}

  /** All settings for a member whose log is below {@code logDirectory}. */
  static RaftProperties of(RaftSettings settings, Path logDirectory) {
    RaftProperties properties = new RaftProperties();
    pinned(logDirectory).forEach(properties::set);
    tuned(settings).forEach(properties::set);
    return properties;
  }

  /**
   * Refuses properties in which a pinned one has another value.
   *
   * @throws IllegalStateException naming it
   */
  static void require(RaftProperties properties, Path logDirectory) {
    pinned(logDirectory)
        .forEach(
            (key, value) -> {
              if (!value.equals(properties.get(key))) {
                throw new IllegalStateException(
                    key + " must be " + value + ", not " + properties.get(key));
              }
            });
  }

  /** What must not change, by name. */
  static Map<String, String> pinned(Path logDirectory) {
    Map<String, String> pinned = new TreeMap<>();
    // The default is in the temporary directory.
    pinned.put("raft.server.storage.dir", logDirectory.toString());
    pinned.put("raft.server.removed.groups.dir", logDirectory.resolveSibling("removed").toString());
    pinned.put("raft.server.storage.free-space.min", "256MB");
    // Anything else makes damage silent.
    pinned.put("raft.server.log.corruption.policy", "EXCEPTION");
    // Both acknowledge what is not on disk.
    pinned.put("raft.server.log.unsafe-flush.enabled", "false");
    pinned.put("raft.server.log.async-flush.enabled", "false");
    pinned.put("raft.server.log.use.memory", "false");
    pinned.put("raft.server.log.statemachine.data.sync", "true");
    // Followers collect appends for so long; 0 makes the appenders spin.
    pinned.put("raft.server.log.appender.wait-time.min", "1ms");
    // A dead member must not keep the log from being dropped; it gets a snapshot.
    pinned.put("raft.server.log.purge.upto.snapshot.index", "true");
    pinned.put("raft.server.log.appender.install.snapshot.enabled", "true");
    pinned.put("raft.server.snapshot.auto.trigger.enabled", "true");
    pinned.put("raft.server.snapshot.trigger-when-stop.enabled", "false");
    pinned.put("raft.server.snapshot.retention.file.num", "2");
    // Nothing here reads through Ratis; should anything, it must not be stale.
    pinned.put("raft.server.read.option", "LINEARIZABLE");
    pinned.put("raft.server.read.leader.lease.enabled", "false");
    pinned.put("raft.server.read.leader.heartbeat-check.enabled", "true");
    pinned.put("raft.server.leaderelection.pre-vote", "true");
    pinned.put("raft.server.leaderelection.member.majority-add", "false");
    pinned.put("raft.grpc.message.size.max", MAX_MESSAGE_BYTES + "b");
    return Collections.unmodifiableMap(pinned);
  }

  private static Map<String, String> tuned(RaftSettings settings) {
    ElectionTimeouts timeouts = settings.electionTimeouts();
    LogLimits limits = settings.limits();
    Map<String, String> tuned = new TreeMap<>();
    tuned.put("raft.rpc.type", PromptRpc.class.getName());
    tuned.put("raft.grpc.server.port", Integer.toString(settings.port()));
    if (!settings.bindHost().isEmpty()) {
      tuned.put("raft.grpc.server.host", settings.bindHost());
    }
    tuned.put("raft.server.rpc.timeout.min", timeouts.min().toMillis() + "ms");
    tuned.put("raft.server.rpc.timeout.max", timeouts.max().toMillis() + "ms");
    putThreads(tuned);
    tuned.put("raft.server.log.segment.size.max", limits.segmentBytes() + "b");
    tuned.put(
        "raft.server.log.preallocated.size",
        Math.min(PREALLOCATED_BYTES, limits.segmentBytes()) + "b");
    tuned.put("raft.server.log.segment.cache.num.max", "2");
    tuned.put("raft.server.log.segment.cache.size.max", "32MB");
    tuned.put("raft.server.log.appender.buffer.byte-limit", APPEND_BYTES + "b");
    tuned.put("raft.server.log.appender.snapshot.chunk.size.max", "1MB");
    tuned.put(
        "raft.server.log.purge.gap",
        Long.toString(Math.min(PURGE_GAP_ENTRIES, limits.snapshotThresholdEntries())));
    tuned.put(
        "raft.server.snapshot.auto.trigger.threshold",
        Long.toString(limits.snapshotThresholdEntries()));
    tuned.put("raft.server.snapshot.creation.gap", "1");
    // Requests are remembered by the state machine; this memory only costs.
    tuned.put("raft.server.retrycache.expirytime", "10s");
    tuned.put("raft.server.read.read-after-write-consistent.write-index-cache.expiry-time", "1s");
    // Otherwise each commit is followed by an entry that says so, which doubles the fsyncs of the
    // cluster. Followers learn of a commit with the next entry, or from a PromptAppender.
    tuned.put("raft.server.log.log-metadata.enabled", "false");
    return tuned;
  }

  /** Cached pools grow without bound, and hand-offs between many threads are what a round costs. */
  private static void putThreads(Map<String, String> tuned) {
    for (String pool : new String[] {"proxy", "server", "client"}) {
      tuned.put("raft.server.threadpool." + pool + ".cached", "false");
      tuned.put("raft.server.threadpool." + pool + ".size", "2");
    }
    tuned.put("raft.grpc.server.async.request.thread.pool.cached", "false");
    tuned.put("raft.grpc.server.async.request.thread.pool.size", "2");
    tuned.put("raft.grpc.server.worker-group.size", "1");
    tuned.put("raft.grpc.server.boss-group.size", "1");
    tuned.put("raft.grpc.client.worker-group.size", "1");
  }
}
