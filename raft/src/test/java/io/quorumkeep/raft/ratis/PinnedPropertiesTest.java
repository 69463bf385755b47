// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.testing.TestCluster;
import java.io.File;
import java.nio.file.Path;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinnedPropertiesTest {
  @TempDir Path directory;

  @Test
  void givenRunningNode_whenItsPropertiesAreReadBack_thenWhatCorrectnessRestsOnIsInForce() {
    RaftProperties running;
    try (TestCluster cluster = new TestCluster(directory, 1, LogLimits.DEFAULT)) {
      running = ((RatisNode) cluster.start("n1")).properties();
    }

    assertThat(RaftServerConfigKeys.storageDir(running))
        .containsExactly(new File(directory.toFile(), "n1/log"));
    assertThat(RaftServerConfigKeys.storageFreeSpaceMin(running))
        .isEqualTo(SizeInBytes.valueOf("256MB"));
    assertThat(RaftServerConfigKeys.Log.corruptionPolicy(running))
        .isEqualTo(RaftServerConfigKeys.Log.CorruptionPolicy.EXCEPTION);
    assertThat(RaftServerConfigKeys.Log.unsafeFlushEnabled(running)).isFalse();
    assertThat(RaftServerConfigKeys.Log.asyncFlushEnabled(running)).isFalse();
    assertThat(RaftServerConfigKeys.Log.useMemory(running)).isFalse();
    assertThat(RaftServerConfigKeys.Log.StateMachineData.sync(running)).isTrue();
    assertThat(RaftServerConfigKeys.Log.purgeUptoSnapshotIndex(running)).isTrue();
    assertThat(RaftServerConfigKeys.Log.Appender.installSnapshotEnabled(running)).isTrue();
    assertThat(RaftServerConfigKeys.Log.Appender.waitTimeMin(running))
        .isEqualTo(TimeDuration.ONE_MILLISECOND);
    assertThat(RaftServerConfigKeys.Snapshot.autoTriggerEnabled(running)).isTrue();
    assertThat(RaftServerConfigKeys.Snapshot.retentionFileNum(running)).isEqualTo(2);
    assertThat(RaftServerConfigKeys.Read.option(running))
        .isEqualTo(RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    assertThat(RaftServerConfigKeys.Read.leaderLeaseEnabled(running)).isFalse();
    assertThat(RaftServerConfigKeys.Read.leaderHeartbeatCheckEnabled(running)).isTrue();
    assertThat(RaftServerConfigKeys.LeaderElection.preVote(running)).isTrue();
    assertThat(RaftServerConfigKeys.LeaderElection.memberMajorityAdd(running)).isFalse();
    assertThat(GrpcConfigKeys.messageSizeMax(running, message -> {}))
        .isEqualTo(SizeInBytes.valueOf("8MB"));
  }

  @Test
  void givenAnyPinnedPropertyOverridden_whenRequired_thenRefusedNamingIt() {
    PinnedProperties.pinned(directory)
        .forEach(
            (key, value) -> {
              RaftProperties properties = new RaftProperties();
              PinnedProperties.pinned(directory).forEach(properties::set);
              PinnedProperties.require(properties, directory);

              properties.set(key, value + "0");

              assertThatThrownBy(() -> PinnedProperties.require(properties, directory))
                  .isInstanceOf(IllegalStateException.class)
                  .hasMessageContaining(key);
            });
  }
}
