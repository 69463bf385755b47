// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.Attestation;
import io.quorumkeep.client.ErasureCertificate;
import io.quorumkeep.client.ErasurePhase;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.Permission;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.recovery.OpenedImage;
import io.quorumkeep.client.recovery.RecoveryKey;
import io.quorumkeep.it.cluster.ClusterOptions;
import io.quorumkeep.it.cluster.LocalCluster;
import io.quorumkeep.it.cluster.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of destroyed keys after an erasure, for somebody who has every file and secret. */
class ErasureIT {
  private static final String NAMESPACE = "forensic";
  private static final int KEYS = 1_000;
  private static final int DESTROYED = 100;
  private static final String APPROVER = "approver";

  @Test
  void givenAllFilesOfBeforeAndAfter_whenSearchedWithEverySecretLeft_thenOnlyWhatLivesOpens(
      @TempDir Path directory) throws IOException {
    Path evidence = directory.resolve("evidence");
    ClusterOptions options =
        ClusterOptions.threeNodes().withEnvironment("QUORUMKEEP_RAFT_SNAPSHOT_THRESHOLD", "200");
    try (LocalCluster cluster = LocalCluster.create(directory.resolve("cluster"), options).start();
        QuorumkeepClient client = cluster.client(LocalCluster.ADMIN)) {
      QuorumkeepClient admin = client.withDeadline(Checks.PATIENCE);
      cluster.addClient(APPROVER);
      QuorumkeepClient approver = cluster.client(APPROVER);
      admin.createGrant(
          APPROVER,
          GrantSpec.allow(LocalCluster.principal(APPROVER), "*", Permission.APPROVE_PROPOSAL));
      IntStream.range(0, KEYS)
          .parallel()
          .forEach(number -> admin.createKey(resource(number), KeySpec.aes256()));
      Map<Integer, String> doomed = new TreeMap<>();
      for (int number = 0; number < DESTROYED; number++) {
        doomed.put(number, materialOf(admin, resource(number)));
        admin.archive().create(version(number));
      }
      String clusterId = admin.clusterStatus().clusterId();
      Set<String> all = names(0, KEYS);

      stopAll(cluster);
      try (Forensics before = new Forensics(clusterId, NAMESPACE)) {
        for (NodeProcess node : cluster.nodes()) {
          Forensics.copy(node.data(), evidence.resolve(node.name()));
          unseal(before, node);
        }
        assertThat(before.epochs()).containsExactly(1);
        // The search is worth something: it finds every key while the secret exists.
        assertThat(before.openFiles(evidence.resolve("node-1/raft"))).isEqualTo(all);
        assertThat(before.openRows(evidence.resolve("node-1"), directory.resolve("rows-before")))
            .isEqualTo(all);
      }
      startAll(cluster);

      for (int number : doomed.keySet()) {
        String proposal = approved(admin, approver, GuardedOperation.DESTROY_KEY, number);
        Key gone = admin.destroyKey(resource(number), proposal, "test");
        assertThat(gone.state()).isEqualTo(KeyState.DESTROYED);
      }
      assertThat(admin.erasureStatus().destroyedVersions()).isEqualTo(DESTROYED);
      admin.finalizeDestruction("forensic test");
      await()
          .atMost(Checks.PATIENCE)
          .until(() -> admin.erasureStatus().phase() == ErasurePhase.IDLE);
      ErasureCertificate certificate = admin.listErasures().findFirst().orElseThrow();
      Checks.replicasAreEqual(cluster);
      stopAll(cluster);

      Set<String> alive = names(DESTROYED, KEYS);
      assertThat(certificate.epoch()).isEqualTo(1);
      assertThat(certificate.destroyedVersions()).isEqualTo(DESTROYED);
      assertThat(certificate.rewrapped()).isEqualTo(KEYS - DESTROYED);
      assertThat(certificate.attestations())
          .extracting(Attestation::node)
          .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
      try (Forensics after = new Forensics(clusterId, NAMESPACE)) {
        cluster.nodes().forEach(node -> unseal(after, node));
        assertThat(after.epochs()).containsExactly(2);
        for (NodeProcess node : cluster.nodes()) {
          Path old = evidence.resolve(node.name());
          assertThat(after.openFiles(old)).as("old files of %s", node.name()).isEmpty();
          assertThat(after.openRows(old, directory.resolve("old-" + node.name())))
              .as("old rows of %s", node.name())
              .isEmpty();
          assertThat(after.openRows(node.data(), directory.resolve("new-" + node.name())))
              .as("rows of %s", node.name())
              .isEqualTo(alive);
          assertThat(after.openFiles(node.data())).as("files of %s", node.name()).isSubsetOf(alive);
          assertThat(Forensics.snapshots(node.data())).hasSize(1);
        }
      }

      startAll(cluster);
      try (RetrievedKey key = admin.retrieve(resource(KEYS - 1))) {
        assertThat(key.version()).isEqualTo(1);
      }
      // What no file and no secret of the cluster gives back, the archive does.
      doomed.forEach(
          (number, material) -> {
            recover(cluster, admin, approver, number);
            assertThat(materialOf(admin, version(number))).isEqualTo(material);
          });
      approver.close();
    }
  }

  /** Two persons, since nothing is destroyed or recovered at once by one alone. */
  private static String approved(
      QuorumkeepClient admin, QuorumkeepClient approver, GuardedOperation operation, int number) {
    String id = operation.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + name(number);
    String resource =
        operation == GuardedOperation.DESTROY_KEY ? resource(number) : version(number);
    Proposal proposal =
        admin.createProposal(id, ProposalSpec.of(GuardedAction.of(operation, resource), "test"));
    assertThat(approver.approveProposal(proposal.name(), "").state())
        .isEqualTo(ProposalState.APPROVED);
    return proposal.name();
  }

  private static String materialOf(QuorumkeepClient admin, String name) {
    try (RetrievedKey key = admin.retrieve(name)) {
      return key.mapMaterial(bytes -> HexFormat.of().formatHex(bytes));
    }
  }

  private static void recover(
      LocalCluster cluster, QuorumkeepClient admin, QuorumkeepClient approver, int number) {
    RecoveryKey recoveryKey =
        RecoveryKey.read(cluster.clientCa().resolveSibling("recovery.key"), Optional.empty());
    String export = approved(admin, approver, GuardedOperation.EXPORT_ARCHIVE, number);
    String proposal = approved(admin, approver, GuardedOperation.RECOVER_KEY, number);
    try (OpenedImage image =
        recoveryKey.open(admin.archive().export(version(number), export).content())) {
      Key back =
          image.mapPayload(
              payload -> admin.archive().recover(version(number), payload, proposal, "needed"));
      assertThat(back.state()).isEqualTo(KeyState.DEACTIVATED);
    }
  }

  private static void unseal(Forensics forensics, NodeProcess node) {
    Path home = node.data().resolveSibling("..").normalize();
    forensics.unseal(node.data().resolve("epoch"), home.resolve("passphrase"));
  }

  private static void stopAll(LocalCluster cluster) {
    cluster.nodes().forEach(NodeProcess::stop);
  }

  private static void startAll(LocalCluster cluster) {
    cluster.nodes().forEach(NodeProcess::start);
    cluster.awaitReady();
  }

  private static Set<String> names(int from, int to) {
    Set<String> names = new TreeSet<>();
    IntStream.range(from, to).forEach(number -> names.add(name(number)));
    return names;
  }

  private static String name(int number) {
    return String.format(Locale.ROOT, "k-%04d", number);
  }

  private static String version(int number) {
    return resource(number) + "/versions/1";
  }

  private static String resource(int number) {
    return "namespaces/" + NAMESPACE + "/keys/" + name(number);
  }
}
