// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a local cluster differs from the usual.
 *
 * @param nodes how many, from 1
 * @param kafka the brokers of the audit topic, or null for a file on each node
 * @param jvmFlags for each node, after the usual ones
 * @param environment for each node: configuration by variables
 */
public record ClusterOptions(
    int nodes, @Nullable String kafka, List<String> jvmFlags, Map<String, String> environment) {
  public ClusterOptions {
    jvmFlags = List.copyOf(jvmFlags);
    environment = new TreeMap<>(environment);
  }

  /** Three nodes that write their audit records to files. */
  public static ClusterOptions threeNodes() {
    return new ClusterOptions(3, null, List.of(), Map.of());
  }

  public ClusterOptions withKafka(String bootstrapServers) {
    return new ClusterOptions(nodes, bootstrapServers, jvmFlags, environment);
  }

  public ClusterOptions withEnvironment(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new ClusterOptions(nodes, kafka, jvmFlags, more);
  }

  public ClusterOptions withJvmFlags(List<String> flags) {
    return new ClusterOptions(nodes, kafka, flags, environment);
  }
}
