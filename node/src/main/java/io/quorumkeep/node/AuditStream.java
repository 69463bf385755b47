// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.config.NodeConfig;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.export.AuditSink;
import io.quorumkeep.node.export.ChainName;
import io.quorumkeep.node.export.FileAuditSink;
import io.quorumkeep.node.export.Publisher;
import io.quorumkeep.node.export.PublisherListener;
import io.quorumkeep.node.export.PublisherSettings;
import io.quorumkeep.node.export.RecordJson;
import io.quorumkeep.node.export.kafka.KafkaAuditSink;
import io.quorumkeep.node.export.kafka.KafkaSinkSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the publisher of audit records on the leader, to a topic or to a file of that node. It
 * begins when the cluster has an id, which names the chain. A new leader's file first catches up
 * from its own end, so the leader's file is always complete.
 */
final class AuditStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditStream.class);
  private static final String ZSTD = "zstd";
  private static final Duration CURSOR_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
  private static final int FIRST_GROUP = 0;

  private final NodeConfig.Audit config;
  private final Replica replica;
  private final Origin self;
  private final Entropy entropy;
  private final PublisherListener listener;
  private final ThreadScheduler thread = new ThreadScheduler("publisher");
  private volatile @Nullable Publisher publisher;
  private volatile boolean leads;
  private volatile long term;
  private boolean closed;

  AuditStream(
      NodeConfig.Audit config,
      Replica replica,
      Origin self,
      Entropy entropy,
      PublisherListener listener) {
    this.config = config;
    this.replica = replica;
    this.self = self;
    this.entropy = entropy;
    this.listener = listener;
  }

  /** An entry was applied. Cheap. */
  void applied() {
    Publisher running = publisher;
    if (running != null) {
      running.wake();
    } else if (!replica.stateMachine().facts().clusterId().isEmpty()) {
      create();
    }
  }

  /** This node became, or ceased to be, the leader. */
  synchronized void role(boolean leader, long inTerm) {
    leads = leader;
    term = inTerm;
    Publisher running = publisher;
    if (running == null) {
      return;
    }
    if (leader) {
      running.start(inTerm);
    } else {
      var unused = running.stop();
    }
  }

  private synchronized void create() {
    if (publisher != null || closed) {
      return;
    }
    ClusterFacts facts = replica.stateMachine().facts();
    ChainName chain = new ChainName(facts.clusterId(), FIRST_GROUP);
    Publisher made =
        new Publisher(
            new Publisher.Source(replica.store(), new JcaSha256(), new RecordJson(chain)),
            sink(chain),
            new Publisher.Drive(
                thread::execute,
                thread::after,
                new SplittableRandom(),
                PublisherSettings.standard()),
            this::advance,
            listener);
    publisher = made;
    if (leads) {
      made.start(term);
    }
  }

  private AuditSink sink(ChainName chain) {
    NodeConfig.Kafka kafka = config.kafka();
    if (kafka == null) {
      return new FileAuditSink(config.file(), chain);
    }
    return new KafkaAuditSink(
        new KafkaSinkSettings(
            kafka.bootstrapServers(),
            kafka.topic(),
            ZSTD,
            kafka.properties(),
            creation(kafka.createTopic())),
        chain);
  }

  private static KafkaSinkSettings.@Nullable TopicCreation creation(
      NodeConfig.@Nullable NewTopic topic) {
    return topic == null
        ? null
        : new KafkaSinkSettings.TopicCreation((short) topic.replicas(), topic.minInSyncReplicas());
  }

  private void advance(long sequence) {
    if (!leads) {
      return;
    }
    ByteBuffer random = ByteBuffer.wrap(entropy.bytes(16));
    RequestId id = new RequestId(random.getLong(), random.getLong());
    var unused =
        replica
            .submissions()
            .submit(
                new Submissions.Request(self, id, 0, CURSOR_TIMEOUT),
                new CommandBody.AdvanceCursor(sequence))
            .exceptionally(
                failure -> {
                  LOG.debug("the audit cursor was not moved this time", failure);
                  return null;
                });
  }

  @Override
  public void close() {
    Publisher running;
    synchronized (this) {
      closed = true;
      running = publisher;
    }
    if (running != null) {
      try {
        running.stop().get(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("the publisher of audit records did not stop in time", e);
      }
    }
    thread.close();
  }
}
