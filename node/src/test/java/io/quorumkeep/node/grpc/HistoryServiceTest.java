// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.grpc.StatusRuntimeException;
import io.quorumkeep.node.SingleNode;
import io.quorumkeep.v1.AuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CheckAccessRequest;
import io.quorumkeep.v1.CheckAccessResponse;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.DryRunExample;
import io.quorumkeep.v1.DryRunGrantRequest;
import io.quorumkeep.v1.DryRunGrantResponse;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GetKeyAtRequest;
import io.quorumkeep.v1.GetKeyAtResponse;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.Grant;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.HistoryServiceGrpc;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyEvent;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListKeyEventsRequest;
import io.quorumkeep.v1.ListKeyEventsResponse;
import io.quorumkeep.v1.ListRecipientsRequest;
import io.quorumkeep.v1.ListRecipientsResponse;
import io.quorumkeep.v1.Moment;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.Recipient;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RevocationReason;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.SuspendKeyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about the past, over the wire. */
class HistoryServiceTest {
  private static final String DOMAIN = "spiffe://quorumkeep.test/";

  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;
  private static GrantServiceGrpc.GrantServiceBlockingStub grants;
  private static HistoryServiceGrpc.HistoryServiceBlockingStub history;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    grants = GrantServiceGrpc.newBlockingStub(api.admin());
    history = HistoryServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static String create(String id) {
    return keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/past")
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .build())
        .getKey()
        .getName();
  }

  private static Key get(String name) {
    return keys.getKey(GetKeyRequest.newBuilder().setName(name).build()).getKey();
  }

  private static void rotate(String name) {
    var unused = keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build());
  }

  private static void grant(String id, String client, String resource, Permission... permissions) {
    var unused =
        grants.createGrant(
            CreateGrantRequest.newBuilder()
                .setGrantId(id)
                .setPrincipal(DOMAIN + client)
                .setResource(resource)
                .addAllPermissions(List.of(permissions))
                .setEffect(Effect.EFFECT_ALLOW)
                .build());
  }

  /** Uses a key as a client, whatever comes of it. */
  private static boolean use(String client, String name) {
    try {
      var unused =
          RetrievalServiceGrpc.newBlockingStub(api.client(client))
              .retrieveKey(RetrieveKeyRequest.newBuilder().setName(name).build());
      return true;
    } catch (StatusRuntimeException e) {
      return false;
    }
  }

  private static long now() {
    return api.node().auditSequence();
  }

  private static Moment at(long sequence) {
    return Moment.newBuilder().setSequence(sequence).build();
  }

  private static GetKeyAtResponse getAt(String name, long sequence) {
    return history.getKeyAt(GetKeyAtRequest.newBuilder().setName(name).setAt(at(sequence)).build());
  }

  @Test
  void givenKeyThatChanged_whenAskedForEachMoment_thenAsGetKeySaidThen() {
    long before = now();
    String name = create("changing");
    grant("past-changing", "reader", name, Permission.PERMISSION_GET_KEY);
    Map<Long, Key> seen = new TreeMap<>();
    seen.put(now(), get(name));
    rotate(name);
    seen.put(now(), get(name));
    var unused = keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name).build());
    seen.put(now(), get(name));
    var gone =
        grants.revokeGrant(RevokeGrantRequest.newBuilder().setName("grants/past-changing").build());
    long revoked = now();

    seen.forEach((sequence, key) -> assertThat(getAt(name, sequence).getKey()).isEqualTo(key));
    GetKeyAtResponse then = getAt(name + "/versions/1", revoked);
    assertThat(then.getVersion().getName()).isEqualTo(name + "/versions/1");
    assertThat(then.getKey().getState()).isEqualTo(KeyState.KEY_STATE_SUSPENDED);
    assertThat(then.getGrantsList())
        .extracting(Grant::getName)
        .doesNotContain(gone.getGrant().getName());
    assertThat(getAt(name, revoked - 1).getGrantsList())
        .extracting(Grant::getName)
        .contains("grants/bootstrap-admin", "grants/past-changing");
    assertThat(getAt(name, revoked).getLastEventSequence()).isBetween(before + 1, revoked - 1);
    assertThat(refusal(() -> getAt(name, before)).reason()).isEqualTo("KEY_NOT_FOUND");
    assertThat(refusal(() -> getAt(name + "/versions/3", revoked)).reason())
        .isEqualTo("KEY_VERSION_NOT_FOUND");
  }

  @Test
  void givenMomentsThatAreNone_whenAsked_thenRefusedNamingTheField() {
    String name = create("moments");
    Instant later = Instant.now().plus(Duration.ofDays(400));

    for (Moment wrong :
        List.of(
            Moment.getDefaultInstance(),
            at(0),
            at(-1),
            at(now() + 1_000),
            Moment.newBuilder()
                .setTime(Timestamp.newBuilder().setSeconds(later.getEpochSecond()))
                .build())) {
      ApiFixture.Refusal refusal =
          refusal(
              () ->
                  history.getKeyAt(
                      GetKeyAtRequest.newBuilder().setName(name).setAt(wrong).build()));
      assertThat(refusal.reason()).isEqualTo("INVALID_ARGUMENT");
      assertThat(refusal.detail(com.google.rpc.BadRequest.class).getFieldViolations(0).getField())
          .isEqualTo("at");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 50})
  void givenKey_whenItsEventsArePaged_thenEachOnceWithWhoDidIt(int size) {
    String name = create("events-" + size);
    rotate(name);
    rotate(name);
    var unused =
        keys.revokeKey(
            RevokeKeyRequest.newBuilder()
                .setName(name + "/versions/2")
                .setReason(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE)
                .build());
    List<KeyEvent> events = new ArrayList<>();
    String token = "";
    do {
      ListKeyEventsResponse page =
          history.listKeyEvents(
              ListKeyEventsRequest.newBuilder()
                  .setName(name)
                  .setPageSize(size)
                  .setPageToken(token)
                  .build());
      assertThat(page.getEventsCount()).isLessThanOrEqualTo(size);
      events.addAll(page.getEventsList());
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(events)
        .extracting(event -> event.getType() + " " + event.getVersion())
        .containsExactly("CREATED 1", "ACTIVATED 1", "ROTATED 2", "ROTATED 3", "COMPROMISED 2");
    assertThat(events).extracting(KeyEvent::getPrincipal).containsOnly(SingleNode.ADMIN.uri());
    assertThat(events).extracting(KeyEvent::getSequence).isSorted();
    assertThat(events.get(4).getDetailsList())
        .extracting(detail -> detail.getName() + "=" + detail.getValue())
        .contains("revocation_reason=KEY_COMPROMISE");
    assertThat(refusal(() -> events("nobody-made-this", "")).reason()).isEqualTo("KEY_NOT_FOUND");
    assertThat(refusal(() -> events("events-" + size, "x")).reason())
        .isEqualTo("INVALID_PAGE_TOKEN");
  }

  private static ListKeyEventsResponse events(String id, String token) {
    return history.listKeyEvents(
        ListKeyEventsRequest.newBuilder()
            .setName("namespaces/past/keys/" + id)
            .setPageToken(token)
            .build());
  }

  private static CheckAccessResponse check(
      String client, String name, Permission permission, long sequence) {
    return history.checkAccess(
        CheckAccessRequest.newBuilder()
            .setPrincipal(DOMAIN + client)
            .setName(name)
            .setPermission(permission)
            .setAt(at(sequence))
            .build());
  }

  @Test
  void givenGrantsAndStatesThatCameAndWent_whenAccessIsChecked_thenAsItWasThen() {
    String name = create("access");
    long unable = now();
    grant(
        "past-access",
        "app/a",
        name,
        Permission.PERMISSION_RETRIEVE_KEY,
        Permission.PERMISSION_GET_KEY);
    long able = now();
    var unused = keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name).build());
    long suspended = now();
    var gone =
        grants.revokeGrant(RevokeGrantRequest.newBuilder().setName("grants/past-access").build());
    long revoked = now();
    Permission whichever = Permission.PERMISSION_UNSPECIFIED;

    assertThat(check("app/a", name, whichever, unable).getReason()).isEqualTo("PERMISSION_DENIED");
    assertThat(check("app/a", name, whichever, able).getAllowed()).isTrue();
    assertThat(check("app/b", name, whichever, able).getReason()).isEqualTo("PERMISSION_DENIED");
    CheckAccessResponse stopped = check("app/a", name, whichever, suspended);
    assertThat(stopped.getReason()).isEqualTo("KEY_STATE_FORBIDS");
    assertThat(stopped.getDetail()).contains("SUSPENDED");
    assertThat(stopped.getGrantsList())
        .extracting(Grant::getName)
        .containsExactly(gone.getGrant().getName());
    assertThat(check("app/a", name, Permission.PERMISSION_GET_KEY, suspended).getAllowed())
        .isTrue();
    assertThat(check("app/a", name, whichever, revoked).getReason()).isEqualTo("PERMISSION_DENIED");
    assertThat(check("app/a", name + "/versions/1", whichever, able).getReason())
        .isEqualTo("PERMISSION_DENIED");
    assertThat(check("admin", name + "/versions/1", whichever, able).getAllowed()).isTrue();
    assertThat(check("admin", name + "/versions/9", whichever, able).getReason())
        .isEqualTo("KEY_VERSION_NOT_FOUND");
  }

  @ParameterizedTest
  @CsvSource({
    "app/a, namespaces/past/keys/x, PERMISSION_RETRIEVE_KEY_VERSION, INVALID_ARGUMENT",
    "app/a, namespaces/past/keys/x/versions/1, PERMISSION_RETRIEVE_KEY, INVALID_ARGUMENT",
    "A B, namespaces/past/keys/x, PERMISSION_RETRIEVE_KEY, INVALID_NAME",
    "app/a, past/x, PERMISSION_RETRIEVE_KEY, INVALID_NAME",
  })
  void givenQuestionsThatMakeNoSense_whenChecked_thenRefused(
      String client, String name, Permission permission, String reason) {
    assertThat(refusal(() -> check(client, name, permission, 1)).reason()).isEqualTo(reason);
  }

  private static List<AuditRecord> trail() {
    List<AuditRecord> records = new ArrayList<>();
    long next = 1;
    long last = now();
    while (next <= last) {
      var page =
          AuditServiceGrpc.newBlockingStub(api.admin())
              .listAuditRecords(
                  ListAuditRecordsRequest.newBuilder()
                      .setFromSequence(next)
                      .setPageSize(1_000)
                      .build());
      records.addAll(page.getRecordsList());
      next = page.getNextSequence();
    }
    return records;
  }

  /** Some clients with some rights use some keys, which rotate meanwhile. */
  private static List<String> useAtRandom(String prefix, Random random) {
    List<String> names = List.of(create(prefix + "-a"), create(prefix + "-b"));
    grant(
        prefix + "-current",
        "app/*",
        "namespaces/past/keys/" + prefix + "-*",
        Permission.PERMISSION_RETRIEVE_KEY);
    grant(prefix + "-older", "app/c1", names.get(0), Permission.PERMISSION_RETRIEVE_KEY_VERSION);
    for (int i = 0; i < 400; i++) {
      String name = names.get(random.nextInt(2));
      if (random.nextInt(40) == 0) {
        rotate(name);
      }
      String version = random.nextInt(3) == 0 ? "/versions/" + (1 + random.nextInt(3)) : "";
      var unused =
          use((random.nextInt(9) == 0 ? "other/c" : "app/c") + random.nextInt(6), name + version);
    }
    return names;
  }

  @Test
  void givenUses_whenRecipientsAreListed_thenAsTheTrailSays() {
    Random random = new Random(17);
    List<String> names = useAtRandom("recipients", random);
    int received = 0;

    for (String name : names) {
      for (int version = 1; version <= 2; version++) {
        Map<String, Recipient> expected = new TreeMap<>();
        for (AuditRecord record : trail()) {
          if (record.getResource().equals(name)
              && record.getVersion() == version
              && record.getOperation().startsWith("RETRIEVE")
              && record.getDecision() == Decision.DECISION_ALLOWED) {
            add(expected, recipient(record));
          }
        }
        assertThat(recipients(name + "/versions/" + version)).isEqualTo(expected);
        received += expected.size();
      }
    }
    assertThat(received).isGreaterThan(10);
  }

  private static Map<String, Recipient> recipients(String version) {
    Map<String, Recipient> found = new TreeMap<>();
    String token = "";
    long next = 0;
    int pages = 0;
    do {
      ListRecipientsResponse page =
          history.listRecipients(
              ListRecipientsRequest.newBuilder().setName(version).setPageToken(token).build());
      assertThat(page.getRecipientsCount()).isLessThanOrEqualTo(3);
      assertThat(page.getToSequence() - page.getFromSequence()).isLessThan(100);
      assertThat(next == 0 || page.getFromSequence() == next).isTrue();
      page.getRecipientsList().forEach(recipient -> add(found, recipient));
      next = page.getToSequence() + 1;
      token = page.getNextPageToken();
      assertThat(token.isEmpty()).isEqualTo(page.getToSequence() == page.getEndSequence());
      pages++;
    } while (!token.isEmpty());
    assertThat(pages).isGreaterThan(2);
    return found;
  }

  private static Recipient recipient(AuditRecord record) {
    return Recipient.newBuilder()
        .setPrincipal(record.getPrincipal())
        .setCount(1)
        .setFirstTime(record.getTime())
        .setLastTime(record.getTime())
        .setFirstSequence(record.getSequence())
        .setLastSequence(record.getSequence())
        .build();
  }

  private static void add(Map<String, Recipient> all, Recipient more) {
    all.merge(
        more.getPrincipal(),
        more,
        (before, after) ->
            before.toBuilder()
                .setCount(before.getCount() + after.getCount())
                .setLastTime(after.getLastTime())
                .setLastSequence(after.getLastSequence())
                .build());
  }

  @Test
  void givenNoVersion_whenRecipientsAreAskedFor_thenRefused() {
    String name = create("unversioned");

    assertThat(refusal(() -> recipients(name)).reason()).isEqualTo("INVALID_NAME");
    assertThat(refusal(() -> recipients(name + "/versions/2")).reason())
        .isEqualTo("KEY_VERSION_NOT_FOUND");
    assertThat(refusal(() -> recipients("namespaces/past/keys/none/versions/2")).reason())
        .isEqualTo("KEY_NOT_FOUND");
    String token =
        history
            .listRecipients(
                ListRecipientsRequest.newBuilder()
                    .setName(busy("recipients-token") + "/versions/1")
                    .build())
            .getNextPageToken();
    ApiFixture.Refusal other =
        refusal(
            () ->
                history.listRecipients(
                    ListRecipientsRequest.newBuilder()
                        .setName(name + "/versions/1")
                        .setPageToken(token)
                        .build()));
    assertThat(other.reason()).isEqualTo("INVALID_PAGE_TOKEN");
    assertThat(other.status().getMessage()).contains("another request");
  }

  /** A key with more on record than fits on one page. */
  private static String busy(String id) {
    String name = create(id);
    for (int i = 0; i < 120; i++) {
      assertThat(use("admin", name)).isTrue();
    }
    return name;
  }

  private static Grant candidate(
      String principal, String resource, Effect effect, Permission... permissions) {
    return Grant.newBuilder()
        .setPrincipal(DOMAIN + principal)
        .setResource(resource)
        .setEffect(effect)
        .addAllPermissions(List.of(permissions))
        .build();
  }

  @Test
  void givenUses_whenGrantIsTried_thenThoseAreCountedThatWouldEndOtherwise() {
    long from = now() + 1;
    List<String> names = useAtRandom("dry", new Random(23));
    String name = names.get(1);
    List<AuditRecord> uses =
        trail().stream()
            .filter(record -> record.getSequence() >= from)
            .filter(record -> record.getOperation().startsWith("RETRIEVE_KEY"))
            .toList();
    long to = now();

    Totals denied =
        dryRun(
            DryRunGrantRequest.newBuilder()
                .setCreate(
                    candidate(
                        "app/c1", name, Effect.EFFECT_DENY, Permission.PERMISSION_RETRIEVE_KEY)),
            from,
            to);
    List<AuditRecord> hit =
        uses.stream()
            .filter(record -> record.getPrincipal().equals(DOMAIN + "app/c1"))
            .filter(record -> record.getResource().equals(name))
            .filter(record -> record.getOperation().equals("RETRIEVE_KEY"))
            .toList();
    assertThat(hit).isNotEmpty();
    assertThat(denied.uses).isEqualTo(uses.size());
    assertThat(denied.wouldBeDenied).isEqualTo(hit.size());
    assertThat(denied.wouldBeAllowed).isZero();
    assertThat(denied.examples)
        .extracting(DryRunExample::getSequence)
        .isSubsetOf(hit.stream().map(AuditRecord::getSequence).toList());
    assertThat(denied.examples)
        .extracting(DryRunExample::getReason)
        .containsOnly("PERMISSION_DENIED");

    Totals allowed =
        dryRun(
            DryRunGrantRequest.newBuilder()
                .setCreate(
                    candidate(
                            "*",
                            "namespaces/past/keys/dry-*",
                            Effect.EFFECT_ALLOW,
                            Permission.PERMISSION_RETRIEVE_KEY_VERSION)
                        .toBuilder()
                        .setPrincipal(DOMAIN + "app/*")
                        .build()),
            from,
            to);
    assertThat(allowed.wouldBeDenied).isZero();
    assertThat(allowed.wouldBeAllowed).isEqualTo(deniedThatCouldHaveBeen(uses));

    Totals removed =
        dryRun(DryRunGrantRequest.newBuilder().setRevoke("grants/dry-older"), from, to);
    assertThat(removed.wouldBeDenied)
        .isEqualTo(
            uses.stream()
                .filter(record -> record.getOperation().equals("RETRIEVE_KEY_VERSION"))
                .filter(record -> record.getDecision() == Decision.DECISION_ALLOWED)
                .count());
    assertThat(removed.wouldBeDenied).isPositive();
  }

  /** Denied uses of an app by number, of versions that there were. */
  private static long deniedThatCouldHaveBeen(List<AuditRecord> uses) {
    return uses.stream()
        .filter(record -> record.getOperation().equals("RETRIEVE_KEY_VERSION"))
        .filter(record -> record.getPrincipal().startsWith(DOMAIN + "app/"))
        .filter(record -> record.getDecision() == Decision.DECISION_DENIED)
        .filter(
            record ->
                check(
                        "admin",
                        record.getResource() + "/versions/" + record.getVersion(),
                        Permission.PERMISSION_UNSPECIFIED,
                        record.getSequence())
                    .getAllowed())
        .count();
  }

  private static final class Totals {
    private long uses;
    private long wouldBeDenied;
    private long wouldBeAllowed;
    private final List<DryRunExample> examples = new ArrayList<>();
  }

  private static Totals dryRun(DryRunGrantRequest.Builder change, long from, long to) {
    Totals totals = new Totals();
    change.setFromSequence(from).setToSequence(to).setMaxExamples(5);
    long next = from;
    do {
      DryRunGrantResponse page = history.dryRunGrant(change.build());
      assertThat(page.getFromSequence()).isEqualTo(next);
      assertThat(page.getEndSequence()).isEqualTo(to);
      totals.uses += page.getUses();
      totals.wouldBeDenied += page.getWouldBeDenied();
      totals.wouldBeAllowed += page.getWouldBeAllowed();
      totals.examples.addAll(page.getExamplesList());
      next = page.getToSequence() + 1;
      change.setPageToken(page.getNextPageToken());
    } while (!change.getPageToken().isEmpty());
    assertThat(next).isEqualTo(to + 1);
    return totals;
  }

  @Test
  void givenCompromisedVersion_whenTheRightToItIsTried_thenTheRefusedUsesAreCounted() {
    String name = create("compromised");
    grant("past-compromised", "app/x", name, Permission.PERMISSION_RETRIEVE_KEY_VERSION);
    rotate(name);
    long from = now() + 1;
    assertThat(use("app/x", name + "/versions/1")).isTrue();
    var unused =
        keys.revokeKey(
            RevokeKeyRequest.newBuilder()
                .setName(name + "/versions/1")
                .setReason(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE)
                .build());
    assertThat(use("app/x", name + "/versions/1")).isFalse();
    assertThat(use("app/x", name + "/versions/1")).isFalse();

    Totals totals =
        dryRun(
            DryRunGrantRequest.newBuilder()
                .setCreate(
                    candidate(
                        "app/x",
                        name,
                        Effect.EFFECT_ALLOW,
                        Permission.PERMISSION_RETRIEVE_COMPROMISED_KEY)),
            from,
            now());

    assertThat(totals.uses).isEqualTo(3);
    assertThat(totals.wouldBeAllowed).isEqualTo(2);
    assertThat(totals.wouldBeDenied).isZero();
    assertThat(totals.examples)
        .extracting(DryRunExample::getRecorded)
        .containsOnly(Decision.DECISION_REJECTED);
  }

  @Test
  void givenChangesThatCannotBe_whenTried_thenRefusedAsTheRealOneWouldBe() {
    DryRunGrantRequest.Builder revoke = DryRunGrantRequest.newBuilder();
    Grant all = candidate("app/x", "*", Effect.EFFECT_ALLOW, Permission.PERMISSION_GET_KEY);

    assertThat(refusal(() -> run(revoke.setRevoke("grants/none"))).reason())
        .isEqualTo("GRANT_NOT_FOUND");
    assertThat(
            refusal(
                    () ->
                        run(
                            DryRunGrantRequest.newBuilder()
                                .setCreate(all.toBuilder().setName("grants/bootstrap-admin"))))
                .reason())
        .isEqualTo("GRANT_ALREADY_EXISTS");
    assertThat(refusal(() -> run(DryRunGrantRequest.newBuilder())).reason())
        .isEqualTo("INVALID_ARGUMENT");
    for (DryRunGrantRequest.Builder wrong :
        List.of(
            DryRunGrantRequest.newBuilder().setFromSequence(-1),
            DryRunGrantRequest.newBuilder().setFromSequence(5).setToSequence(4),
            DryRunGrantRequest.newBuilder().setToSequence(now() + 1_000),
            DryRunGrantRequest.newBuilder().setMaxExamples(101))) {
      assertThat(refusal(() -> run(wrong.setCreate(all))).reason()).isEqualTo("INVALID_ARGUMENT");
    }
  }

  private static DryRunGrantResponse run(DryRunGrantRequest.Builder request) {
    return history.dryRunGrant(request.build());
  }
}
