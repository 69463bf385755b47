// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.policy.GrantFixtures.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDeciderTest {
  private static final String APP = "spiffe://a/app";
  private static final Grant GRANT = allow("g", APP, "*", Permission.GET_KEY);
  private static final Grants WITH_GRANT = Grants.of(List.of(GRANT));

  @Test
  void givenNoSuchGrant_whenCreated_thenItHoldsAllThatWasAsked() {
    PolicyDecision decision = PolicyDecider.decide(Grants.NONE, create("g"), NOON, ALICE);

    Grant expected =
        new Grant(
            "g",
            new PrincipalPattern(APP),
            new ResourcePattern("namespaces/a/keys/*"),
            List.of(Permission.GET_KEY, Permission.RETRIEVE_KEY),
            Effect.DENY,
            NOON,
            ALICE.uri());
    assertThat(decision)
        .isEqualTo(new PolicyDecision.Accepted(new PolicyEvent.GrantCreated(expected), expected));
    assertThat(evolve(Grants.NONE, decision).find("g")).isEqualTo(expected);
  }

  @Test
  void givenGrant_whenCreatedAgain_thenExists() {
    assertThat(reason(PolicyDecider.decide(WITH_GRANT, create("g"), NOON, ALICE)))
        .isEqualTo(Reason.GRANT_ALREADY_EXISTS);
  }

  @Test
  void givenGrant_whenRevoked_thenGoneAndItsNameFree() {
    PolicyDecision decision =
        PolicyDecider.decide(WITH_GRANT, new PolicyCommand.Revoke("g"), NOON, ALICE);

    assertThat(decision)
        .isEqualTo(new PolicyDecision.Accepted(new PolicyEvent.GrantRevoked("g", NOON), GRANT));
    Grants after = evolve(WITH_GRANT, decision);
    assertThat(after.size()).isZero();
    assertThat(PolicyDecider.decide(after, create("g"), NOON, ALICE))
        .isInstanceOf(PolicyDecision.Accepted.class);
  }

  @Test
  void givenNoSuchGrant_whenRevoked_thenNotFound() {
    assertThat(reason(PolicyDecider.decide(WITH_GRANT, new PolicyCommand.Revoke("h"), NOON, ALICE)))
        .isEqualTo(Reason.GRANT_NOT_FOUND);
  }

  @Test
  void givenAllGrantsThereMayBe_whenAnotherIsCreated_thenTooMany() {
    List<Grant> all = new ArrayList<>();
    for (int i = 0; i < Grants.MAX_GRANTS; i++) {
      all.add(allow("g" + i, APP, "*", Permission.GET_KEY));
    }
    Grants full = Grants.of(all);

    assertThat(reason(PolicyDecider.decide(full, create("one-more"), NOON, ALICE)))
        .isEqualTo(Reason.TOO_MANY_GRANTS);
    assertThat(PolicyDecider.decide(full.without("g0"), create("one-more"), NOON, ALICE))
        .isInstanceOf(PolicyDecision.Accepted.class);
  }

  @Test
  void givenEventsThatCannotFollow_whenFolded_thenCorrupt() {
    assertThatThrownBy(
            () -> PolicyEvolution.evolve(WITH_GRANT, new PolicyEvent.GrantCreated(GRANT)))
        .isInstanceOf(CorruptLogException.class);
    assertThatThrownBy(
            () -> PolicyEvolution.evolve(Grants.NONE, new PolicyEvent.GrantRevoked("g", NOON)))
        .isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenCommandsThatAreNone_whenMade_thenRefused() {
    assertThatThrownBy(() -> create("G")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PolicyCommand.Revoke(""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () ->
                new PolicyCommand.Create(
                    "g",
                    new PrincipalPattern(APP),
                    ResourcePattern.EVERYTHING,
                    List.of(),
                    Effect.ALLOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PolicyCommand create(String id) {
    return new PolicyCommand.Create(
        id,
        new PrincipalPattern(APP),
        new ResourcePattern("namespaces/a/keys/*"),
        List.of(Permission.RETRIEVE_KEY, Permission.GET_KEY, Permission.RETRIEVE_KEY),
        Effect.DENY);
  }

  private static Grants evolve(Grants before, PolicyDecision decision) {
    return PolicyEvolution.evolve(before, ((PolicyDecision.Accepted) decision).event());
  }

  private static Reason reason(PolicyDecision decision) {
    return ((PolicyDecision.Rejected) decision).rejection().reason();
  }
}
