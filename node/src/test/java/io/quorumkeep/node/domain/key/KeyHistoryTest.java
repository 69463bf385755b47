// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random commands on one key, in the order in which they are judged: whatever is accepted can
 * follow, so no sequence of requests stops a node.
 */
class KeyHistoryTest {
  private static final int HISTORIES = 300;
  private static final int COMMANDS = 40;
  private static final EnumSet<KeyState> STAYS_COMPROMISED = EnumSet.of(COMPROMISED, DESTROYED);

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyHistory_whenFolded_thenEveryAcceptedEventCanFollow(long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < HISTORIES; i++) {
      History history = new History();
      for (int j = 0; j < COMMANDS; j++) {
        if (random.nextInt(4) == 0) {
          history.passTime(random);
        } else {
          history.apply(randomCommand(random, history));
        }
        history.check();
      }
    }
  }

  private static KeyCommand randomCommand(Random random, History history) {
    int version = random.nextInt(4);
    return switch (random.nextInt(13)) {
      case 0 -> KeyFixtures.create(random.nextBoolean());
      case 1 -> new KeyCommand.Activate(NAME);
      case 2, 3 -> {
        int next = history.versions.size() + (random.nextInt(4) == 0 ? 0 : 1);
        yield new KeyCommand.Rotate(NAME, next, material(next));
      }
      case 4 -> new KeyCommand.Suspend(NAME, version);
      case 5 -> new KeyCommand.Reactivate(NAME, version);
      case 6 -> new KeyCommand.Revoke(NAME, version, RevocationReason.SUPERSEDED, null);
      case 7 -> KeyFixtures.update(random.nextInt(4) == 0 ? 1 + random.nextInt(20) : 0);
      case 8, 9 -> new KeyCommand.ScheduleDestruction(NAME, version, Duration.ofDays(7), "unused");
      case 10 -> new KeyCommand.CancelDestruction(NAME, version, "");
      case 11 ->
          random.nextInt(4) == 0
              ? new KeyCommand.Destroy(NAME, version, "", "")
              : new KeyCommand.Reactivate(NAME, version);
      default ->
          new KeyCommand.Revoke(
              NAME,
              random.nextInt(3) == 0 ? version : 1 + random.nextInt(3),
              RevocationReason.KEY_COMPROMISE,
              null);
    };
  }

  private static final class History {
    private final NavigableMap<Integer, KeyVersion> versions = new TreeMap<>();
    private @Nullable Key key;
    private Instant now = NOON;

    void apply(KeyCommand command) {
      now = now.plusSeconds(1);
      KeyVersion named = versions.get(command.version());
      KeyDecision decision = KeyDecider.decide(key, named, command, now, ALICE);
      if (decision instanceof KeyDecision.Accepted accepted) {
        accepted.events().forEach(this::fold);
      }
    }

    /** Time goes on, and all that is due by then happens, as the leader sees to it. */
    void passTime(Random random) {
      now = now.plus(Duration.ofHours(random.nextInt(24 * 60)));
      for (int round = 0; round < 20; round++) {
        List<Deadline> due = new ArrayList<>(Deadline.of(key));
        versions.values().forEach(version -> due.addAll(Deadline.of(NAME, version)));
        due.removeIf(deadline -> deadline.at().isAfter(now));
        if (due.isEmpty()) {
          return;
        }
        due.forEach(this::happens);
      }
      throw new AssertionError("what was due stays due: " + key + " " + versions);
    }

    private void happens(Deadline deadline) {
      int next = versions.size() + 1;
      DueDecider.Due due =
          deadline.kind() == DueKind.ROTATE
              ? new DueDecider.Due(deadline.kind(), 0, next, material(next))
              : new DueDecider.Due(deadline.kind(), deadline.version(), 0, null);
      KeyDecision decision = DueDecider.decide(key, versions.get(deadline.version()), due, now);
      if (decision instanceof KeyDecision.Accepted accepted) {
        accepted.events().forEach(this::fold);
      }
    }

    private void fold(KeyEvent event) {
      KeyState before = key == null ? null : key.state();
      key = KeyEvolution.evolve(key, event);
      assertThat(before == COMPROMISED && !STAYS_COMPROMISED.contains(key.state())).isFalse();
      if (event.version() > 0) {
        KeyVersion version = versions.get(event.version());
        KeyVersion after = KeyEvolution.evolveVersion(version, event);
        assertThat(
                version != null
                    && version.state() == COMPROMISED
                    && !STAYS_COMPROMISED.contains(after.state()))
            .isFalse();
        versions.put(event.version(), after);
      }
      for (int number = 1; number <= KeyEvolution.lastVersionChanged(key, event); number++) {
        versions.computeIfPresent(
            number,
            (n, version) ->
                version.state() == DESTROYED
                    ? version
                    : KeyEvolution.evolveVersion(version, event));
      }
    }

    void check() {
      if (key == null) {
        assertThat(versions).isEmpty();
        return;
      }
      assertThat(versions.lastKey()).isEqualTo(key.currentVersion());
      assertThat(versions).hasSize(key.currentVersion());
      for (KeyVersion version : versions.values()) {
        boolean neverActive = version.cryptoperiod() == null;
        assertThat(version.state() == PRE_ACTIVE)
            .as("%s", version)
            .isEqualTo(neverActive && !STAYS_COMPROMISED.contains(version.state()));
        assertThat(version.material() == null).isEqualTo(version.state() == DESTROYED);
        boolean isCurrent = version.number() == key.currentVersion();
        assertThat(isCurrent && version.state() == DESTROYED && key.state() != DESTROYED).isFalse();
        assertThat(key.state() == DESTROYED && version.state() != DESTROYED).isFalse();
      }
      if (key.state() == PRE_ACTIVE) {
        assertThat(versions.get(1)).extracting(KeyVersion::state).isEqualTo(PRE_ACTIVE);
      }
    }
  }
}
