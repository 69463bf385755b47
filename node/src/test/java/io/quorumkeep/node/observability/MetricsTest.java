// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = Scrape.metrics();

  @AfterEach
  void close() {
    metrics.close();
  }

  @Test
  void givenMethodServed_whenScraped_thenOkIsThereBeforeTheFirstCallAndOthersWhenTheyOccur() {
    MethodMetrics method = metrics.requests().method("quorumkeep.v1.KeyService", "GetKey");
    Scrape.Family before = Scrape.of(metrics).family("quorumkeep_requests_total");
    assertThat(before.samples()).hasSize(1);
    assertThat(before.value(requests("OK"))).isZero();

    method.record(0, 1_000_000);
    method.record(0, 3_000_000);
    method.record(7, 200_000);
    method.record(99, 200_000);
    method.record(-1, 200_000);

    Scrape.Family after = Scrape.of(metrics).family("quorumkeep_requests_total");
    assertThat(after.value(requests("OK"))).isEqualTo(2);
    assertThat(after.value(requests("PERMISSION_DENIED"))).isEqualTo(1);
    assertThat(after.value(requests("UNKNOWN"))).isEqualTo(2);
    assertThat(after.samples()).hasSize(3);
  }

  @Test
  void givenCallsTimed_whenScraped_thenSecondsInCumulativeBuckets() {
    MethodMetrics method = metrics.requests().method("quorumkeep.v1.KeyService", "GetKey");
    method.record(0, 1_000_000);
    method.record(0, 3_000_000);
    method.record(0, 60_000_000_000L);

    Scrape.Family family = Scrape.of(metrics).family("quorumkeep_request_duration_seconds");

    String labels = "code=\"OK\",method=\"GetKey\",service=\"quorumkeep.v1.KeyService\"";
    String bucket = "quorumkeep_request_duration_seconds_bucket{" + labels + ",le=\"";
    assertThat(family.value(bucket + "5.0E-4\"}")).isZero();
    assertThat(family.value(bucket + "0.001\"}")).isEqualTo(1);
    assertThat(family.value(bucket + "0.005\"}")).isEqualTo(2);
    assertThat(family.value(bucket + "10.0\"}")).isEqualTo(2);
    assertThat(family.value(bucket + "+Inf\"}")).isEqualTo(3);
    assertThat(family.value("quorumkeep_request_duration_seconds_count{" + labels + "}"))
        .isEqualTo(3);
    assertThat(family.value("quorumkeep_request_duration_seconds_sum{" + labels + "}"))
        .isEqualTo(60.004);
  }

  @Test
  void givenReadings_whenScraped_thenTheirValuesOfThatMoment() {
    Scrape scrape = Scrape.of(metrics);

    assertThat(only(scrape, "quorumkeep_raft_is_leader")).isEqualTo(1);
    assertThat(only(scrape, "quorumkeep_raft_term")).isEqualTo(7);
    assertThat(only(scrape, "quorumkeep_raft_commit_index")).isEqualTo(1_000_001);
    assertThat(only(scrape, "quorumkeep_raft_applied_index")).isEqualTo(1_000_000);
    assertThat(only(scrape, "quorumkeep_raft_leader_changes_total")).isEqualTo(3);
    assertThat(only(scrape, "quorumkeep_audit_outbox_records")).isEqualTo(12);
    assertThat(only(scrape, "quorumkeep_audit_outbox_oldest_seconds")).isEqualTo(0.25);
    assertThat(only(scrape, "quorumkeep_sealed")).isEqualTo(1);
    assertThat(only(scrape, "quorumkeep_epoch")).isEqualTo(4);
    assertThat(only(scrape, "quorumkeep_erasure_phase")).isEqualTo(2);
    assertThat(only(scrape, "quorumkeep_erasure_remaining")).isEqualTo(900);
    assertThat(only(scrape, "quorumkeep_erasure_members_to_attest")).isEqualTo(3);
    assertThat(only(scrape, "quorumkeep_erasure_destroyed_versions")).isEqualTo(100);
    assertThat(only(scrape, "quorumkeep_cert_expiry_timestamp_seconds")).isEqualTo(1_900_000_000);
    assertThat(scrape.family("quorumkeep_build_info").samples().keySet())
        .singleElement()
        .asString()
        .contains("version=\"1.2.3\"");
  }

  @Test
  void givenEvents_whenScraped_thenCounted() {
    metrics.audit().published(250);
    metrics.audit().published(6);
    metrics.audit().publishFailed();
    metrics.requests().denied();
    metrics.requests().rateLimited();
    metrics.batches().closed(256, 300_000);
    metrics.batches().closed(3, 60_000);

    Scrape scrape = Scrape.of(metrics);

    assertThat(only(scrape, "quorumkeep_audit_published_total")).isEqualTo(256);
    assertThat(only(scrape, "quorumkeep_audit_publish_failures_total")).isEqualTo(1);
    assertThat(only(scrape, "quorumkeep_authz_denied_total")).isEqualTo(1);
    assertThat(only(scrape, "quorumkeep_rate_limited_total")).isEqualTo(1);
    Scrape.Family commands = scrape.family("quorumkeep_batch_commands");
    assertThat(commands.value("quorumkeep_batch_commands_bucket{le=\"4.0\"}")).isEqualTo(1);
    assertThat(commands.value("quorumkeep_batch_commands_bucket{le=\"256.0\"}")).isEqualTo(2);
    assertThat(commands.value("quorumkeep_batch_commands_sum{}")).isEqualTo(259);
    Scrape.Family wait = scrape.family("quorumkeep_batch_wait_seconds");
    assertThat(wait.value("quorumkeep_batch_wait_seconds_bucket{le=\"1.0E-4\"}")).isEqualTo(1);
    assertThat(wait.value("quorumkeep_batch_wait_seconds_bucket{le=\"5.0E-4\"}")).isEqualTo(2);
  }

  @Test
  void givenEverythingRecorded_whenScraped_thenTheFormatAndTheNamesAreInOrder() {
    metrics.requests().method("s\\er\"vice", "line\nbreak").record(14, 5);
    metrics.batches().closed(1, 1);

    Scrape scrape = Scrape.of(metrics);

    for (Scrape.Family family : scrape.families().values()) {
      assertThat(family.name()).matches("(quorumkeep|jvm|process|system)_[a-z0-9_]+");
      assertThat(family.type()).isIn("counter", "gauge", "histogram", "summary");
      assertThat(family.help()).as(family.name()).isNotBlank();
      assertThat(family.samples()).as(family.name()).isNotEmpty();
      assertThat(family.name().endsWith("_total"))
          .as(family.name())
          .isEqualTo(family.type().equals("counter"));
      for (var buckets : family.buckets()) {
        assertThat(buckets).as(family.name()).isSorted();
      }
    }
  }

  private static String requests(String code) {
    return "quorumkeep_requests_total{code=\""
        + code
        + "\",method=\"GetKey\",service=\"quorumkeep.v1.KeyService\"}";
  }

  private static double only(Scrape scrape, String name) {
    assertThat(scrape.family(name).samples()).hasSize(1);
    return scrape.family(name).samples().values().iterator().next();
  }
}
