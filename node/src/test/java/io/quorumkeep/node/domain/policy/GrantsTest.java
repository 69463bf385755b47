// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import static io.quorumkeep.node.domain.Permission.GET_KEY;
import static io.quorumkeep.node.domain.Permission.LIST_KEYS;
import static io.quorumkeep.node.domain.Permission.READ_CLUSTER;
import static io.quorumkeep.node.domain.Permission.RETRIEVE_KEY;
import static io.quorumkeep.node.domain.policy.GrantFixtures.allow;
import static io.quorumkeep.node.domain.policy.GrantFixtures.deny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.key.KeyFixtures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrantsTest {
  private static final Principal APP = new Principal("spiffe://a/app");
  private static final String CARD = "namespaces/pay/keys/card";
  private static final String ALL_OF_PAY = "namespaces/pay/keys/*";

  @ParameterizedTest
  @EnumSource(Permission.class)
  void givenNoGrant_whenAsked_thenDenied(Permission permission) {
    assertThat(Grants.NONE.allow(APP, permission, CARD)).isFalse();
    assertThat(Grants.NONE.allow(APP, permission, "*")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void givenOnePermission_whenAnotherIsAsked_thenDenied(Permission permission) {
    Grants grants = of(allow("g", APP.uri(), "*", permission));

    for (Permission asked : Permission.values()) {
      assertThat(grants.allow(APP, asked, CARD)).as("%s", asked).isEqualTo(asked == permission);
    }
  }

  @Test
  void givenAllow_whenAskedForWhatItCovers_thenAllowed() {
    Grants grants = of(allow("g", APP.uri(), ALL_OF_PAY, GET_KEY, RETRIEVE_KEY));

    assertThat(grants.allow(APP, RETRIEVE_KEY, CARD)).isTrue();
    assertThat(grants.allow(APP, GET_KEY, ALL_OF_PAY)).isTrue();
    assertThat(grants.allow(APP, RETRIEVE_KEY, "namespaces/pay2/keys/card")).isFalse();
    assertThat(grants.allow(APP, RETRIEVE_KEY, "*")).isFalse();
  }

  /** Neither a longer name, nor another trust domain, nor one above is the one that was granted. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://a/apple",
        "spiffe://a/ap",
        "spiffe://a/app2",
        "spiffe://a/app.x",
        "spiffe://a/APP",
        "spiffe://a/app/x",
        "spiffe://a/x/app",
        "spiffe://aa/app",
        "spiffe://a.b/app",
        "spiffe://a/a",
      })
  void givenGrantForOnePrincipal_whenAnotherAsks_thenDenied(String other) {
    Grants grants = of(allow("g", APP.uri(), "*", RETRIEVE_KEY));

    assertThat(grants.allow(APP, RETRIEVE_KEY, CARD)).isTrue();
    assertThat(grants.allow(new Principal(other), RETRIEVE_KEY, CARD)).isFalse();
  }

  @Test
  void givenGrantBelowAPath_whenAsked_thenWholeSegmentsCount() {
    Grants grants = of(allow("g", "spiffe://a/app/*", "*", RETRIEVE_KEY));

    for (String below : List.of("spiffe://a/app/x", "spiffe://a/app/x/y/z", "spiffe://a/app/app")) {
      assertThat(grants.allow(new Principal(below), RETRIEVE_KEY, CARD)).as(below).isTrue();
    }
    for (String other :
        List.of("spiffe://a/app", "spiffe://a/apple/x", "spiffe://a/x/app/y", "spiffe://b/app/x")) {
      assertThat(grants.allow(new Principal(other), RETRIEVE_KEY, CARD)).as(other).isFalse();
    }
  }

  @Test
  void givenAllowAndDeny_whenBothMatch_thenDenied() {
    for (String denied : List.of(APP.uri(), "spiffe://a/app/*")) {
      Principal principal = new Principal(denied.endsWith("*") ? "spiffe://a/app/x" : denied);
      Grants grants =
          of(
              allow("a-first", principal.uri(), "*", RETRIEVE_KEY),
              deny("b", denied, CARD, RETRIEVE_KEY),
              allow("z-last", principal.uri(), CARD, RETRIEVE_KEY));

      assertThat(grants.allow(principal, RETRIEVE_KEY, CARD)).isFalse();
      assertThat(grants.allow(principal, RETRIEVE_KEY, CARD + "2")).isTrue();
    }
  }

  @Test
  void givenDenyOfOneKey_whenTheWholeNamespaceIsAsked_thenDenied() {
    Grants grants =
        of(allow("a", APP.uri(), "*", LIST_KEYS, GET_KEY), deny("d", APP.uri(), CARD, LIST_KEYS));

    assertThat(grants.allow(APP, LIST_KEYS, ALL_OF_PAY)).isFalse();
    assertThat(grants.allow(APP, LIST_KEYS, "namespaces/pay/keys/ca*")).isFalse();
    assertThat(grants.allow(APP, LIST_KEYS, "*")).isFalse();
    assertThat(grants.allow(APP, LIST_KEYS, "namespaces/pay/keys/x*")).isTrue();
    assertThat(grants.allow(APP, LIST_KEYS, "namespaces/other/keys/*")).isTrue();
    assertThat(grants.allow(APP, GET_KEY, ALL_OF_PAY)).isTrue();
  }

  @Test
  void givenTwoPartsOfANamespace_whenTheWholeIsAsked_thenNeitherCoversIt() {
    Grants grants =
        of(
            allow("a", APP.uri(), "namespaces/pay/keys/a*", LIST_KEYS),
            allow("b", APP.uri(), "namespaces/pay/keys/b*", LIST_KEYS));

    assertThat(grants.allow(APP, LIST_KEYS, ALL_OF_PAY)).isFalse();
    assertThat(grants.allow(APP, LIST_KEYS, "namespaces/pay/keys/ab*")).isTrue();
  }

  @Test
  void givenKeysOfANamespace_whenTheClusterIsAsked_thenDenied() {
    Grants keys = of(allow("a", APP.uri(), ALL_OF_PAY, READ_CLUSTER));
    Grants all = of(allow("a", APP.uri(), "*", READ_CLUSTER));

    assertThat(keys.allow(APP, READ_CLUSTER, "*")).isFalse();
    assertThat(all.allow(APP, READ_CLUSTER, "*")).isTrue();
  }

  @Test
  void givenGrants_whenChanged_thenTheOnesBeforeAreAsTheyWere() {
    Grants before = of(allow("a", APP.uri(), "*", GET_KEY));
    Grants more = before.with(deny("b", APP.uri(), "*", GET_KEY));
    Grants less = more.without("a").without("no-such");

    assertThat(before.allow(APP, GET_KEY, CARD)).isTrue();
    assertThat(more.allow(APP, GET_KEY, CARD)).isFalse();
    assertThat(before.size()).isEqualTo(1);
    assertThat(more.all()).extracting(Grant::id).containsExactly("a", "b");
    assertThat(less.all()).extracting(Grant::id).containsExactly("b");
    assertThat(less.find("b")).isNotNull();
    assertThat(less.find("a")).isNull();
    assertThat(more.without("b").allow(APP, GET_KEY, CARD)).isTrue();
  }

  @Test
  void givenPermissionsInAnyOrder_whenGrantMade_thenEachOnceInTheirOrder() {
    List<Permission> mixed = new ArrayList<>(List.of(RETRIEVE_KEY, GET_KEY, RETRIEVE_KEY));
    Grant grant = allow("g", APP.uri(), "*", mixed.toArray(Permission[]::new));

    assertThat(grant.permissions()).containsExactly(GET_KEY, RETRIEVE_KEY);
    assertThatThrownBy(() -> allow("g", APP.uri(), "*"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> allow("../g", APP.uri(), "*", GET_KEY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(grant.creator()).isEqualTo(KeyFixtures.ALICE.uri());
  }

  private static Grants of(Grant... grants) {
    return Grants.of(List.of(grants));
  }
}
