// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErasureDeciderTest {
  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final Principal ALICE = new Principal("spiffe://a/alice");
  private static final List<String> MEMBERS = List.of("n1", "n2", "n3");
  private static final String MINE = "ab".repeat(32);
  private static final String OTHER = "cd".repeat(32);
  private static final KeyName LIVES = new KeyName("a", "lives");

  private final Map<String, WrappedMaterial> materials = new TreeMap<>();
  private ErasureState state = ErasureState.start();
  private Instant now = NOON;
  private long index = 100;

  /** How far a state is, in the order of the steps. */
  private enum Stage {
    IDLE,
    STARTED,
    OFFERED,
    HELD_BY_ONE,
    HELD_BY_MAJORITY,
    TURNED,
    EMPTY,
    PURGING,
    ALL_BUT_ONE_ATTESTED,
    ERASED
  }

  @ParameterizedTest
  @CsvSource({
    // stage, then which of start offer replace hold turn rewrap complete attest are taken
    "IDLE, 10000000",
    "STARTED, 01000000",
    "OFFERED, 00110000",
    "HELD_BY_ONE, 00110000",
    "HELD_BY_MAJORITY, 00011000",
    "TURNED, 00010100",
    "EMPTY, 00010110",
    "PURGING, 00010001",
    "ALL_BUT_ONE_ATTESTED, 00010001",
    "ERASED, 10000000",
  })
  void givenStage_whenEachStepIsAsked_thenOnlyThoseOfItAreTaken(Stage stage, String taken) {
    reach(stage);
    ErasureState before = state;
    List<ErasureCommand> steps =
        List.of(
            start(),
            new ErasureCommand.Offer(2, new EpochOffer(OTHER, "n2"), ""),
            new ErasureCommand.Offer(2, new EpochOffer(OTHER, "n2"), MINE),
            new ErasureCommand.Hold(2, "n3", MINE),
            new ErasureCommand.Turn(2),
            new ErasureCommand.Rewrap(2, List.of(item(1))),
            new ErasureCommand.Complete(2),
            new ErasureCommand.Attest(2, "n3", 1_000, 7));

    StringBuilder answers = new StringBuilder();
    for (ErasureCommand step : steps) {
      ErasureDecision decision = decide(step);
      answers.append(decision instanceof ErasureDecision.Accepted ? '1' : '0');
    }

    assertThat(answers).hasToString(taken);
    assertThat(state).isSameAs(before);
  }

  @Test
  void givenRunningErasure_whenStartedAgain_thenSaysSo() {
    reach(Stage.STARTED);

    assertThat(rejection(start())).isEqualTo(Reason.ERASURE_RUNNING);
  }

  @Test
  void givenStrangersAndOtherEpochs_whenTheyTakePart_thenRefused() {
    reach(Stage.OFFERED);
    assertThat(rejection(new ErasureCommand.Hold(2, "n4", MINE)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
    assertThat(rejection(new ErasureCommand.Hold(3, "n1", MINE)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
    assertThat(rejection(new ErasureCommand.Hold(2, "n1", OTHER)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
    assertThat(rejection(new ErasureCommand.Offer(2, new EpochOffer(OTHER, "n4"), MINE)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
  }

  @Test
  void givenAnotherOffer_whenTaken_thenNobodyHoldsItYet() {
    reach(Stage.HELD_BY_ONE);

    take(new ErasureCommand.Offer(2, new EpochOffer(OTHER, "n2"), MINE));

    assertThat(run().holders()).isEmpty();
    assertThat(run().offers(OTHER)).isTrue();
    assertThat(rejection(new ErasureCommand.Hold(2, "n1", MINE)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
  }

  @Test
  void givenMaterialThatChangedOrIsGone_whenMoved_thenOnlyWhatIsAsItWas() {
    reach(Stage.TURNED);
    put(new KeyName("a", "gone"), 1, null);
    put(new KeyName("a", "changed"), 1, material(1, 5));
    RewrapItem changed =
        new RewrapItem(new KeyName("a", "changed"), 1, 1, new byte[] {9, 9}, new byte[] {7});
    RewrapItem gone =
        new RewrapItem(new KeyName("a", "gone"), 1, 1, new byte[] {9, 9}, new byte[] {7});

    take(new ErasureCommand.Rewrap(2, List.of(changed, item(1), gone, item(1), item(8))));

    assertThat(state.materials().in(2)).isEqualTo(1);
    assertThat(decide(new ErasureCommand.Rewrap(2, List.of(item(1)))))
        .isEqualTo(new ErasureDecision.Accepted(List.of()));
  }

  @Test
  void givenSnapshotFromBeforeTheLastMove_whenAttested_thenRefused() {
    reach(Stage.PURGING);

    assertThat(rejection(new ErasureCommand.Attest(2, "n3", run().purgeIndex() - 1, 0)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
    take(new ErasureCommand.Attest(2, "n3", run().purgeIndex(), 0));
    assertThat(rejection(new ErasureCommand.Attest(2, "n3", run().purgeIndex(), 0)))
        .isEqualTo(Reason.ERASURE_STEP_REFUSED);
  }

  @Test
  void givenDestroyedVersions_whenErased_thenCertificateCoversThoseOfBeforeTheTurn() {
    state = state.counting(null, material(1, 1)).counting(null, material(1, 2));
    state = state.counting(material(1, 1), null);
    reach(Stage.TURNED);
    // Its material may be in a command that moves it: only the next erasure covers this one.
    state = state.counting(material(1, 2), null);
    reach(Stage.ERASED);

    assertThat(state.certificates()).isEqualTo(1);
    assertThat(state.run()).isNull();
    assertThat(state.epoch()).isEqualTo(2);
    assertThat(certificate.destroyedVersions()).isEqualTo(1);
    assertThat(certificate.epoch()).isEqualTo(1);
    assertThat(certificate.rewrapped()).isEqualTo(2);
    assertThat(certificate.attestations()).extracting(Attestation::member).isEqualTo(MEMBERS);
    assertThat(state.destroyed().in(2)).isEqualTo(1);
  }

  @Test
  void givenSchedule_whenStarted_thenOnlyIfSomethingWasDestroyedAndADayHasPassed() {
    ErasureCommand scheduled = new ErasureCommand.Start(MEMBERS, "scheduled", true);
    assertThat(rejection(scheduled)).isEqualTo(Reason.ERASURE_STEP_REFUSED);
    state = state.counting(null, material(1, 1)).counting(material(1, 1), null);
    assertThat(decide(scheduled)).isInstanceOf(ErasureDecision.Accepted.class);
    reach(Stage.ERASED);
    state = state.counting(null, material(2, 1)).counting(material(2, 1), null);

    now = NOON.plus(Duration.ofHours(24)).minusMillis(1);
    assertThat(rejection(scheduled)).isEqualTo(Reason.ERASURE_STEP_REFUSED);
    now = NOON.plus(Duration.ofHours(24));
    assertThat(decide(scheduled)).isInstanceOf(ErasureDecision.Accepted.class);
  }

  @Test
  void givenState_whenAskedWhatIsNeeded_thenOldSecretsUntilNothingLivesUnderThem() {
    assertThat(state.needsNothingBefore(1)).isTrue();
    reach(Stage.TURNED);
    assertThat(state.needed()).containsExactly(1, 2);
    assertThat(state.needsNothingBefore(2)).isFalse();
    reach(Stage.EMPTY);
    assertThat(state.needed()).containsExactly(2);
    assertThat(state.needsNothingBefore(2)).isFalse();
    reach(Stage.PURGING);
    assertThat(state.needsNothingBefore(2)).isTrue();
    assertThat(state.needsNothingBefore(3)).isFalse();
  }

  @Test
  void givenEventThatCannotFollow_whenFolded_thenCorrupt() {
    List<ErasureEvent> events = new ArrayList<>();
    events.add(new ErasureEvent.Offered(NOON, new EpochOffer(MINE, "n1")));
    events.add(new ErasureEvent.Held(NOON, "n1"));
    events.add(new ErasureEvent.Turned(NOON, 2));
    events.add(
        new ErasureEvent.Rewrapped(
            NOON, List.of(new ErasureEvent.Moved(LIVES, 1, material(2, 1)))));
    events.add(new ErasureEvent.Emptied(NOON, 1));
    events.add(new ErasureEvent.Attested(new Attestation("n1", 1, 1, NOON)));
    for (ErasureEvent event : events) {
      assertThatThrownBy(() -> ErasureEvolution.evolve(state, event, this::materialOf))
          .isInstanceOf(CorruptLogException.class);
    }
    reach(Stage.STARTED);
    assertThatThrownBy(
            () ->
                ErasureEvolution.evolve(
                    state,
                    new ErasureEvent.Started(NOON, 2, ALICE.uri(), "", MEMBERS),
                    this::materialOf))
        .isInstanceOf(CorruptLogException.class);
  }

  private ErasureCertificate certificate =
      new ErasureCertificate(
          9, 9, NOON, NOON, NOON, "", "", 0, 0, List.of(new Attestation("n", 1, 1, NOON)));

  private void reach(Stage stage) {
    Stage from = stageNow();
    for (Stage next : Stage.values()) {
      if (next.compareTo(from) > 0 && next.compareTo(stage) <= 0) {
        step(next);
      }
    }
  }

  private Stage reached = Stage.IDLE;

  private Stage stageNow() {
    return reached;
  }

  private void step(Stage next) {
    reached = next;
    switch (next) {
      case IDLE -> {}
      case STARTED -> {
        put(LIVES, 1, material(1, 1));
        state = state.counting(null, material(1, 1));
        take(start());
      }
      case OFFERED -> take(new ErasureCommand.Offer(2, new EpochOffer(MINE, "n1"), ""));
      case HELD_BY_ONE -> take(new ErasureCommand.Hold(2, "n1", MINE));
      case HELD_BY_MAJORITY -> take(new ErasureCommand.Hold(2, "n2", MINE));
      case TURNED -> take(new ErasureCommand.Turn(2));
      case EMPTY -> take(new ErasureCommand.Rewrap(2, List.of(item(1))));
      case PURGING -> take(new ErasureCommand.Complete(2));
      case ALL_BUT_ONE_ATTESTED -> {
        take(new ErasureCommand.Attest(2, "n1", 1_000, 7));
        take(new ErasureCommand.Attest(2, "n2", 1_000, 7));
      }
      case ERASED -> take(new ErasureCommand.Attest(2, "n3", 1_000, 7));
    }
  }

  private static ErasureCommand start() {
    return new ErasureCommand.Start(MEMBERS, "why", false);
  }

  private static WrappedMaterial material(int epoch, int number) {
    return new WrappedMaterial(epoch, new byte[] {(byte) number, 2});
  }

  private static RewrapItem item(int number) {
    return new RewrapItem(LIVES, 1, 1, RewrapItem.endOf(material(1, number)), new byte[] {3, 4, 5});
  }

  private void put(KeyName name, int version, @Nullable WrappedMaterial m) {
    if (m == null) {
      materials.remove(name + "/" + version);
    } else {
      materials.put(name + "/" + version, m);
    }
  }

  private @Nullable WrappedMaterial materialOf(KeyName name, int version) {
    return materials.get(name + "/" + version);
  }

  private ErasureDecision decide(ErasureCommand step) {
    return ErasureDecider.decide(
        state, step, this::materialOf, new ErasureDecider.Position(now, index, ALICE));
  }

  private Reason rejection(ErasureCommand step) {
    return ((ErasureDecision.Rejected) decide(step)).rejection().reason();
  }

  private void take(ErasureCommand step) {
    for (ErasureEvent event : ((ErasureDecision.Accepted) decide(step)).events()) {
      state = ErasureEvolution.evolve(state, event, this::materialOf);
      if (event instanceof ErasureEvent.Rewrapped rewrapped) {
        rewrapped
            .materials()
            .forEach(moved -> put(moved.name(), moved.version(), moved.material()));
      } else if (event instanceof ErasureEvent.Erased erased) {
        certificate = erased.certificate();
      }
    }
    index++;
  }

  private ErasureRun run() {
    ErasureRun run = state.run();
    if (run == null) {
      throw new AssertionError("no erasure is under way");
    }
    return run;
  }
}
