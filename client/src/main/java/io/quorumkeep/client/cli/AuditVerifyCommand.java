// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.audit.AuditFile;
import io.quorumkeep.client.audit.AuditTopic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Verifies the chain of the audit trail, from a file, from Kafka, or from the cluster itself. */
@Command(
    name = "verify",
    description = {
      "Verifies that no audit record was changed, removed, added or moved.",
      "Reads from --file, from Kafka with --bootstrap-servers, or else from the cluster."
    })
final class AuditVerifyCommand implements Callable<Integer> {
  @ParentCommand private @Nullable AuditCommand parent;

  @ArgGroup private @Nullable Source source;

  @Option(
      names = "--topic",
      defaultValue = AuditTopic.DEFAULT_NAME,
      description = "The Kafka topic. Default: ${DEFAULT-VALUE}.")
  private String topic = AuditTopic.DEFAULT_NAME;

  @Option(
      names = "--kafka-property",
      paramLabel = "NAME=VALUE",
      description = "A property of the Kafka consumer; may be repeated. No secrets: use a file.")
  private Map<String, String> kafkaProperties = new HashMap<>();

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties of the Kafka consumer.")
  private @Nullable Path kafkaConfig;

  @Option(
      names = "--expect-head",
      paramLabel = "HEX",
      description = "Fail unless the trail ends with this chain head: shows that none is missing.")
  private @Nullable String expectedHead;

  @Override
  public Integer call() throws IOException {
    if (parent == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    Session session = parent.session();
    Verification verification = new Verification(session);
    if (source != null && source.file != null) {
      readFile(source.file, verification);
    } else if (source != null && source.bootstrapServers != null) {
      verification.readJson(
          new AuditTopic(topic, consumerProperties(source.bootstrapServers))::read);
    } else {
      verification.readCluster();
    }
    return verification.report(expectedHead).number();
  }

  private void readFile(Path file, Verification verification) throws IOException {
    InputStream in = open(file);
    try (in) {
      verification.readJson(new AuditFile(in)::read);
    }
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UsageException("the file " + file + " cannot be read", e);
    }
  }

  private Map<String, String> consumerProperties(String bootstrapServers) {
    Map<String, String> properties = new HashMap<>();
    if (kafkaConfig != null) {
      Properties loaded = new Properties();
      try (var reader = Files.newBufferedReader(kafkaConfig, StandardCharsets.UTF_8)) {
        loaded.load(reader);
      } catch (IOException e) {
        throw new UsageException("the file " + kafkaConfig + " cannot be read", e);
      }
      loaded.stringPropertyNames().forEach(name -> properties.put(name, loaded.getProperty(name)));
    }
    properties.putAll(kafkaProperties);
    properties.put("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** Where the records come from, if not from the cluster. */
  static final class Source {
    @Option(
        names = "--file",
        required = true,
        paramLabel = "FILE",
        description = "Records as JSON, one a line.")
    private @Nullable Path file;

    @Option(
        names = "--bootstrap-servers",
        required = true,
        paramLabel = "HOST:PORT,…",
        description = "Where Kafka listens.")
    private @Nullable String bootstrapServers;
  }
}
