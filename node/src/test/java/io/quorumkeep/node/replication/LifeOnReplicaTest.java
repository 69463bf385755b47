// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.LifeModel;
import io.quorumkeep.node.domain.key.LifeStep;
import io.quorumkeep.node.domain.key.LifeStep.Op;
import io.quorumkeep.node.domain.key.LifeText;
import io.quorumkeep.node.domain.key.RandomLife;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lives as in LifeModelTest, but through the log, the codecs and the store, several commands in an
 * entry: the outcomes, the rows and the index of deadlines are as the model says.
 */
class LifeOnReplicaTest {
  private static final int LIVES = 60;
  private static final int ENTRIES = 40;
  private static final int MOST_COMMANDS = 6;

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenAnyLife_whenLivedThroughTheLog_thenRowsAndDeadlinesAreAsTheModelSays(long seed) {
    Random random = new Random(seed);
    for (int life = 0; life < LIVES; life++) {
      new Life(random, "seed " + seed + ", life " + life).live();
    }
  }

  private static final class Life {
    private final Random random;
    private final String what;
    private final Replica replica = new Replica();
    private final Requests requests = new Requests();
    private final List<KeyName> names =
        List.of(new KeyName("pay", "card"), new KeyName("pay", "cards"));
    private final List<LifeModel> models = List.of(new LifeModel(), new LifeModel());
    private final List<RandomLife> lives;
    private final List<String> steps = new ArrayList<>();
    private long now = Replica.START.toEpochMilli();

    Life(Random random, String what) {
      this.random = random;
      this.what = what;
      this.lives = models.stream().map(model -> new RandomLife(random, model)).toList();
      replica.one(requests.bootstrap());
      replica.one(
          requests.grant(
              "app",
              Requests.APP,
              ResourcePattern.EVERYTHING,
              Permission.RETRIEVE_KEY,
              Permission.RETRIEVE_KEY_VERSION));
    }

    void live() {
      for (int i = 0; i < ENTRIES; i++) {
        now = lives.get(random.nextInt(lives.size())).later(now);
        replica.setClock(Instant.ofEpochMilli(now));
        List<String> expected = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_COMMANDS);
        for (int j = 0; j < count; j++) {
          int which = random.nextInt(names.size());
          LifeStep step = lives.get(which).next(now);
          // To destroy at once needs a proposal; DualControlTest has that.
          if (step.op() != Op.DESTROY) {
            steps.add(now + " " + names.get(which) + " " + step);
            expected.add(models.get(which).tries(now, step));
            commands.add(command(names.get(which), step));
          }
        }
        if (!commands.isEmpty()) {
          List<String> told = replica.apply(commands).stream().map(Life::reason).toList();
          assertThat(told).as("%s", this).isEqualTo(expected);
        }
        checkRows();
        if (random.nextInt(20) == 0) {
          replica.reopen();
        }
      }
    }

    private Command command(KeyName name, LifeStep step) {
      if (step.isDue()) {
        return requests.of(Requests.ADMIN, new CommandBody.Due(name, step.due()));
      }
      Principal who = step.op() == Op.USE_COMPROMISED ? Requests.ADMIN : Requests.APP;
      return switch (step.op()) {
        case USE -> requests.of(who, new CommandBody.Use(name, 0, step.number(), step.bytes()));
        case USE_VERSION, USE_COMPROMISED -> requests.use(who, name, step.version());
        default -> requests.change(step.command(name));
      };
    }

    private static String reason(Outcome outcome) {
      return outcome.rejection() == null ? LifeModel.OK : outcome.rejection().reason().name();
    }

    private void checkRows() {
      Set<String> modelled = new TreeSet<>();
      List<Deadline> recomputed = new ArrayList<>();
      for (int which = 0; which < names.size(); which++) {
        KeyName name = names.get(which);
        LifeText expected = new LifeText();
        models.get(which).describe(expected);
        LifeText stored = new LifeText();
        Key key = replica.state().key(name);
        recomputed.addAll(Deadline.of(key));
        if (key != null) {
          stored.of(key);
        }
        for (int number = 1; key != null && number <= key.currentVersion(); number++) {
          KeyVersion version = Objects.requireNonNull(replica.state().version(name, number));
          stored.of(version, replica.state().usage(name, number));
          recomputed.addAll(Deadline.of(name, version));
        }
        assertThat(stored.toString()).as("%s", this).isEqualTo(expected.toString());
        models.get(which).deadlines().forEach(deadline -> modelled.add(name + " " + deadline));
      }
      List<Deadline> index = replica.state().dueAt(Instant.MAX, null, Integer.MAX_VALUE);
      assertThat(index).as("%s", this).containsExactlyInAnyOrderElementsOf(recomputed);
      assertThat(index.stream().map(Life::text))
          .as("%s", this)
          .containsExactlyInAnyOrderElementsOf(modelled);
    }

    private static String text(Deadline deadline) {
      return deadline.key()
          + " DUE_"
          + deadline.kind()
          + " v"
          + deadline.version()
          + " at "
          + deadline.at().toEpochMilli();
    }

    @Override
    public String toString() {
      return Stream.concat(Stream.of(what), steps.stream())
          .collect(java.util.stream.Collectors.joining("\n"));
    }
  }
}
