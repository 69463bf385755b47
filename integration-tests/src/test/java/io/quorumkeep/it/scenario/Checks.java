// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.client.AuditPage;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.audit.AuditChainVerifier;
import io.quorumkeep.it.cluster.LocalCluster;
import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/** What must hold at the end of every story. */
final class Checks {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PAGE = 1_000;

  private Checks() {}

  /** All audit records by their sequence; the chain over them is whole. */
  static NavigableMap<Long, ChainedAuditRecord> verifiedTrail(QuorumkeepClient admin) {
    NavigableMap<Long, ChainedAuditRecord> trail = new TreeMap<>();
    AuditChainVerifier verifier = new AuditChainVerifier();
    AuditPage page;
    long next = 1;
    do {
      page = admin.withDeadline(PATIENCE).listAuditRecords(next, PAGE);
      for (ChainedAuditRecord record : page.records()) {
        assertThat(verifier.accept(record)).isEmpty();
        trail.put(record.record().sequence(), record);
      }
      next = page.nextSequence();
    } while (!page.isLast());
    return trail;
  }

  /** Every release has the audit record that it says, of that key, version and operation. */
  static void everyReleaseIsRecorded(
      List<Traffic.Release> releases, NavigableMap<Long, ChainedAuditRecord> trail) {
    assertThat(releases.stream().map(Traffic.Release::sequence).distinct())
        .as("no two releases share a record")
        .hasSameSizeAs(releases);
    for (Traffic.Release release : releases) {
      assertThat(trail).containsKey(release.sequence());
      ChainedAuditRecord record = Objects.requireNonNull(trail.get(release.sequence()));
      assertThat(record.record().operation()).isEqualTo("RETRIEVE_KEY");
      assertThat(record.record().resource()).isEqualTo(release.name());
      assertThat(record.record().version()).isEqualTo(release.version());
      assertThat(record.record().decision().name()).isEqualTo("ALLOWED");
    }
  }

  /** All nodes come to have the same state at the same index. */
  static void replicasAreEqual(LocalCluster cluster) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                assertThat(digests(cluster))
                    .doesNotContain("null")
                    .allMatch(digests(cluster).get(0)::equals));
  }

  private static List<String> digests(LocalCluster cluster) {
    return cluster.nodes().stream().map(node -> String.valueOf(node.get("/digest"))).toList();
  }
}
