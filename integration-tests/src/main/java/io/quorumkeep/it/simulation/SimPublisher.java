// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.Publisher;
import io.quorumkeep.node.export.PublisherListener;
import io.quorumkeep.node.export.PublisherSettings;
import io.quorumkeep.node.export.RecordJson;
import io.quorumkeep.node.export.SinkException;
import java.time.Duration;

/** The publisher of one process. */
final class SimPublisher {
  private static final PublisherSettings SETTINGS =
      new PublisherSettings(
          20,
          1 << 16,
          Duration.ofMillis(20),
          Duration.ofMillis(200),
          Duration.ofMillis(300),
          50,
          Duration.ofMillis(20),
          Duration.ofMillis(500),
          Duration.ofMinutes(10));

  private final SimNode node;
  private final World world;
  private final Dice dice;
  private final Submissions submissions;
  private final Publisher publisher;

  SimPublisher(SimNode node, World world, Dice dice, Scope life, Submissions submissions) {
    this.node = node;
    this.world = world;
    this.dice = dice;
    this.submissions = submissions;
    InOrder thread = new InOrder(world.loop(), life, dice.split(), 50_000);
    this.publisher =
        new Publisher(
            new Publisher.Source(
                node.store(),
                new JcaSha256(),
                new RecordJson(new ChainName(Simulation.CLUSTER, 0))),
            Bugs.sink(world.bug(), world.topic().sink(node)),
            new Publisher.Drive(
                thread,
                (delay, task) -> world.loop().after(delay.toNanos(), life, task),
                dice.generator(),
                SETTINGS),
            this::advance,
            new Listener());
  }

  void start(long term) {
    publisher.start(term);
  }

  void stop() {
    var unused = publisher.stop();
  }

  void wake() {
    publisher.wake();
  }

  private void advance(long sequence) {
    Origin origin =
        new Origin(new Principal("spiffe://example.org/nodes/" + node.id()), "publisher");
    RequestId id = new RequestId(dice.any(), dice.any());
    var unused =
        submissions.submit(
            new Submissions.Request(origin, id, 0, Duration.ofSeconds(1)),
            new CommandBody.AdvanceCursor(sequence));
  }

  private final class Listener implements PublisherListener {
    @Override
    public void published(int records, long sequence) {}

    @Override
    public void failed(SinkException failure, int attempt) {
      world.journal().note(() -> node + " cannot publish: " + failure.getMessage());
    }

    @Override
    public void halted(RuntimeException cause) {
      world.journal().violated("A2", node + " gave up publishing: " + cause);
    }

    @Override
    public void outbox(long records, long oldestTimeMs) {}
  }
}
