// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.BatchObserver;
import io.quorumkeep.node.application.BatchSettings;
import io.quorumkeep.node.application.ClusterFormation;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import io.quorumkeep.node.crypto.bc.CmsArchiveSealer;
import io.quorumkeep.node.crypto.bc.DevelopmentPki;
import io.quorumkeep.node.crypto.bc.NodeIdentity;
import io.quorumkeep.node.crypto.bc.PkiWriter;
import io.quorumkeep.node.crypto.bc.RecoveryFixture;
import io.quorumkeep.node.crypto.bc.TestSealer;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.seal.PassphraseSeal;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.rocksdb.RocksKeyValueStore;
import io.quorumkeep.node.store.rocksdb.RocksTuning;
import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.config.PeerTls;
import io.quorumkeep.raft.config.RaftSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** Three replicas in this process, with real TLS, Ratis and RocksDB on loopback. */
final class LocalReplicas implements AutoCloseable {
  static final Principal ADMIN = new Principal("spiffe://test.local/admin");
  private static final String TRUST_DOMAIN = "test.local";
  private static final int SIZE = 3;
  private static final UUID RAFT_GROUP = UUID.nameUUIDFromBytes(new byte[] {1, 2, 3});

  private final Path directory;
  private final boolean erasesDaily;
  private final AdjustableTime time = new AdjustableTime();
  private final List<Peer> peers = new ArrayList<>();
  private final List<Replica> replicas = new ArrayList<>();
  private final Set<Integer> stopped = new TreeSet<>();
  private final TestSealer sealer = new TestSealer();

  private LocalReplicas(Path directory, boolean erasesDaily) {
    this.directory = directory;
    this.erasesDaily = erasesDaily;
  }

  static LocalReplicas start(Path directory) throws IOException {
    return start(directory, /* erasesDaily= */ false);
  }

  /** Starts replicas that may begin an erasure by themselves. */
  static LocalReplicas start(Path directory, boolean erasesDaily) throws IOException {
    LocalReplicas replicas = new LocalReplicas(directory, erasesDaily);
    replicas.writePki();
    for (int i = 1; i <= SIZE; i++) {
      replicas.peers.add(
          new Peer(new PeerId("node-" + i), "127.0.0.1:" + freePort(), "127.0.0.1:1", true));
    }
    for (Peer peer : replicas.peers) {
      replicas.replicas.add(replicas.startOne(peer));
    }
    return replicas;
  }

  Replica get(int index) {
    return replicas.get(index);
  }

  List<Replica> all() {
    return List.copyOf(replicas);
  }

  /** Stops one, as if its process ended. */
  void stop(int index) {
    replicas.get(index).close();
    stopped.add(index);
  }

  /** Starts one again that was stopped, with what is on its disk. */
  void restart(int index) throws IOException {
    replicas.set(index, startOne(peers.get(index)));
    stopped.remove(index);
  }

  /** Moves the wall clock of all. */
  void advance(Duration by) {
    time.advance(by);
  }

  /** The epoch secrets of a replica that is stopped; the caller closes them. */
  EpochVault vaultOf(int index) {
    return vault(directoryOf(index));
  }

  /** To whom what is due seals images, on all replicas; to nobody without any, as at first. */
  void recipients(RecoveryFixture... recipients) {
    sealer.to(recipients);
  }

  Path directoryOf(int index) {
    return directory.resolve(peers.get(index).id().value());
  }

  private void writePki() throws IOException {
    DevelopmentPki pki =
        new DevelopmentPki(Clock.systemUTC(), Duration.ofDays(2), Duration.ofDays(1));
    PkiWriter writer = new PkiWriter(directory.resolve("pki"), pki);
    writer.createAuthorities(TRUST_DOMAIN, PkiWriter.Existing.REFUSE);
    for (int i = 1; i <= SIZE; i++) {
      writer.addNode(
          new NodeIdentity(TRUST_DOMAIN, "node-" + i, List.of()), PkiWriter.Existing.REFUSE);
    }
    Path passphrase = directory.resolve("passphrase");
    Files.writeString(passphrase, "correct horse battery staple");
    Files.setPosixFilePermissions(passphrase, PosixFilePermissions.fromString("rw-------"));
  }

  private Replica startOne(Peer self) throws IOException {
    String name = self.id().value();
    Path data = Files.createDirectories(directory.resolve(name));
    Path pki = directory.resolve("pki");
    SystemEntropy entropy = new SystemEntropy();
    Replica.Parts parts =
        new Replica.Parts(
            RocksKeyValueStore.open(data.resolve("store"), RocksTuning.DEFAULT),
            vault(data),
            entropy,
            time,
            sealer);
    PeerTls tls =
        new PeerTls(
            pki.resolve("nodes/" + name + "/peer.pem"),
            pki.resolve("nodes/" + name + "/peer.key"),
            pki.resolve("cluster-ca.pem"),
            TRUST_DOMAIN);
    RaftSettings raft =
        RaftSettings.builder(RAFT_GROUP, self, data.resolve("raft").toAbsolutePath(), tls)
            .initialPeers(peers)
            .build();
    List<PeerId> others = peers.stream().map(Peer::id).filter(id -> !id.equals(self.id())).toList();
    return Replica.start(
        parts,
        new Replica.Settings(
            raft,
            new ClusterFormation.Identity(
                new Principal("spiffe://" + TRUST_DOMAIN + "/node/" + name), ADMIN, others),
            new BatchSettings(1024, 2 << 20, 2, 16_384, Duration.ofSeconds(10)),
            () -> null,
            erasesDaily,
            new ClusterStateMachine.Caches(20_000, 64 << 20)),
        new Replica.Listeners(
            BatchObserver.NONE, (role, term) -> {}, () -> {}, HaltPolicy.process()));
  }

  private EpochVault vault(Path data) {
    SystemEntropy entropy = new SystemEntropy();
    PassphraseSeal seal =
        PassphraseSeal.open(
            directory.resolve("passphrase"), new Argon2Kdf(), entropy, new Argon2Cost(8192, 1, 1));
    return EpochVault.open(data.resolve("epoch"), seal, entropy);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < replicas.size(); i++) {
      if (!stopped.contains(i)) {
        replicas.get(i).close();
      }
    }
  }

  /** Changes keys by way of a replica; there is no archive. */
  static KeyLifecycle lifecycle(Replica replica) {
    StateReader state = new StateReader(replica.store());
    return new KeyLifecycle(
        replica.submissions(),
        replica.materials(),
        state,
        new Archiving(
            replica.submissions(),
            replica.materials(),
            state,
            new Archiving.Ports(new CmsArchiveSealer(List.of()), new SystemEntropy()),
            Runnable::run));
  }
}
