// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.audit.AuditTrails;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AuditCommandTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int COUNT = 2_500;

  @TempDir Path directory;
  @TempDir Path home;

  private final List<ChainedAuditRecord> trail = new ArrayList<>(AuditTrails.trail(COUNT));
  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cluster.onAll("ListAuditRecords", request -> Optional.of(page(request)));
    cli = CliRun.of(cluster, home);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void givenTrueTrail_whenVerifiedFromTheCluster_thenItIsSummedUp() {
    assertThat(cli.run("audit", "verify")).isZero();

    assertThat(cli.out()).isEqualTo("ok: 2500 records, 1 to 2500, head " + head(COUNT) + "\n");
    assertThat(cluster.requests(ListAuditRecordsRequest.class)).hasSize(3);
  }

  @Test
  void givenChangedRecord_whenVerifiedFromTheCluster_thenItIsNamed() {
    ChainedAuditRecord first = trail.get(1_233);
    trail.set(
        1_233,
        new ChainedAuditRecord(
            trail.get(1_235).record(), first.canonical(), first.previousHead(), first.head()));

    assertThat(cli.run("audit", "verify")).isEqualTo(7);

    assertThat(cli.out()).startsWith("broken at 1236: follows record 1233");
  }

  @Test
  void givenFile_whenVerified_thenNoConnectionIsNeeded() throws IOException {
    Path file = write(trail);

    int exit = new CliRun(home).run("audit", "verify", "--file", file.toString());

    assertThat(exit).isZero();
    assertThat(cluster.requests(Message.class)).isEmpty();
  }

  @Test
  void givenFileFromTheMiddle_whenVerified_thenItSaysWhatWasTrusted() throws IOException {
    Path file = write(trail.subList(100, 200));

    assertThat(cli.run("audit", "verify", "--file", file.toString())).isZero();

    assertThat(cli.out()).isEqualTo("ok: 100 records, 101 to 200, head " + head(200) + "\n");
    assertThat(cli.err()).contains("begin with 101").contains("on trust");
  }

  @Test
  void givenFileCutOff_whenVerified_thenThePartialRecordIsFound() throws IOException {
    String text = AuditTrails.ndjson(trail.subList(0, 10));
    Path file = home.resolve("audit.ndjson");
    Files.writeString(file, text.substring(0, text.length() - 20));

    assertThat(cli.run("audit", "verify", "--file", file.toString(), "-o", "json")).isEqualTo(7);

    assertThat(cli.out())
        .startsWith("{\"verified\":false,\"sequence\":10,\"problem\":\"in its place is no record")
        .endsWith(
            "\"records\":9,\"firstSequence\":1,\"lastSequence\":9,\"head\":\""
                + head(9)
                + "\",\"startTrusted\":false}\n");
  }

  @Test
  void givenExpectedHead_whenRecordsAreMissingAtTheEnd_thenVerificationFails() throws IOException {
    Path file = write(trail.subList(0, 50));

    assertThat(cli.run("audit", "verify", "--file", file.toString(), "--expect-head", head(50)))
        .isZero();
    assertThat(cli.run("audit", "verify", "--file", file.toString(), "--expect-head", head(51)))
        .isEqualTo(7);
    assertThat(cli.out()).startsWith("broken at 51");
  }

  @Test
  void givenTrail_whenTailed_thenTheLastRecordsAreShown() {
    assertThat(cli.run("audit", "tail", "-n", "2")).isZero();

    assertThat(cli.out().lines().toList())
        .hasSize(3)
        .satisfies(lines -> assertThat(lines.get(0)).startsWith("SEQUENCE  TIME"))
        .satisfies(
            lines ->
                assertThat(lines.get(1))
                    .startsWith("2499      2026-03-01T12:00:02.499Z  DENIED    ROTATE_KEY"));
  }

  @Test
  void givenTrail_whenTailedFromARecord_thenEveryOneFollowsAsJson() {
    assertThat(cli.run("audit", "tail", "--from", "100", "-o", "json")).isZero();

    assertThat(cli.out().lines())
        .hasSize(COUNT - 99)
        .first()
        .isEqualTo(
            "{\"sequence\":100,\"time\":\"2026-03-01T12:00:00.100Z\",\"raftTerm\":2,"
                + "\"raftIndex\":200,\"node\":\"node-1\","
                + "\"principal\":\"spiffe://example.org/app/payments\","
                + "\"source\":\"127.0.0.1:50100\",\"operation\":\"RETRIEVE_KEY\","
                + "\"resource\":\"namespaces/pay/keys/card-ü\",\"version\":0,"
                + "\"requestId\":\"01234567-89ab-4cde-0000-000000000064\","
                + "\"decision\":\"ALLOWED\",\"reason\":\"\","
                + "\"details\":[{\"name\":\"algorithm\",\"value\":\"AES_256\"},"
                + "{\"name\":\"label\",\"value\":\"a=b\"}],\"chainHead\":\""
                + head(100)
                + "\"}");
  }

  private Path write(List<ChainedAuditRecord> records) throws IOException {
    Path file = home.resolve("audit.ndjson");
    Files.writeString(file, AuditTrails.ndjson(records));
    return file;
  }

  private String head(int sequence) {
    return trail.get(sequence - 1).head();
  }

  private Message page(Message message) {
    ListAuditRecordsRequest request = (ListAuditRecordsRequest) message;
    int from = (int) Math.max(1, request.getFromSequence());
    int to = Math.min(COUNT, from + request.getPageSize() - 1);
    ListAuditRecordsResponse.Builder page =
        ListAuditRecordsResponse.newBuilder().setNextSequence(to + 1L).setLastSequence(COUNT);
    if (from <= COUNT) {
      page.setPreviousHead(bytes(trail.get(from - 1).previousHead().orElseThrow()));
    }
    for (ChainedAuditRecord record : trail.subList(Math.min(from - 1, to), to)) {
      page.addRecords(proto(record));
    }
    return page.build();
  }

  private static io.quorumkeep.v1.AuditRecord proto(ChainedAuditRecord chained) {
    AuditRecord record = chained.record();
    var proto =
        io.quorumkeep.v1.AuditRecord.newBuilder()
            .setSequence(record.sequence())
            .setTime(time(record.time().toEpochMilli()))
            .setRaftTerm(record.raftTerm())
            .setRaftIndex(record.raftIndex())
            .setNode(record.node())
            .setPrincipal(record.principal())
            .setSource(record.source())
            .setOperation(record.operation())
            .setResource(record.resource())
            .setVersion(record.version())
            .setRequestId(record.requestId())
            .setDecision(Decision.valueOf("DECISION_" + record.decision().name()))
            .setReason(record.reason())
            .setCanonical(bytes(chained.canonical().orElseThrow()))
            .setChainHead(bytes(chained.head()));
    record
        .details()
        .forEach(
            detail ->
                proto.addDetails(
                    AuditDetail.newBuilder().setName(detail.name()).setValue(detail.value())));
    return proto.build();
  }

  private static Timestamp time(long millis) {
    return Timestamp.newBuilder()
        .setSeconds(Math.floorDiv(millis, 1_000L))
        .setNanos(Math.floorMod(millis, 1_000) * 1_000_000)
        .build();
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HEX.parseHex(hex));
  }
}
