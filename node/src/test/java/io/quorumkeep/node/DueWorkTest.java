// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.application.DueWork;
import io.quorumkeep.node.application.Scheduler;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.StoreException;
import io.quorumkeep.node.store.Table;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The road of what is due goes on, whatever happens on it. */
class DueWorkTest {
  @Test
  void givenReadThatFails_whenLookedForWhatIsDue_thenTheNextLookComes() {
    Steps steps = new Steps();
    try (SingleNode node = SingleNode.start()) {
      Failing rows = new Failing(node.store());
      DueWork work =
          new DueWork(
              new Origin(SingleNode.ADMIN, SingleNode.NODE),
              new DueWork.Ports(steps, new AdjustableTime(), new SystemEntropy()),
              node.submissions(),
              node.materials(),
              new StateReader(rows));
      work.start(node.log());

      rows.failing = true;
      steps.next();
      assertThat(rows.failures).isPositive();
      rows.failing = false;
      int before = rows.reads;
      steps.next();

      assertThat(rows.reads).isGreaterThan(before);
      assertThat(steps.tasks).hasSize(1);
      work.stop();
      steps.next();
      assertThat(steps.tasks).isEmpty();
    }
  }

  /** Runs tasks when it is told to, however long they were to wait. */
  private static final class Steps implements Scheduler {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    @Override
    public void after(Duration delay, Runnable task) {
      tasks.add(task);
    }

    void next() {
      tasks.remove().run();
    }
  }

  /** The rows of a store that cannot be read for a while. */
  private static final class Failing implements Rows {
    private final Rows rows;
    private boolean failing;
    private int failures;
    private int reads;

    Failing(Rows rows) {
      this.rows = rows;
    }

    @Override
    public byte @Nullable [] get(Table table, byte[] key) {
      read();
      return rows.get(table, key);
    }

    @Override
    public void scan(Table table, byte[] from, Visitor visitor) {
      read();
      rows.scan(table, from, visitor);
    }

    @Override
    public void scanBack(Table table, byte[] from, Visitor visitor) {
      read();
      rows.scanBack(table, from, visitor);
    }

    private void read() {
      if (failing) {
        failures++;
        throw new StoreException("cannot be read for the moment");
      }
      reads++;
    }
  }
}
