// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.BatchSettings;
import io.quorumkeep.node.application.ClusterFormation;
import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.application.Governance;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Policy;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.history.HistoryQueries;
import io.quorumkeep.node.application.history.ScanLimits;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.config.HostAndPort;
import io.quorumkeep.node.config.NodeConfig;
import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.SelfTest;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import io.quorumkeep.node.crypto.bc.CmsArchiveSealer;
import io.quorumkeep.node.crypto.bc.RecoveryCertificates;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.grpc.ApiLimits;
import io.quorumkeep.node.grpc.ApiServer;
import io.quorumkeep.node.grpc.ApiServerSettings;
import io.quorumkeep.node.grpc.ApiServices;
import io.quorumkeep.node.observability.Metrics;
import io.quorumkeep.node.observability.OperationsServer;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.seal.PassphraseSeal;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.rocksdb.RocksKeyValueStore;
import io.quorumkeep.node.store.rocksdb.RocksTuning;
import io.quorumkeep.raft.HaltPolicy;
import io.quorumkeep.raft.Peer;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.config.ElectionTimeouts;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.config.PeerTls;
import io.quorumkeep.raft.config.RaftSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: builds, starts and stops all parts of a node, in order.
 *
 * <p>Stopping hands over leadership first, so that a restart costs the others no election.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int MAX_ENTRY_BYTES = LogLimits.MAX_ENTRY_BYTES - (64 << 10);
  private static final int MAX_OUTSTANDING_ENTRIES = 1024;
  private static final Duration TRANSFER_PATIENCE = Duration.ofSeconds(5);

  private final Metrics metrics;
  private final Replica replica;
  private final AuditStream audit;
  private final ThreadScheduler reader;
  private final ThreadScheduler historian;
  private final ThreadScheduler archivist;
  private final ArchiveSealer sealer;
  private final ApiServer api;
  private final OperationsServer operations;

  private Node(NodeConfig config, HaltPolicy halt) {
    SystemEntropy entropy = new SystemEntropy();
    SelfTest.run(entropy);
    this.sealer =
        new CmsArchiveSealer(
            RecoveryCertificates.read(config.archive().recipients(), Instant.now()));
    this.metrics = new Metrics(Version.current());
    AtomicReference<@Nullable AuditStream> stream = new AtomicReference<>();
    AtomicReference<@Nullable Replica> started = new AtomicReference<>();
    Principal self = nodePrincipal(config);
    this.replica =
        Replica.start(
            parts(config, entropy, sealer),
            new Replica.Settings(
                raftSettings(config),
                identity(config, self),
                batchSettings(config),
                () -> admission(started.get(), config.audit()),
                config.erasure().daily(),
                caches(config.store())),
            new Replica.Listeners(
                metrics.batches()::closed,
                (role, term) -> role(stream.get(), role, term),
                () -> applied(stream.get()),
                halt));
    started.set(replica);
    Gauges gauges =
        new Gauges(
            replica.raft().log(),
            replica.stateMachine()::facts,
            replica.materials(),
            metrics.audit());
    this.audit = new AuditStream(config.audit(), replica, new Origin(self, ""), entropy, gauges);
    stream.set(audit);
    audit.role(replica.raft().log().status().isLeader(), replica.raft().log().status().term());
    this.reader = new ThreadScheduler("reader");
    this.historian = new ThreadScheduler("historian");
    this.archivist = new ThreadScheduler("archive");
    this.api = apiServer(config);
    metrics.watchRaft(gauges);
    metrics.watchAudit(gauges);
    metrics.watchErasure(new ErasureGauges(replica.stateMachine()::erasure));
    metrics.watchSeal(replica.materials()::isSealed);
    this.operations =
        OperationsServer.start(
            address(config.operations().listen()), metrics, List.of(), gauges.ready());
    operations.serveDigest(() -> new ReplicaView(replica).digestLine());
    api.start();
    api.setServing(true);
  }

  /**
   * Starts a node.
   *
   * @param halt what to do when it can no longer be a faithful replica
   */
  public static Node start(NodeConfig config, HaltPolicy halt) {
    Node node = new Node(config, halt);
    LOG.info(
        "node {} serves clients at {} and operations at {}",
        config.node(),
        config.client().listen(),
        config.operations().listen());
    return node;
  }

  @Override
  public void close() {
    api.setServing(false);
    handOver();
    api.close();
    audit.close();
    operations.close();
    replica.close();
    reader.close();
    historian.close();
    archivist.close();
    metrics.close();
  }

  private void handOver() {
    if (replica.raft().log().status().isLeader()) {
      try {
        replica.raft().transferLeadership(null, TRANSFER_PATIENCE).join();
      } catch (CompletionException e) {
        LOG.info("leadership was not handed over; the others will elect", e);
      }
    }
  }

  private ApiServer apiServer(NodeConfig config) {
    NodeConfig.Limits limits = config.limits();
    NodeConfig.ClientPlane plane = config.client();
    ApiLimits apiLimits =
        new ApiLimits(
            limits.maxMessageBytes(),
            limits.maxMetadataBytes(),
            limits.maxStreamsPerConnection(),
            ApiLimits.DEFAULTS.maxConnectionsPerPrincipal(),
            ApiLimits.DEFAULTS.maxConnections(),
            ApiLimits.DEFAULTS.maxResetsPerWindow(),
            ApiLimits.DEFAULTS.resetWindow(),
            limits.permitKeepAliveTime(),
            limits.handshakeTimeout());
    StateReader state = new StateReader(replica.store());
    Queries queries = new Queries(replica.submissions(), replica.store(), reader::execute);
    Archiving archiving =
        new Archiving(
            replica.submissions(),
            replica.materials(),
            state,
            new Archiving.Ports(sealer, new SystemEntropy()),
            archivist::execute);
    ApiServices.UseCases useCases =
        new ApiServices.UseCases(
            new KeyLifecycle(replica.submissions(), replica.materials(), state, archiving),
            new Retrieval(replica.submissions(), replica.materials()),
            new Policy(replica.submissions()),
            queries,
            new ReplicaView(replica),
            new Governance(replica.submissions()),
            new HistoryQueries(
                replica.submissions(), replica.store(), historian::execute, ScanLimits.DEFAULT),
            archiving,
            new ArchiveQueries(queries, replica.store(), sealer),
            new Erasures(
                replica.submissions(),
                state,
                reader::execute,
                config.members().stream().map(NodeConfig.Member::node).toList()));
    return new ApiServer(
        new ApiServerSettings(
            address(plane.listen()),
            config.cluster().trustDomain(),
            new ApiServerSettings.TlsFiles(
                plane.certificate(), plane.privateKey(), plane.clientCa()),
            ApiServerSettings.DEFAULT_EVENT_LOOPS,
            limits.maxConnectionAge(),
            limits.maxConnectionAgeGrace(),
            apiLimits),
        ApiServices.of(useCases, limits.requestTimeout()),
        new CallMeter(metrics.requests()));
  }

  private static Replica.Parts parts(
      NodeConfig config, SystemEntropy entropy, ArchiveSealer sealer) {
    Path data = privateDirectory(config.dataDirectory());
    PassphraseSeal seal =
        PassphraseSeal.open(
            config.seal().passphraseFile(), new Argon2Kdf(), entropy, Argon2Cost.RECOMMENDED);
    EpochVault vault = EpochVault.open(data.resolve("epoch"), seal, entropy);
    return new Replica.Parts(
        RocksKeyValueStore.open(
            data.resolve("store"),
            RocksTuning.DEFAULT.withBlockCache(config.store().blockCacheBytes())),
        vault,
        entropy,
        new SystemTime(),
        sealer);
  }

  private static ClusterStateMachine.Caches caches(NodeConfig.Store store) {
    // What lies beside the heap in direct buffers has the limit of the heap; others need it too.
    long most = Runtime.getRuntime().maxMemory() / 2;
    if (store.rowCacheBytes() > most) {
      LOG.info(
          "store.rowCacheBytes is {}; {}, half of the heap's limit, are used",
          store.rowCacheBytes(),
          most);
    }
    return new ClusterStateMachine.Caches(
        store.cachedKeys(), Math.min(store.rowCacheBytes(), most));
  }

  private static RaftSettings raftSettings(NodeConfig config) {
    NodeConfig.Cluster cluster = config.cluster();
    NodeConfig.PeerPlane plane = config.peer();
    NodeConfig.Raft raft = config.raft();
    UUID group =
        UUID.nameUUIDFromBytes(
            (cluster.trustDomain() + "/" + cluster.name()).getBytes(StandardCharsets.UTF_8));
    return RaftSettings.builder(
            group,
            peer(config.self()),
            config.dataDirectory().resolve("raft").toAbsolutePath(),
            new PeerTls(
                plane.certificate(), plane.privateKey(), plane.clusterCa(), cluster.trustDomain()))
        .initialPeers(config.members().stream().map(Node::peer).toList())
        .bindHost(plane.listen().host())
        .electionTimeouts(
            new ElectionTimeouts(raft.electionTimeoutMin(), raft.electionTimeoutMax()))
        .limits(
            new LogLimits(
                raft.snapshotThreshold(),
                Math.toIntExact(raft.segmentSizeBytes()),
                MAX_OUTSTANDING_ENTRIES))
        .allowNonDurableDirectories(raft.allowNonDurableDirectories())
        .build();
  }

  private static Peer peer(NodeConfig.Member member) {
    return new Peer(
        new PeerId(member.node()),
        member.peerAddress().toString(),
        member.clientAddress().toString(),
        true);
  }

  private static ClusterFormation.Identity identity(NodeConfig config, Principal self) {
    String admin = config.bootstrap().admin();
    return new ClusterFormation.Identity(
        self,
        admin == null ? null : new Principal(admin),
        config.members().stream()
            .map(NodeConfig.Member::node)
            .filter(node -> !node.equals(config.node()))
            .map(PeerId::new)
            .toList());
  }

  private static BatchSettings batchSettings(NodeConfig config) {
    NodeConfig.Limits limits = config.limits();
    return new BatchSettings(
        limits.maxBatchCommands(),
        MAX_ENTRY_BYTES,
        limits.maxBatchesInFlight(),
        limits.maxPendingCommands(),
        limits.requestTimeout());
  }

  private static Principal nodePrincipal(NodeConfig config) {
    return new Principal("spiffe://" + config.cluster().trustDomain() + "/node/" + config.node());
  }

  private static @Nullable Failure admission(@Nullable Replica replica, NodeConfig.Audit audit) {
    if (replica == null) {
      return null;
    }
    ClusterFacts facts = replica.stateMachine().facts();
    long waiting = facts.auditHead().sequence() - facts.publishedSequence();
    return waiting > audit.outboxMaxRecords() ? Failure.AUDIT_OUTBOX_FULL : null;
  }

  private static void role(
      @Nullable AuditStream stream, ReplicatedStateMachine.Role role, long term) {
    if (stream != null) {
      stream.role(role == ReplicatedStateMachine.Role.LEADER, term);
    }
  }

  private static void applied(@Nullable AuditStream stream) {
    if (stream != null) {
      stream.applied();
    }
  }

  private static InetSocketAddress address(HostAndPort listen) {
    return new InetSocketAddress(listen.host(), listen.port());
  }

  private static Path privateDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data directory " + directory, e);
    }
  }
}
