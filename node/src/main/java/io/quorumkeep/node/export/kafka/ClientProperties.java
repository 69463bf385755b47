// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * The properties of the three clients. Those that exactly-once rests on: a transactional,
 * idempotent producer with {@code acks=all}, and a consumer that reads committed records from where
 * it is told and nowhere else.
 */
final class ClientProperties {
  /** How long one call may take before its outcome counts as unknown. */
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(30);

  private static final int REQUEST_TIMEOUT_MS = 10_000;
  private static final int TRANSACTION_TIMEOUT_MS = 60_000;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final int LINGER_MS = 5;
  private static final int RECONNECT_MAX_MS = 1_000;

  private ClientProperties() {}

  static Map<String, Object> producer(KafkaSinkSettings settings, String transactionalId) {
    Map<String, Object> properties = common(settings);
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
    properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.compression());
    properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return properties;
  }

  static Map<String, Object> consumer(KafkaSinkSettings settings) {
    Map<String, Object> properties = common(settings);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return properties;
  }

  static Map<String, Object> admin(KafkaSinkSettings settings) {
    Map<String, Object> properties = common(settings);
    properties.put(
        CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) CALL_TIMEOUT.toMillis());
    return properties;
  }

  private static Map<String, Object> common(KafkaSinkSettings settings) {
    Map<String, Object> properties = new TreeMap<>(settings.security());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
    properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
    properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MS);
    return properties;
  }
}
