// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
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

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyHistory_whenFolded_thenEveryAcceptedEventCanFollow(long seed) {
    Random random = new Random(seed);

    for (int i = 0; i < HISTORIES; i++) {
      History history = new History();
      for (int j = 0; j < COMMANDS; j++) {
        history.apply(randomCommand(random, history));
        history.check();
      }
    }
  }

  private static KeyCommand randomCommand(Random random, History history) {
    int version = random.nextInt(4);
    return switch (random.nextInt(9)) {
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

    private void fold(KeyEvent event) {
      KeyState before = key == null ? null : key.state();
      key = KeyEvolution.evolve(key, event);
      assertThat(before == COMPROMISED && key.state() != COMPROMISED).isFalse();
      if (event.version() > 0) {
        KeyVersion version = versions.get(event.version());
        KeyVersion after = KeyEvolution.evolveVersion(version, event);
        assertThat(version != null && version.state() == COMPROMISED).isFalse();
        versions.put(event.version(), after);
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
            .isEqualTo(neverActive && version.state() != COMPROMISED);
      }
      if (key.state() == PRE_ACTIVE) {
        assertThat(versions.get(1)).extracting(KeyVersion::state).isEqualTo(PRE_ACTIVE);
      }
    }
  }
}
