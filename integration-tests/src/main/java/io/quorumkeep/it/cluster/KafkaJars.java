// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jars of the broker. The build copies them to {@code
 * integration-tests/kafka-broker/target/lib}, away from every class path of ours.
 */
final class KafkaJars {
  /** Names another directory with the jars of a broker. */
  static final String PROPERTY = "quorumkeep.kafka.lib";

  private static final Path IN_MODULE = Path.of("kafka-broker", "target", "lib");
  private static final Path IN_PROJECT = Path.of("integration-tests").resolve(IN_MODULE);

  private KafkaJars() {}

  /** The directory of the jars, looked for in the working directory and above it. */
  static Path directory() {
    String named = System.getProperty(PROPERTY);
    if (named != null) {
      return Path.of(named);
    }
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      Path found = first(at.resolve(IN_MODULE), at.resolve(IN_PROJECT));
      if (found != null) {
        return found;
      }
    }
    throw new IllegalStateException(
        "no jars of a Kafka broker; run mvn -pl integration-tests/kafka-broker generate-resources,"
            + " or name their directory with -D"
            + PROPERTY);
  }

  private static @Nullable Path first(Path one, Path other) {
    return Files.isDirectory(one) ? one : Files.isDirectory(other) ? other : null;
  }
}
