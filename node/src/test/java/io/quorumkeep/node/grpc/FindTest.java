// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.BadRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;
import io.quorumkeep.v1.SuspendKeyRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of keys with a filter and an order, over the wire. */
class FindTest {
  private static final int KEYS = 60;

  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    for (int i = 0; i < KEYS; i++) {
      CreateKeyRequest.Builder request =
          CreateKeyRequest.newBuilder()
              .setParent("namespaces/find")
              .setKeyId(String.format("k%02d", i))
              .setAlgorithm(
                  i % 2 == 0
                      ? KeyAlgorithm.KEY_ALGORITHM_AES_128
                      : KeyAlgorithm.KEY_ALGORITHM_AES_256);
      if (i % 4 == 0) {
        request.setOwner("Team Risk");
      }
      if (i % 3 == 0) {
        request.putLabels("team", "t" + i % 9);
      }
      var unused = keys.createKey(request.build());
    }
    for (int i = 0; i < KEYS; i += 10) {
      var unused =
          keys.suspendKey(
              SuspendKeyRequest.newBuilder()
                  .setName(String.format("namespaces/find/keys/k%02d", i))
                  .build());
    }
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static ListKeysRequest.Builder request(String filter, String orderBy) {
    return ListKeysRequest.newBuilder()
        .setParent("namespaces/find")
        .setFilter(filter)
        .setOrderBy(orderBy);
  }

  private static List<String> all(String filter, String orderBy, int size) {
    List<String> names = new ArrayList<>();
    ListKeysRequest.Builder request = request(filter, orderBy).setPageSize(size);
    do {
      ListKeysResponse page = keys.listKeys(request.build());
      page.getKeysList().stream()
          .map(Key::getName)
          .forEach(name -> names.add(name.substring(name.lastIndexOf('/') + 1)));
      request.setPageToken(page.getNextPageToken());
    } while (!request.getPageToken().isEmpty());
    return names;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "|60",
        "state = SUSPENDED|6",
        "state != SUSPENDED|54",
        "algorithm = AES_128|30",
        "labels.team:*|20",
        "labels.team = \"t3\"|7",
        "labels.team = t3 AND algorithm = AES_128|3",
        "owner = \"Team Risk\"|15",
        "owner != \"Team Risk\"|45",
        "name = \"k1*\"|10",
        "name = \"k1*\" AND state = SUSPENDED|1",
        "name = k15|1",
        "name = nothing|0",
        "create_time > \"2000-01-01T00:00:00Z\"|60",
        "create_time < \"2000-01-01T00:00:00Z\"|0",
        "creator = \"spiffe://quorumkeep.test/admin\"|60",
        "creator != \"spiffe://quorumkeep.test/admin\"|0"
      })
  void givenFilter_whenListed_thenThoseAreFoundInEitherOrderWithAnyPage(
      String filter, int expected) {
    String text = filter == null ? "" : filter;
    List<String> found = all(text, "", 1_000);
    List<String> back = all(text, "name desc", 4);
    Collections.reverse(back);

    assertThat(found).hasSize(expected).isSorted().doesNotHaveDuplicates();
    assertThat(all(text, "name", 3)).isEqualTo(found);
    assertThat(back).isEqualTo(found);
  }

  @Test
  void givenNoFilter_whenRefused_thenTheFieldAndThePlaceAreNamed() {
    ApiFixture.Refusal refusal =
        refusal(() -> keys.listKeys(request("state = ACTIVE OR x", "").build()));

    assertThat(refusal.reason()).isEqualTo("INVALID_ARGUMENT");
    BadRequest.FieldViolation violation = refusal.detail(BadRequest.class).getFieldViolations(0);
    assertThat(violation.getField()).isEqualTo("filter");
    assertThat(violation.getDescription())
        .isEqualTo("at character 16 of the filter: AND, or the end, is expected, not \"OR\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"create_time", "name desc,state", "desc", "NAME"})
  void givenOrderThatThereIsNot_whenListed_thenRefused(String orderBy) {
    ApiFixture.Refusal refusal = refusal(() -> keys.listKeys(request("", orderBy).build()));

    assertThat(refusal.reason()).isEqualTo("INVALID_ARGUMENT");
    assertThat(refusal.detail(BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("order_by");
  }

  @Test
  void givenToken_whenUsedWithAnotherFilterOrOrder_thenRefusedSayingSo() {
    String plain = keys.listKeys(request("", "").setPageSize(2).build()).getNextPageToken();
    String filtered =
        keys.listKeys(request("state = ACTIVE", "").setPageSize(2).build()).getNextPageToken();

    for (ListKeysRequest.Builder wrong :
        List.of(
            request("state = ACTIVE", "").setPageToken(plain),
            request("", "name desc").setPageToken(plain),
            request("", "").setPageToken(filtered),
            request("state = ACTIVE", "name desc").setPageToken(filtered),
            request("state != ACTIVE", "").setPageToken(filtered))) {
      ApiFixture.Refusal refusal = refusal(() -> keys.listKeys(wrong.build()));
      assertThat(refusal.reason()).isEqualTo("INVALID_PAGE_TOKEN");
      assertThat(refusal.status().getMessage()).contains("another request of this list");
    }
    assertThat(
            refusal(
                    () ->
                        keys.listKeys(
                            request("state = ACTIVE", "")
                                .setParent("namespaces/other")
                                .setPageToken(filtered)
                                .build()))
                .status()
                .getMessage())
        .contains("not of this list");
  }
}
