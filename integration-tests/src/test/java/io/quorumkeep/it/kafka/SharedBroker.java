// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.kafka;

import io.quorumkeep.it.cluster.KafkaBroker;
import io.quorumkeep.node.export.kafka.KafkaSinkSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A broker for the tests of one class, each with a topic of its own. */
final class SharedBroker implements BeforeAllCallback, AfterAllCallback {
  private @Nullable KafkaBroker broker;
  private int topics;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path target = Files.createDirectories(Path.of("target", "kafka").toAbsolutePath());
    broker = KafkaBroker.start(Files.createTempDirectory(target, "broker"));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    broker().close();
  }

  KafkaBroker broker() {
    return Objects.requireNonNull(broker, "the broker runs while the tests of a class do");
  }

  String newTopic() {
    return "quorumkeep.audit.test" + ++topics;
  }

  KafkaSinkSettings settings(String topic) {
    return new KafkaSinkSettings(
        broker().bootstrapServers(),
        topic,
        "zstd",
        Map.of(),
        new KafkaSinkSettings.TopicCreation((short) 1, 1));
  }

  TopicReader reader(String topic) {
    return new TopicReader(broker().bootstrapServers(), topic);
  }
}
