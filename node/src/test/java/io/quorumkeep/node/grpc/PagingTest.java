// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateKeyResponse;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import io.quorumkeep.v1.ListGrantsRequest;
import io.quorumkeep.v1.ListGrantsResponse;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;
import io.quorumkeep.v1.Permission;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
  private static final int KEYS = 1_105;

  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;

  @BeforeAll
  static void start() throws InterruptedException, ExecutionException, TimeoutException {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    create("pages", KEYS, Map.of());
    create("pages-", 3, Map.of());
  }

  private static void create(String namespace, int count, Map<String, String> labels)
      throws InterruptedException, ExecutionException, TimeoutException {
    List<ListenableFuture<CreateKeyResponse>> created = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      created.add(
          KeyServiceGrpc.newFutureStub(api.admin())
              .createKey(
                  CreateKeyRequest.newBuilder()
                      .setParent("namespaces/" + namespace)
                      .setKeyId(String.format("k%04d", i))
                      .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                      .putAllLabels(labels)
                      .build()));
    }
    Futures.allAsList(created).get(60, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static ListKeysResponse list(String namespace, int size, String token) {
    return keys.listKeys(
        ListKeysRequest.newBuilder()
            .setParent("namespaces/" + namespace)
            .setPageSize(size)
            .setPageToken(token)
            .build());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1_000, 7, 1_105, 5_000})
  void givenManyKeys_whenPagedThrough_thenEachOnceInOrderAndNoOthers(int size) {
    int expected = size == 0 ? 50 : Math.min(size, 1_000);
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListKeysResponse page = list("pages", size, token);
      assertThat(page.getKeysCount()).isEqualTo(Math.min(expected, KEYS - names.size()));
      page.getKeysList().forEach(key -> names.add(key.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names).hasSize(KEYS).isSorted().doesNotHaveDuplicates();
    assertThat(names).allMatch(name -> name.startsWith("namespaces/pages/keys/k"));
  }

  @Test
  void givenExactlyOnePageOfKeys_whenListed_thenThereIsNoNextPage() {
    assertThat(list("pages-", 3, "").getNextPageToken()).isEmpty();
    assertThat(list("pages-", 2, "").getNextPageToken()).isNotEmpty();
    assertThat(list("nothing", 2, "").getKeysList()).isEmpty();
  }

  @Test
  void givenLargeKeys_whenListed_thenPagesAreCutBeforeTheyAreTooLarge()
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<String, String> labels = new TreeMap<>();
    for (int i = 0; i < 32; i++) {
      labels.put("x".repeat(60) + i, "y".repeat(128));
    }
    create("large", 250, labels);

    List<Key> found = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      ListKeysResponse page = list("large", 1_000, token);
      assertThat(page.getSerializedSize()).isLessThan(Page.MAX_BYTES + 4_096);
      found.addAll(page.getKeysList());
      token = page.getNextPageToken();
      pages++;
    } while (!token.isEmpty());

    assertThat(found).hasSize(250);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  void givenTokens_whenForgedOrOfAnotherList_thenRefused() {
    String token = list("pages", 10, "").getNextPageToken();
    String forged = encode("1/keys.pages/../secret");

    for (String bad :
        List.of("x", "=", "%%%", forged, token + "A", encode("1"), "A".repeat(4_000))) {
      assertThat(refusal(() -> list("pages", 10, bad)).reason())
          .as(bad)
          .isEqualTo("INVALID_PAGE_TOKEN");
    }
    assertThat(refusal(() -> list("pages-", 10, token)).reason()).isEqualTo("INVALID_PAGE_TOKEN");
    assertThat(
            refusal(
                    () ->
                        GrantServiceGrpc.newBlockingStub(api.admin())
                            .listGrants(ListGrantsRequest.newBuilder().setPageToken(token).build()))
                .reason())
        .isEqualTo("INVALID_PAGE_TOKEN");
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void givenNegativePageSize_whenListed_thenRefused() {
    ApiFixture.Refusal refusal = refusal(() -> list("pages", -1, ""));

    assertThat(refusal.reason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal.status().getMessage()).contains("page size");
  }

  @Test
  void givenGrants_whenPagedThrough_thenEachOnceInOrder() {
    GrantServiceGrpc.GrantServiceBlockingStub grants =
        GrantServiceGrpc.newBlockingStub(api.admin());
    for (int i = 0; i < 25; i++) {
      var unused =
          grants.createGrant(
              CreateGrantRequest.newBuilder()
                  .setGrantId("grant-" + (char) ('a' + i))
                  .setPrincipal("spiffe://quorumkeep.test/p")
                  .setResource("namespaces/pages/keys/*")
                  .addPermissions(Permission.PERMISSION_GET_KEY)
                  .setEffect(Effect.EFFECT_DENY)
                  .build());
    }

    List<String> names = new ArrayList<>();
    String token = "";
    do {
      ListGrantsResponse page =
          grants.listGrants(
              ListGrantsRequest.newBuilder().setPageSize(4).setPageToken(token).build());
      page.getGrantsList().forEach(grant -> names.add(grant.getName()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(names).hasSize(26).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void givenRecordsBeyondTheLast_whenListed_thenAnEmptyPageSaysWhereItStands() {
    ListAuditRecordsResponse page =
        AuditServiceGrpc.newBlockingStub(api.admin())
            .listAuditRecords(
                ListAuditRecordsRequest.newBuilder().setFromSequence(1_000_000).build());

    assertThat(page.getRecordsList()).isEmpty();
    assertThat(page.getNextSequence()).isEqualTo(1_000_000);
    assertThat(page.getLastSequence()).isGreaterThan(KEYS);
  }
}
