// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.v1.AuditDetail;
import io.quorumkeep.v1.CheckAccessRequest;
import io.quorumkeep.v1.CheckAccessResponse;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.DryRunExample;
import io.quorumkeep.v1.DryRunGrantRequest;
import io.quorumkeep.v1.DryRunGrantResponse;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GetKeyAtRequest;
import io.quorumkeep.v1.GetKeyAtResponse;
import io.quorumkeep.v1.Grant;
import io.quorumkeep.v1.KeyEvent;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyVersion;
import io.quorumkeep.v1.ListKeyEventsRequest;
import io.quorumkeep.v1.ListKeyEventsResponse;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;
import io.quorumkeep.v1.ListRecipientsRequest;
import io.quorumkeep.v1.ListRecipientsResponse;
import io.quorumkeep.v1.Moment;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.Recipient;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finding keys, and questions about the past. */
@Timeout(60)
class HistoryCommandTest {
  private static final String CARD = "namespaces/pay/keys/card";
  private static final String APP = "spiffe://example.org/app";

  @TempDir Path directory;
  @TempDir Path home;

  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cli = CliRun.of(cluster, home);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private <Q extends Message> void on(String method, Class<Q> type, Function<Q, Message> answer) {
    cluster.onAll(method, request -> Optional.of(answer.apply(type.cast(request))));
  }

  private static Grant grant(String name) {
    return Grant.newBuilder()
        .setName(name)
        .setPrincipal(APP)
        .setResource(CARD)
        .addPermissions(Permission.PERMISSION_RETRIEVE_KEY)
        .setEffect(Effect.EFFECT_ALLOW)
        .setCreateTime(Answers.NOON)
        .setCreator("spiffe://example.org/admin")
        .build();
  }

  @Test
  void givenFilter_whenListed_thenItIsSentWithEachPageAndEmptyPagesAreTurned() {
    on(
        "ListKeys",
        ListKeysRequest.class,
        request ->
            request.getPageToken().isEmpty()
                ? ListKeysResponse.newBuilder().setNextPageToken("t").build()
                : ListKeysResponse.newBuilder().addKeys(Answers.key(CARD)).build());

    assertThat(cli.run("key", "list", "pay", "--filter", "state = ACTIVE", "--reverse")).isZero();

    assertThat(cli.out()).contains(CARD);
    assertThat(cluster.requests(ListKeysRequest.class))
        .hasSize(2)
        .allMatch(request -> request.getFilter().equals("state = ACTIVE"))
        .allMatch(request -> request.getOrderBy().equals("name desc"));
  }

  private void answerKeyAt() {
    on(
        "GetKeyAt",
        GetKeyAtRequest.class,
        request ->
            GetKeyAtResponse.newBuilder()
                .setKey(Answers.key(CARD))
                .setVersion(
                    KeyVersion.newBuilder()
                        .setName(CARD + "/versions/3")
                        .setState(KeyState.KEY_STATE_ACTIVE)
                        .setCreateTime(Answers.NOON))
                .addGrants(grant("grants/a"))
                .setTime(Answers.NOON)
                .setLastEventSequence(17)
                .build());
  }

  @Test
  void givenMoments_whenKeyIsShown_thenTimeOrRecordIsAskedFor() {
    answerKeyAt();

    assertThat(cli.run("key", "get", "pay/card", "--at", "2026-03-01T12:00:00Z")).isZero();
    assertThat(cli.out())
        .contains("2026-03-01T12:00:00Z, event 17")
        .contains("grants/a")
        .doesNotContain("released");
    assertThat(cli.run("key", "get", "pay/card", "--at", "4711", "-o", "json")).isZero();
    assertThat(cli.out())
        .contains("\"asOf\":\"2026-03-01T12:00:00Z\"", "\"grants\":[{\"name\":\"grants/a\"")
        .doesNotContain("useCount");

    assertThat(cluster.requests(GetKeyAtRequest.class))
        .extracting(GetKeyAtRequest::getAt)
        .containsExactly(
            Moment.newBuilder().setTime(Answers.NOON).build(),
            Moment.newBuilder().setSequence(4711).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "0", "-1", "2026-03-01", "9999999999999999999"})
  void givenNoMoment_whenKeyIsShown_thenNothingIsSent(String at) {
    assertThat(cli.run("key", "get", "pay/card", "--at=" + at)).isEqualTo(1);

    assertThat(cli.err()).contains("not a moment");
    assertThat(cluster.requests(Message.class)).isEmpty();
  }

  @Test
  void givenEvents_whenHistoryIsShown_thenAllPagesAreColumnsOrLines() {
    on(
        "ListKeyEvents",
        ListKeyEventsRequest.class,
        request ->
            ListKeyEventsResponse.newBuilder()
                .addEvents(
                    KeyEvent.newBuilder()
                        .setType(request.getPageToken().isEmpty() ? "CREATED" : "UPDATED")
                        .setTime(Answers.NOON)
                        .setSequence(request.getPageToken().isEmpty() ? 2 : 5)
                        .setVersion(request.getPageToken().isEmpty() ? 1 : 0)
                        .setPrincipal("spiffe://example.org/admin")
                        .addDetails(
                            AuditDetail.newBuilder().setName("algorithm").setValue("AES_256")))
                .setNextPageToken(request.getPageToken().isEmpty() ? "t" : "")
                .build());

    assertThat(cli.run("key", "history", "pay/card")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            SEQUENCE  TIME                  EVENT    VERSION  PRINCIPAL                   DETAILS
            2         2026-03-01T12:00:00Z  CREATED  1        spiffe://example.org/admin  algorithm=AES_256
            5         2026-03-01T12:00:00Z  UPDATED  -        spiffe://example.org/admin  algorithm=AES_256
            """);
    assertThat(cli.run("key", "history", "pay/card", "-o", "json")).isZero();
    assertThat(cli.out().lines())
        .first()
        .isEqualTo(
            "{\"type\":\"CREATED\",\"time\":\"2026-03-01T12:00:00Z\",\"sequence\":2,\"version\":1,"
                + "\"principal\":\"spiffe://example.org/admin\","
                + "\"details\":[{\"name\":\"algorithm\",\"value\":\"AES_256\"}]}");
  }

  private static Recipient recipient(String name, long count, long first, long last) {
    return Recipient.newBuilder()
        .setPrincipal(name)
        .setCount(count)
        .setFirstSequence(first)
        .setLastSequence(last)
        .setFirstTime(Timestamp.newBuilder().setSeconds(first))
        .setLastTime(Timestamp.newBuilder().setSeconds(last))
        .build();
  }

  @Test
  void givenPagesOfRecipients_whenShown_thenAddedUpAndProgressIsOnStandardError() {
    on(
        "ListRecipients",
        ListRecipientsRequest.class,
        request ->
            request.getPageToken().isEmpty()
                ? ListRecipientsResponse.newBuilder()
                    .addRecipients(recipient(APP, 2, 10, 20))
                    .setNextPageToken("t")
                    .setFromSequence(5)
                    .setToSequence(100)
                    .setEndSequence(150)
                    .build()
                : ListRecipientsResponse.newBuilder()
                    .addRecipients(recipient(APP + "/other", 1, 101, 101))
                    .addRecipients(recipient(APP, 3, 102, 140))
                    .setFromSequence(101)
                    .setToSequence(150)
                    .setEndSequence(150)
                    .build());

    assertThat(cli.run("key", "recipients", "pay/card/3")).isZero();

    assertThat(cli.err()).isEqualTo("looked at records up to 100 of 150\n");
    assertThat(cli.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "PRINCIPAL COUNT FIRST TIME LAST TIME FIRST SEQUENCE LAST SEQUENCE",
            APP + " 5 1970-01-01T00:00:10Z 1970-01-01T00:02:20Z 10 140",
            APP + "/other 1 1970-01-01T00:01:41Z 1970-01-01T00:01:41Z 101 101");
    assertThat(cluster.requests(ListRecipientsRequest.class).get(0).getName())
        .isEqualTo(CARD + "/versions/3");
    assertThat(cli.run("key", "recipients", "pay/card")).isEqualTo(1);
    assertThat(cli.err()).contains("needs a version");
  }

  @Test
  void givenAnswers_whenAccessIsChecked_thenTheyAreShown() {
    on(
        "CheckAccess",
        CheckAccessRequest.class,
        request ->
            request.getPermission() == Permission.PERMISSION_GET_KEY
                ? CheckAccessResponse.newBuilder().setAllowed(true).setTime(Answers.NOON).build()
                : CheckAccessResponse.newBuilder()
                    .setReason("KEY_STATE_FORBIDS")
                    .setDetail("version is SUSPENDED")
                    .addGrants(grant("grants/a"))
                    .setTime(Answers.NOON)
                    .build());

    assertThat(cli.run("access", "check", "pay/card/3", "--principal", APP, "--at", "99")).isZero();
    assertThat(cli.out())
        .isEqualTo(
            """
            ATTRIBUTE  VALUE
            allowed    no
            reason     KEY_STATE_FORBIDS: version is SUSPENDED
            as of      2026-03-01T12:00:00Z
            grants     grants/a
            """);
    assertThat(
            cli.run(
                "access",
                "check",
                "pay/card",
                "--principal",
                APP,
                "--at",
                "99",
                "--permission",
                "get-key",
                "-o",
                "json"))
        .isZero();
    assertThat(cli.out())
        .isEqualTo("{\"allowed\":true,\"grants\":[],\"asOf\":\"2026-03-01T12:00:00Z\"}\n");
    assertThat(cluster.requests(CheckAccessRequest.class))
        .extracting(CheckAccessRequest::getPermission)
        .containsExactly(Permission.PERMISSION_UNSPECIFIED, Permission.PERMISSION_GET_KEY);
  }

  private void answerDryRun() {
    on(
        "DryRunGrant",
        DryRunGrantRequest.class,
        request ->
            DryRunGrantResponse.newBuilder()
                .setUses(100)
                .setWouldBeDenied(3)
                .addExamples(
                    DryRunExample.newBuilder()
                        .setSequence(7)
                        .setTime(Answers.NOON)
                        .setPrincipal(APP)
                        .setOperation("RETRIEVE_KEY")
                        .setResource(CARD)
                        .setVersion(2)
                        .setRecorded(Decision.DECISION_ALLOWED)
                        .setReason("PERMISSION_DENIED"))
                .setNextPageToken(request.getPageToken().isEmpty() ? "t" : "")
                .setFromSequence(request.getPageToken().isEmpty() ? 1 : 101)
                .setToSequence(request.getPageToken().isEmpty() ? 100 : 200)
                .setEndSequence(200)
                .build());
  }

  @Test
  void givenGrant_whenTried_thenPagesAreAddedUp() {
    answerDryRun();

    int exit =
        cli.run(
            "access",
            "dry-run",
            "--principal",
            APP,
            "--resource",
            "pay/card",
            "--permission",
            "retrieve-key",
            "--deny",
            "--from",
            "1",
            "--to",
            "200",
            "--examples",
            "2");

    assertThat(exit).isZero();
    assertThat(cli.err()).isEqualTo("looked at records up to 100 of 200\n");
    assertThat(cli.out())
        .startsWith(
            """
            ATTRIBUTE         VALUE
            records           1 to 200
            uses              200
            would be denied   6
            would be allowed  0

            SEQUENCE  TIME
            """
                .stripTrailing())
        .contains(CARD + " v2")
        .contains("ALLOWED   PERMISSION_DENIED");
    List<DryRunGrantRequest> requests = cluster.requests(DryRunGrantRequest.class);
    assertThat(requests).extracting(DryRunGrantRequest::getMaxExamples).containsExactly(2, 1);
    assertThat(requests.get(1).getCreate().getEffect()).isEqualTo(Effect.EFFECT_DENY);
    assertThat(requests.get(1).getCreate().getResource()).isEqualTo(CARD);
    assertThat(requests.get(1).getPageToken()).isEqualTo("t");
    assertThat(requests.get(1).getToSequence()).isEqualTo(200);
  }

  @Test
  void givenRevocation_whenTried_thenItStandsAlone() {
    answerDryRun();

    assertThat(cli.run("access", "dry-run", "--revoke", "payments-read", "-o", "json")).isZero();
    assertThat(cli.out())
        .contains("\"uses\":200,\"wouldBeDenied\":6,\"wouldBeAllowed\":0,\"examples\":[")
        .contains("\"recorded\":\"ALLOWED\",\"wouldBeAllowed\":false");
    assertThat(cluster.requests(DryRunGrantRequest.class).get(0).getRevoke())
        .isEqualTo("grants/payments-read");

    assertThat(cli.run("access", "dry-run", "--revoke", "x", "--principal", APP)).isEqualTo(1);
    assertThat(cli.err()).contains("one change at a time");
    assertThat(cli.run("access", "dry-run", "--principal", APP)).isEqualTo(1);
    assertThat(cli.err()).contains("say which change");
  }
}
