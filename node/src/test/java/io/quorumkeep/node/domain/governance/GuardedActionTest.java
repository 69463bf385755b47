// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import static io.quorumkeep.node.domain.governance.GovernanceFixtures.CARD;
import static io.quorumkeep.node.domain.governance.GuardedOperation.DESTROY_KEY;
import static io.quorumkeep.node.domain.governance.GuardedOperation.EXPORT_ARCHIVE;
import static io.quorumkeep.node.domain.governance.GuardedOperation.RECOVER_KEY;
import static io.quorumkeep.node.domain.governance.GuardedOperation.REVOKE_GRANT;
import static io.quorumkeep.node.domain.governance.GuardedOperation.SET_NAMESPACE_POLICY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedActionTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "DESTROY_KEY, namespaces/pay/keys/card, 0, pay, namespaces/pay/keys/card",
    "DESTROY_KEY, namespaces/pay/keys/card/versions/3, 3, pay, namespaces/pay/keys/card",
    "RECOVER_KEY, namespaces/versions/keys/a/versions/9, 9, versions, namespaces/versions/keys/a",
    "EXPORT_ARCHIVE, *, 0, '', *",
    "EXPORT_ARCHIVE, namespaces/keys, 0, keys, namespaces/keys/keys/*",
    "EXPORT_ARCHIVE, namespaces/pay/keys/card, 0, pay, namespaces/pay/keys/card",
    "REVOKE_GRANT, grants/approvers, 0, '', *",
  })
  void givenResource_whenRead_thenVersionNamespaceAndScopeAreKnown(
      GuardedOperation operation, String text, int version, String namespace, String scope) {
    GuardedAction action = GuardedAction.parse(operation, text, null, "");

    assertThat(action.version()).isEqualTo(version);
    assertThat(action.namespace()).isEqualTo(namespace);
    assertThat(action.scope()).isEqualTo(scope);
    assertThat(action.target()).isEqualTo(text);
  }

  @Test
  void givenPolicy_whenProposed_thenItsNamespaceIsTheScope() {
    GuardedAction action = GuardedAction.ofPolicy("pay", NamespacePolicy.DEFAULT);

    assertThat(action.namespace()).isEqualTo("pay");
    assertThat(action.scope()).isEqualTo("namespaces/pay/keys/*");
    assertThat(action.target()).isEqualTo("namespaces/pay");
  }

  @ParameterizedTest
  @CsvSource({
    "DESTROY_KEY, *",
    "DESTROY_KEY, namespaces/pay",
    "DESTROY_KEY, namespaces/pay/keys/*",
    "DESTROY_KEY, grants/g",
    "DESTROY_KEY, namespaces/pay/keys/card/versions/0",
    "RECOVER_KEY, namespaces/pay/keys/",
    "EXPORT_ARCHIVE, grants/g",
    "EXPORT_ARCHIVE, ''",
    "REVOKE_GRANT, *",
    "REVOKE_GRANT, grants/",
    "REVOKE_GRANT, grants/g/versions/2",
    "REVOKE_GRANT, namespaces/pay/keys/card",
  })
  void givenResourceThatTheOperationDoesNotTake_whenRead_thenRefused(
      GuardedOperation operation, String resource) {
    assertThatThrownBy(() -> GuardedAction.parse(operation, resource, null, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenPolicy_whenMissingOrNotOfThisOperation_thenRefused() {
    assertRefused(SET_NAMESPACE_POLICY, "namespaces/pay", 0, null, "");
    assertRefused(DESTROY_KEY, CARD.toString(), 0, NamespacePolicy.DEFAULT, "");
    assertRefused(REVOKE_GRANT, "grants/g", 0, NamespacePolicy.DEFAULT, "");
    assertRefused(SET_NAMESPACE_POLICY, "namespaces/pay", 1, NamespacePolicy.DEFAULT, "");
    assertRefused(EXPORT_ARCHIVE, "*", 1, null, "");
    assertRefused(RECOVER_KEY, CARD.toString(), -1, null, "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "0123456789ABCDEF", "g", " "})
  void givenDigest_whenNotOfSha256_thenRefused(String part) {
    assertRefused(EXPORT_ARCHIVE, "*", 0, null, part);
    assertRefused(EXPORT_ARCHIVE, "*", 0, null, DIGEST.substring(part.length()) + part + "A");
  }

  @Test
  void givenDigest_whenWellFormed_thenItIsPartOfTheAction() {
    GuardedAction with = new GuardedAction(EXPORT_ARCHIVE, "*", 0, null, DIGEST);

    assertThat(with).isNotEqualTo(new GuardedAction(EXPORT_ARCHIVE, "*", 0, null, ""));
  }

  private static void assertRefused(
      GuardedOperation operation,
      String resource,
      int version,
      @Nullable NamespacePolicy policy,
      String digest) {
    assertThatThrownBy(() -> new GuardedAction(operation, resource, version, policy, digest))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenOperations_whenStored_thenTheirNumbersArePermanent() {
    assertThat(GuardedOperation.values())
        .extracting(operation -> operation.number() + " " + operation)
        .containsExactly(
            "13 REVOKE_GRANT",
            "20 DESTROY_KEY",
            "24 EXPORT_ARCHIVE",
            "25 RECOVER_KEY",
            "30 SET_NAMESPACE_POLICY");
    for (GuardedOperation operation : GuardedOperation.values()) {
      assertThat(GuardedOperation.ofNumber(operation.number())).isEqualTo(operation);
    }
    assertThat(GuardedOperation.ofNumber(0)).isNull();
    assertThat(GuardedOperation.ofNumber(14)).isNull();
  }
}
