// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftSettingsTest {
  private static final PeerTls TLS =
      new PeerTls(Path.of("/n1.pem"), Path.of("/n1.key"), Path.of("/ca.pem"), "example.org");
  private static final Peer SELF = peer("n1", "127.0.0.1:7444");

  @Test
  void givenOnlyWhatIsRequired_whenBuilt_thenTheRestIsTheDefault() {
    RaftSettings settings = builder(SELF).initialPeers(List.of(SELF)).build();

    assertThat(settings.port()).isEqualTo(7444);
    assertThat(settings.electionTimeouts()).isEqualTo(ElectionTimeouts.DEFAULT);
    assertThat(settings.limits()).isEqualTo(LogLimits.DEFAULT);
    assertThat(settings.bindHost()).isEmpty();
    assertThat(settings.allowNonDurableDirectories()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", "host:x", ":7444"})
  void givenMalformedAddress_whenBuilt_thenRefused(String address) {
    RaftSettings.Builder builder = builder(peer("n1", address));

    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host:port");
  }

  @Test
  void givenPeersWithoutSelfOrWithOneNameTwice_whenBuilt_thenRefused() {
    Peer other = peer("n2", "127.0.0.1:7445");
    RaftSettings.Builder withoutSelf = builder(SELF).initialPeers(List.of(other));
    RaftSettings.Builder twice = builder(SELF).initialPeers(List.of(SELF, other, other));

    assertThatThrownBy(withoutSelf::build).hasMessageContaining("must contain this node");
    assertThatThrownBy(twice::build).hasMessageContaining("two initial peers are called n2");
  }

  @Test
  void givenRelativeDirectory_whenBuilt_thenRefused() {
    RaftSettings.Builder builder = RaftSettings.builder(new UUID(1, 2), SELF, Path.of("data"), TLS);

    assertThatThrownBy(builder::build).hasMessageContaining("absolute");
  }

  @Test
  void givenTimeoutsThatDoNotRiseOrAreOutOfBounds_whenMade_thenRefused() {
    Duration second = Duration.ofSeconds(1);

    assertThatThrownBy(() -> new ElectionTimeouts(second, second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ElectionTimeouts(Duration.ofMillis(99), second))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ElectionTimeouts(second, Duration.ofSeconds(31)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenLimitsOutOfBounds_whenMade_thenRefused() {
    assertThatThrownBy(() -> new LogLimits(0, 1 << 20, 1))
        .hasMessageContaining("snapshotThresholdEntries");
    assertThatThrownBy(() -> new LogLimits(1, 1, 1)).hasMessageContaining("segmentBytes");
    assertThatThrownBy(() -> new LogLimits(1, 1 << 20, 4097))
        .hasMessageContaining("maxOutstandingEntries");
  }

  @Test
  void givenTrustDomainWithSlash_whenMade_thenRefused() {
    assertThatThrownBy(() -> new PeerTls(Path.of("a"), Path.of("b"), Path.of("c"), "a/b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RaftSettings.Builder builder(Peer self) {
    return RaftSettings.builder(new UUID(1, 2), self, Path.of("/data"), TLS);
  }

  private static Peer peer(String id, String address) {
    return new Peer(new PeerId(id), address, "127.0.0.1:7443", true);
  }
}
