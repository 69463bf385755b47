// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.Seeds;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must hold of all that is stored, for every kind of it. */
class StoredFormTest {
  private static final int ROUNDS = 40;

  static Stream<Arguments> formsAndSeeds() {
    return StoredForm.all().flatMap(form -> Seeds.all().mapToObj(seed -> Arguments.of(form, seed)));
  }

  static Stream<StoredForm<?>> forms() {
    return StoredForm.all();
  }

  @Test
  void generatorMakesEveryKind() {
    RandomValues random = new RandomValues(1);
    Set<Class<?>> bodies =
        random.bodies().stream().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> changes =
        random.bodies().stream()
            .filter(CommandBody.ChangeKey.class::isInstance)
            .map(body -> ((CommandBody.ChangeKey) body).command().getClass())
            .collect(Collectors.toSet());
    Set<Class<?>> events =
        random.keyEvents().stream().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> policyEvents =
        random.policyEvents().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(bodies).containsExactlyInAnyOrder(CommandBody.class.getPermittedSubclasses());
    assertThat(changes).containsExactlyInAnyOrder(KeyCommand.class.getPermittedSubclasses());
    assertThat(events).containsExactlyInAnyOrder(KeyEvent.class.getPermittedSubclasses());
    Set<Class<?>> governed =
        new RandomGovernance(random)
            .events().stream().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> asked =
        new RandomGovernance(random)
            .commands().stream().map(Object::getClass).collect(Collectors.toSet());

    assertThat(governed)
        .containsExactlyInAnyOrder(
            GovernanceEvent.NamespacePolicySet.class,
            GovernanceEvent.ProposalCreated.class,
            GovernanceEvent.ProposalApproved.class,
            GovernanceEvent.ProposalWithdrawn.class,
            GovernanceEvent.ProposalConsumed.class);
    assertThat(asked).containsExactlyInAnyOrder(GovernanceCommand.class.getPermittedSubclasses());
    Set<Class<?>> steps =
        random.erasureSteps().stream().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> erasureEvents =
        random.erasureEvents().stream().map(Object::getClass).collect(Collectors.toSet());
    assertThat(steps).containsExactlyInAnyOrder(ErasureCommand.class.getPermittedSubclasses());
    assertThat(erasureEvents)
        .containsExactlyInAnyOrder(ErasureEvent.class.getPermittedSubclasses());
    assertThat(policyEvents).containsExactlyInAnyOrder(PolicyEvent.class.getPermittedSubclasses());
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("formsAndSeeds")
  void givenValue_whenEncoded_thenItReadsBackAndHasOneForm(StoredForm<?> form, long seed) {
    RandomValues random = new RandomValues(seed);

    for (int i = 0; i < ROUNDS; i++) {
      form.checkRoundTrip(random);
    }
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("formsAndSeeds")
  void givenBytes_whenDamaged_thenCorruptOrAnotherValue(StoredForm<?> form, long seed) {
    form.checkDamage(new RandomValues(seed));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void givenFieldOfALaterVersion_whenAnywhereInside_thenCorrupt(StoredForm<?> form) {
    form.checkUnknownFields(new RandomValues(7));
  }

  @ParameterizedTest(name = "{0}, seed {1}")
  @MethodSource("formsAndSeeds")
  void givenNoise_whenRead_thenCorruptOrSomeValue(StoredForm<?> form, long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < 2_000; i++) {
      byte[] noise = new byte[random.nextInt(40)];
      random.nextBytes(noise);
      if (noise.length > 2) {
        // A tag of a low number more often than chance has it.
        noise[0] = (byte) (random.nextInt(20) << 3 | random.nextInt(3));
      }
      try {
        assertThat(form.decode().apply(noise)).isNotNull();
      } catch (CorruptLogException expected) {
        assertThat(expected).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void givenGrantEventWithDamagedGrant_whenRead_thenCorrupt() {
    byte[] noGrant = StoredForm.field(17, new byte[0]);

    assertThatThrownBy(() -> StoredForm.event(noGrant)).isInstanceOf(CorruptLogException.class);
  }

  /** What the reader of an event throws is not damage to the event. */
  @Test
  void givenReaderThatThrows_whenEventRead_thenItsExceptionIsSeen() {
    byte[] bytes = EventCodec.encode(new RandomValues(1).keyEvents().get(1));

    assertThatThrownBy(
            () ->
                EventCodec.decode(
                    bytes,
                    event -> {
                      throw new IllegalArgumentException("the reader's own");
                    },
                    event -> {},
                    event -> {},
                    event -> {}))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }
}
