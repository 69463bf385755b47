// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import io.grpc.Status.Code;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.fake.Refusals;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateGrantResponse;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateKeyResponse;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GetClusterStatusResponse;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.Grant;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyVersion;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;
import io.quorumkeep.v1.Member;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RevocationReason;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RevokeKeyResponse;
import io.quorumkeep.v1.RotateKeyResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class QuorumkeepCliTest {
  private static final String CARD = "namespaces/pay/keys/card";
  private static final String CARD_JSON =
      "{\"name\":\"namespaces/pay/keys/card\",\"algorithm\":\"AES_256\",\"state\":\"ACTIVE\","
          + "\"currentVersion\":3,\"createTime\":\"2026-03-01T12:00:00Z\","
          + "\"creator\":\"spiffe://example.org/admin\",\"labels\":{\"team\":\"pay\"},"
          + "\"usages\":[],\"owner\":\"\",\"description\":\"\",\"deletable\":false,"
          + "\"exportable\":false,\"mirrored\":false,"
          + "\"rotationPolicy\":{\"maxOperations\":0,\"maxBytes\":0},"
          + "\"usageBudget\":{\"maxOperations\":0,\"maxBytes\":0},"
          + "\"etag\":\"e1\"}";
  private static final String BASE64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

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

  @Test
  void givenKey_whenCreated_thenTheRequestSaysAllOfIt() {
    answer("CreateKey", CreateKeyResponse.newBuilder().setKey(Answers.key(CARD)).build());

    int exit =
        cli.run(
            "key",
            "create",
            "pay/card",
            "--algorithm",
            "aes-128",
            "--pre-active",
            "--protect-for",
            "90d",
            "--process-for",
            "PT48H",
            "--label",
            "team=pay",
            "--label",
            "tier=1",
            "-o",
            "json");

    assertThat(cli.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(cli.out()).isEqualTo(CARD_JSON + "\n");
    CreateKeyRequest request = cluster.requests(CreateKeyRequest.class).get(0);
    assertThat(request.getParent()).isEqualTo("namespaces/pay");
    assertThat(request.getKeyId()).isEqualTo("card");
    assertThat(request.getAlgorithmValue()).isEqualTo(1);
    assertThat(request.getPreActive()).isTrue();
    assertThat(request.getOriginatorUsagePeriod().getSeconds()).isEqualTo(90 * 86_400);
    assertThat(request.getRecipientUsagePeriod().getSeconds()).isEqualTo(2 * 86_400);
    assertThat(request.getLabelsMap()).containsEntry("team", "pay").containsEntry("tier", "1");
    assertThat(request.getRequestId()).hasSize(36);
  }

  @Test
  void givenVersionName_whenShown_thenItsAttributesAreColumns() {
    answer(
        "GetKey",
        GetKeyResponse.newBuilder()
            .setKey(Answers.key(CARD))
            .setVersion(
                KeyVersion.newBuilder()
                    .setName(CARD + "/versions/2")
                    .setState(KeyState.KEY_STATE_DEACTIVATED)
                    .setCreateTime(Answers.NOON)
                    .setActivationTime(Answers.NOON)
                    .setDeactivationTime(Answers.NOON)
                    .setRevocationReason(RevocationReason.REVOCATION_REASON_SUPERSEDED)
                    .setUseCount(7))
            .build());

    assertThat(cli.run("key", "get", "pay/card/2")).isZero();

    assertThat(cluster.requests(GetKeyRequest.class).get(0).getName())
        .isEqualTo(CARD + "/versions/2");
    assertThat(cli.out())
        .isEqualTo(
            """
            ATTRIBUTE                   VALUE
            name                        namespaces/pay/keys/card
            algorithm                   AES_256
            state                       ACTIVE
            current version             3
            created                     2026-03-01T12:00:00Z by spiffe://example.org/admin
            may protect for             ever
            may process for             ever
            labels                      team=pay
            usages
            owner                       -
            description                 -
            deletable                   false
            exportable                  false
            mirrored                    false
            activates at                -
            rotates at                  -
            to be destroyed at          -
            version                     namespaces/pay/keys/card/versions/2
            version state               DEACTIVATED
            version created             2026-03-01T12:00:00Z
            activated                   2026-03-01T12:00:00Z
            protects until              -
            deactivated                 2026-03-01T12:00:00Z
            compromised                 -
            revocation reason           SUPERSEDED
            version to be destroyed at  -
            released                    7 times, last -
            last used by                -
            said to protect             0 operations, 0 bytes
            """);
  }

  @Test
  void givenTwoPagesOfKeys_whenListed_thenBothAreShown() {
    cluster.onAll(
        "ListKeys",
        request ->
            Optional.of(
                ((ListKeysRequest) request).getPageToken().isEmpty()
                    ? ListKeysResponse.newBuilder()
                        .addKeys(Answers.key(CARD))
                        .setNextPageToken("more")
                        .build()
                    : ListKeysResponse.newBuilder()
                        .addKeys(Answers.key("namespaces/pay/keys/z\u001b[31m"))
                        .build()));

    assertThat(cli.run("key", "list", "pay")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            NAME                       ALGORITHM  STATE   VERSION  CREATED
            namespaces/pay/keys/card   AES_256    ACTIVE  3        2026-03-01T12:00:00Z
            namespaces/pay/keys/z?[31m  AES_256    ACTIVE  3        2026-03-01T12:00:00Z
            """
                .replace("card   AES", "card    AES")
                .replace("NAME                       ", "NAME                        "));
    assertThat(cli.run("key", "list", "pay", "--no-headers", "-o", "json")).isZero();
    assertThat(cli.out().lines()).hasSize(2).first().isEqualTo(CARD_JSON);
  }

  @Test
  void givenRotatedKey_whenShown_thenHeadersCanBeLeftOut() {
    answer("RotateKey", RotateKeyResponse.newBuilder().setKey(Answers.key(CARD)).build());

    assertThat(cli.run("key", "rotate", CARD, "--no-headers")).isZero();

    assertThat(cli.out())
        .isEqualTo("namespaces/pay/keys/card  AES_256  ACTIVE  3  2026-03-01T12:00:00Z\n");
  }

  @Test
  void givenTerminal_whenRetrieved_thenMaterialIsRefusedBeforeItIsReleased() {
    released();

    assertThat(cli.atTerminal("").run("key", "retrieve", "pay/card")).isEqualTo(1);

    assertThat(cli.err()).contains("material is not printed to a terminal");
    assertThat(cli.rawOut()).isEmpty();
    assertThat(cluster.requests(RetrieveKeyRequest.class)).isEmpty();
  }

  @Test
  void givenPipe_whenRetrieved_thenItGetsTheRawBytes() {
    released();

    assertThat(cli.run("key", "retrieve", "pay/card")).isZero();

    assertThat(cli.rawOut()).isEqualTo(Answers.MATERIAL);
    assertThat(cli.err()).isEmpty();
  }

  @Test
  void givenTerminal_whenShowingIsAskedFor_thenTheMaterialIsShown() {
    released();

    assertThat(cli.atTerminal("").run("key", "retrieve", "pay/card", "--show-material")).isZero();

    assertThat(cli.out())
        .contains(
            "namespaces/pay/keys/card/versions/3  AES_256    ACTIVE  42              " + BASE64);
  }

  @Test
  void givenJson_whenRetrieved_thenMaterialIsOnlyThereIfAskedFor() {
    released();
    String start =
        "{\"name\":\"namespaces/pay/keys/card/versions/3\",\"algorithm\":\"AES_256\","
            + "\"state\":\"ACTIVE\",\"auditSequence\":42";

    assertThat(cli.run("key", "retrieve", "pay/card", "-o", "json")).isZero();
    assertThat(cli.out()).isEqualTo(start + "}\n");

    assertThat(cli.run("key", "retrieve", "pay/card", "-o", "json", "--show-material")).isZero();
    assertThat(cli.out()).isEqualTo(start + ",\"material\":\"" + BASE64 + "\"}\n");
  }

  @Test
  void givenFile_whenRetrieved_thenOnlyItsOwnerCanReadIt() throws IOException {
    released();
    Path file = home.resolve("card.key");

    assertThat(cli.atTerminal("").run("key", "retrieve", "pay/card", "--out", file.toString()))
        .isZero();

    assertThat(file).hasBinaryContent(Answers.MATERIAL);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(cli.out()).isEmpty();

    assertThat(cli.run("key", "retrieve", "pay/card", "--out", file.toString())).isEqualTo(1);
    assertThat(cli.err()).contains("exists already");
    assertThat(cluster.requests(RetrieveKeyRequest.class)).hasSize(1);
  }

  @Test
  void givenRefusal_whenRetrievedToFile_thenNoFileIsLeft() {
    refuse("RetrieveKey", Code.PERMISSION_DENIED, "NO_GRANT");
    Path file = home.resolve("card.key");

    assertThat(cli.run("key", "retrieve", "pay/card", "--out", file.toString())).isEqualTo(4);

    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT, 2",
    "RESOURCE_EXHAUSTED, 2",
    "INTERNAL, 2",
    "UNIMPLEMENTED, 2",
    "NOT_FOUND, 3",
    "PERMISSION_DENIED, 4",
    "UNAUTHENTICATED, 4",
    "ALREADY_EXISTS, 5",
    "FAILED_PRECONDITION, 5",
    "ABORTED, 5",
    "UNAVAILABLE, 6",
  })
  void givenRefusal_whenRun_thenTheExitCodeAndTheMessageTell(Code code, int exit) {
    refuse("RotateKey", code, "SOME_REASON");

    assertThat(cli.run("key", "rotate", "pay/card", "--timeout", "900ms")).isEqualTo(exit);

    assertThat(cli.out()).isEmpty();
    assertThat(cli.err())
        .containsPattern("^error: refused by the test")
        .contains("why:   SOME_REASON")
        .contains("do:    ")
        .containsPattern("request: [0-9a-f-]{36}\n$");
  }

  @Test
  void givenSilence_whenRun_thenTheMessageSaysThatTheOutcomeIsUnknown() {
    cluster.node(0).hang("RotateKey");

    assertThat(cli.run("key", "rotate", "pay/card", "--timeout", "300ms")).isEqualTo(6);

    assertThat(cli.err())
        .startsWith("error: no node answered within 300 ms\n")
        .contains("why:   DEADLINE_EXCEEDED")
        .contains("look whether it took effect")
        .containsPattern("request: [0-9a-f-]{36}\n$");
  }

  @Test
  void givenNobodyListens_whenRun_thenItIsUnavailable() {
    cluster.close();

    assertThat(cli.run("key", "get", "pay/card", "--timeout", "300ms")).isEqualTo(6);
  }

  @Test
  void givenTerminal_whenRevoked_thenItAsksAndTakesNoOtherAnswer() {
    answer("RevokeKey", RevokeKeyResponse.newBuilder().setKey(Answers.key(CARD)).build());
    String[] revoke = {"key", "revoke", "pay/card", "--reason", "key-compromise"};

    assertThat(cli.atTerminal("yes\n").run(revoke)).isEqualTo(1);
    assertThat(cli.err()).contains("Type its name to go on").contains("not confirmed");
    assertThat(cluster.requests(RevokeKeyRequest.class)).isEmpty();

    assertThat(cli.atTerminal(CARD + "\n").run(revoke)).isZero();
    assertThat(cluster.requests(RevokeKeyRequest.class).get(0).getReason())
        .isEqualTo(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE);
  }

  @Test
  void givenScript_whenRevoked_thenItNeedsYes() {
    answer("RevokeKey", RevokeKeyResponse.newBuilder().setKey(Answers.key(CARD)).build());

    assertThat(cli.run("key", "revoke", "pay/card", "--reason", "superseded")).isEqualTo(1);
    assertThat(cli.err()).contains("--yes");

    assertThat(
            cli.run(
                "key",
                "revoke",
                "pay/card/2",
                "--reason",
                "ca-compromise",
                "--yes",
                "--compromised-at",
                "2026-03-01T12:00:00Z"))
        .isZero();
    RevokeKeyRequest request = cluster.requests(RevokeKeyRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(CARD + "/versions/2");
    assertThat(request.getCompromiseTime()).isEqualTo(Answers.NOON);
  }

  @Test
  void givenGrant_whenCreated_thenShortNamesAreMadeFull() {
    answer(
        "CreateGrant",
        CreateGrantResponse.newBuilder()
            .setGrant(
                Grant.newBuilder()
                    .setName("grants/payments-read")
                    .setPrincipal("spiffe://example.org/app/payments")
                    .setResource("namespaces/pay/keys/card-*")
                    .addPermissions(Permission.PERMISSION_RETRIEVE_KEY)
                    .addPermissionsValue(99)
                    .setEffect(Effect.EFFECT_DENY)
                    .setCreateTime(Answers.NOON)
                    .setCreator("spiffe://example.org/admin"))
            .build());

    int exit =
        cli.run(
            "grant",
            "create",
            "payments-read",
            "--principal",
            "spiffe://example.org/app/payments",
            "--resource",
            "pay/card-*",
            "--permission",
            "retrieve-key,GET_KEY",
            "--deny",
            "-o",
            "json");

    assertThat(exit).isZero();
    assertThat(cli.out())
        .isEqualTo(
            "{\"name\":\"grants/payments-read\","
                + "\"principal\":\"spiffe://example.org/app/payments\","
                + "\"resource\":\"namespaces/pay/keys/card-*\","
                + "\"permissions\":[\"RETRIEVE_KEY\",\"UNKNOWN\"],\"effect\":\"DENY\","
                + "\"createTime\":\"2026-03-01T12:00:00Z\","
                + "\"creator\":\"spiffe://example.org/admin\"}\n");
    CreateGrantRequest request = cluster.requests(CreateGrantRequest.class).get(0);
    assertThat(request.getGrantId()).isEqualTo("payments-read");
    assertThat(request.getResource()).isEqualTo("namespaces/pay/keys/card-*");
    assertThat(request.getPermissionsList())
        .containsExactly(Permission.PERMISSION_RETRIEVE_KEY, Permission.PERMISSION_GET_KEY);
    assertThat(request.getEffect()).isEqualTo(Effect.EFFECT_DENY);
  }

  @Test
  void givenCluster_whenItsStatusIsShown_thenTheLeaderIsMarked() {
    answer(
        "GetClusterStatus",
        GetClusterStatusResponse.newBuilder()
            .setClusterId("c1")
            .setNode("n2")
            .setLeader("n1")
            .setTerm(4)
            .setCommitIndex(100)
            .setAppliedIndex(99)
            .addMembers(
                Member.newBuilder()
                    .setNode("n1")
                    .setClientAddress("127.0.0.1:7443")
                    .setPeerAddress("127.0.0.1:7444")
                    .setVoter(true))
            .addMembers(Member.newBuilder().setNode("n2"))
            .setAuditSequence(12)
            .setPublishedSequence(11)
            .build());

    assertThat(cli.run("cluster", "status")).isZero();
    assertThat(cli.out())
        .contains("leader            n1\n")
        .contains("n1    leader    true   127.0.0.1:7443  127.0.0.1:7444\n")
        .contains("n2    follower  false\n");

    assertThat(cli.run("cluster", "status", "-o", "json")).isZero();
    assertThat(cli.out())
        .startsWith("{\"clusterId\":\"c1\",\"node\":\"n2\",\"leader\":\"n1\",\"term\":4,")
        .endsWith("\"auditSequence\":12,\"auditChainHead\":\"\",\"publishedSequence\":11}\n");
  }

  @Test
  void givenFlagEnvironmentAndContext_whenLookedUp_thenTheNearestWins() throws IOException {
    answer("RotateKey", RotateKeyResponse.newBuilder().setKey(Answers.key(CARD)).build());
    Files.createDirectories(home.resolve(".quorumkeep"));
    Files.copy(cluster.authority(), home.resolve(".quorumkeep/ca.crt"));
    Files.writeString(
        home.resolve(".quorumkeep/context"),
        "nodes=" + cluster.addresses() + "\nca=ca.crt\noutput=json\n");

    cli.without("QUORUMKEEP_NODES").without("QUORUMKEEP_CA");
    assertThat(cli.run("key", "rotate", "pay/card")).isZero();
    assertThat(cli.out()).isEqualTo(CARD_JSON + "\n");

    cli.with("QUORUMKEEP_OUTPUT", "table");
    assertThat(cli.run("key", "rotate", "pay/card")).isZero();
    assertThat(cli.out()).startsWith("NAME");

    assertThat(cli.run("key", "rotate", "pay/card", "-o", "json")).isZero();
    assertThat(cli.out()).startsWith("{");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key",
        "nonsense",
        "key get",
        "key get card",
        "key get pay/card/0",
        "key get pay/card --nonsense",
        "key get pay/card -o yaml",
        "key get pay/card --timeout soon",
        "key get pay/card --ca /nowhere/ca.crt",
        "key get pay/card --context /nowhere/context",
        "key get pay/card --nodes ,",
        "key rotate pay/card/3",
        "key revoke pay/card --yes --reason whim",
        "key create pay/card --algorithm DES",
        "key create pay/card --protect-for long",
        "grant create g --principal p --resource * --permission everything",
        "audit verify --file /nowhere/audit.ndjson",
        "audit verify --file a --bootstrap-servers b",
      })
  void givenWrongCommandLine_whenRun_thenNothingIsSentAndTheExitCodeIsOne(String command) {
    int exit = cli.run(command.isEmpty() ? new String[0] : command.split(" ", -1));

    assertThat(exit).isEqualTo(1);
    assertThat(cli.err()).startsWith("error: ");
    assertThat(cli.out()).isEmpty();
    assertThat(cluster.requests(Message.class)).isEmpty();
  }

  @Test
  void givenMissingOption_whenRun_thenItIsNamedWithItsVariable() {
    cli.without("QUORUMKEEP_CERT");

    assertThat(cli.run("key", "get", "pay/card")).isEqualTo(1);

    assertThat(cli.err()).isEqualTo("error: --cert is missing; give it, or set QUORUMKEEP_CERT\n");
  }

  @Test
  void givenHelp_whenAskedFor_thenExitCodesAreDocumented() {
    assertThat(cli.run("--help")).isZero();

    for (ExitCode code : ExitCode.values()) {
      assertThat(cli.out()).containsPattern("(?m)^ +" + code.number() + " +\\S");
    }
    assertThat(cli.run("key", "retrieve", "--help")).isZero();
    assertThat(cli.out()).contains("--show-material").contains("--nodes");
  }

  private void released() {
    cluster.onAll("RetrieveKey", request -> Optional.of(Answers.released(request)));
  }

  private void answer(String method, Message answer) {
    cluster.onAll(method, request -> Optional.of(answer));
  }

  private void refuse(String method, Code code, String reason) {
    cluster.node(0).refuse(method, Refusals.of(code, reason, "refused by the test"));
  }
}
