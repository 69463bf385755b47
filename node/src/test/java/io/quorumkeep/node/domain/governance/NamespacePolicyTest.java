// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import static io.quorumkeep.node.domain.governance.GovernanceFixtures.DAY;
import static io.quorumkeep.node.domain.governance.GovernanceFixtures.policy;
import static io.quorumkeep.node.domain.governance.GuardedOperation.DESTROY_KEY;
import static io.quorumkeep.node.domain.governance.GuardedOperation.RECOVER_KEY;
import static io.quorumkeep.node.domain.key.KeyAlgorithm.AES_128;
import static io.quorumkeep.node.domain.key.KeyAlgorithm.AES_256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespacePolicyTest {
  private static final NamespacePolicy DEFAULT = NamespacePolicy.DEFAULT;

  @ParameterizedTest
  @EnumSource
  void givenNoPolicy_whenAsked_thenEveryOperationNeedsAnother(GuardedOperation operation) {
    assertThat(DEFAULT.approvalsFor(operation)).isEqualTo(1);
  }

  @Test
  void givenNoPolicy_whenKeysAreMade_thenEveryAlgorithmMeetsTheFloor() {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      assertThat(SecurityStrength.of(algorithm)).isGreaterThanOrEqualTo(128);
      assertThat(DEFAULT.refusal(algorithm)).isNull();
    }
    assertThat(SecurityStrength.of(AES_128)).isEqualTo(128);
    assertThat(SecurityStrength.of(AES_256)).isEqualTo(256);
  }

  static Stream<Arguments> lowering() {
    NamespacePolicy only256 = policy(List.of(AES_256), 128, Map.of());
    NamespacePolicy both = policy(List.of(AES_128, AES_256), 128, Map.of());
    NamespacePolicy strong = policy(List.of(), 256, Map.of());
    NamespacePolicy two = policy(Map.of(DESTROY_KEY, 2));
    NamespacePolicy none = policy(Map.of(DESTROY_KEY, 0));
    return Stream.of(
        Arguments.of("the same", two, two, false),
        Arguments.of("fewer approvals", two, DEFAULT, true),
        Arguments.of("none instead of the default", DEFAULT, none, true),
        Arguments.of("more approvals", none, DEFAULT, false),
        Arguments.of("more of one and less of another", two, policy(Map.of(RECOVER_KEY, 5)), true),
        Arguments.of("less strength", strong, DEFAULT, true),
        Arguments.of("a little less strength", strong, policy(List.of(), 255, Map.of()), true),
        Arguments.of("more strength", DEFAULT, strong, false),
        Arguments.of("another algorithm", only256, policy(List.of(AES_128), 128, Map.of()), true),
        Arguments.of("an algorithm more", only256, both, true),
        Arguments.of("an algorithm less", both, only256, false),
        Arguments.of("no list instead of one", only256, DEFAULT, true),
        Arguments.of("no list instead of one of all", both, DEFAULT, true),
        Arguments.of("a list instead of none", DEFAULT, both, false),
        Arguments.of(
            "proposals that live longer",
            DEFAULT,
            new NamespacePolicy(List.of(), 128, new TreeMap<>(), Duration.ofDays(30)),
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lowering")
  void givenTwoPolicies_whenCompared_thenLoweredIfAnythingIsAskedLess(
      String what, NamespacePolicy before, NamespacePolicy after, boolean lowered) {
    assertThat(before.isLoweredBy(after)).as(what).isEqualTo(lowered);
  }

  @Test
  void givenAlgorithmList_whenKeyIsMade_thenOnlyThoseInIt() {
    NamespacePolicy policy = policy(List.of(AES_256), 128, Map.of());

    assertThat(policy.refusal(AES_256)).isNull();
    assertThat(reason(policy.refusal(AES_128))).isEqualTo(Reason.ALGORITHM_FORBIDDEN);
  }

  @Test
  void givenMinimumStrength_whenWeakerKeyIsMade_thenRefused() {
    NamespacePolicy policy = policy(List.of(), 129, Map.of());

    assertThat(policy.refusal(AES_256)).isNull();
    assertThat(policy.refusal(AES_128))
        .isEqualTo(
            new Rejection(
                Reason.STRENGTH_TOO_LOW,
                "AES_128 has a strength of 128 bits, and the namespace asks for 129"));
  }

  private static @Nullable Reason reason(@Nullable Rejection rejection) {
    return rejection == null ? null : rejection.reason();
  }

  @Test
  void givenListOutOfOrderAndTwice_whenMade_thenItHasOneForm() {
    assertThat(policy(List.of(AES_256, AES_128, AES_256), 128, Map.of()).algorithms())
        .containsExactly(AES_128, AES_256);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 127, 257, -1})
  void givenStrengthOutOfRange_whenMade_thenRefused(int bits) {
    assertThatThrownBy(() -> policy(List.of(), bits, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 6, Integer.MAX_VALUE})
  void givenApprovalsOutOfRange_whenMade_thenRefused(int count) {
    assertThatThrownBy(() -> policy(Map.of(DESTROY_KEY, count)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenGrants_whenNamespaceWouldRuleOverThem_thenRefused() {
    assertThatThrownBy(() -> policy(Map.of(GuardedOperation.REVOKE_GRANT, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenLifetime_whenShorterOrLongerThanAllowed_thenRefused() {
    assertThat(new NamespacePolicy(List.of(), 128, new TreeMap<>(), DAY).proposalLifetime())
        .isEqualTo(DAY);
    for (Duration lifetime :
        List.of(
            Duration.ZERO,
            Duration.ofMinutes(5).minusMillis(1),
            Duration.ofDays(30).plusMillis(1),
            DAY.negated())) {
      assertThatThrownBy(() -> new NamespacePolicy(List.of(), 128, new TreeMap<>(), lifetime))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
