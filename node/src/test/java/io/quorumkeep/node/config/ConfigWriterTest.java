// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.bc.ClientIdentity;
import io.quorumkeep.node.crypto.bc.DevelopmentPki;
import io.quorumkeep.node.crypto.bc.NodeIdentity;
import io.quorumkeep.node.crypto.bc.PkiWriter;
import io.quorumkeep.node.crypto.bc.PkiWriter.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {
  private static final String DOMAIN = "quorumkeep.local";

  @TempDir Path directory;

  @Test
  void givenNewCluster_whenItsFilesAreWritten_thenTheReaderAcceptsThem() throws IOException {
    PkiWriter pki =
        new PkiWriter(
            directory.resolve("pki"),
            new DevelopmentPki(Clock.systemUTC(), Duration.ofDays(2), Duration.ofDays(1)));
    pki.createAuthorities(DOMAIN, Existing.REFUSE);
    pki.addNode(new NodeIdentity(DOMAIN, "node-1", List.of()), Existing.REFUSE);
    pki.createRecoveryKey(DOMAIN, Existing.REFUSE);
    pki.addClient("admin", new ClientIdentity(DOMAIN, "admin"), Existing.REFUSE);
    Files.createFile(directory.resolve("my \"pass\" \\ phrase"));
    Path file = directory.resolve("node-1.yaml");
    ConfigTemplate template = template("spiffe://quorumkeep.local/admin", "127.0.0.1:9092");

    ConfigWriter.write(file, template);
    NodeConfig config = ConfigReader.read(file, Map.of());

    assertThat(config.node()).isEqualTo("node-1");
    assertThat(config.cluster()).isEqualTo(template.cluster());
    assertThat(config.members()).isEqualTo(template.members());
    assertThat(config.dataDirectory()).isEqualTo(directory.resolve("data/node-1"));
    assertThat(config.operations().listen()).isEqualTo(template.operations());
    assertThat(config.bootstrap().admin()).isEqualTo(template.admin());
    assertThat(config.seal().passphraseFile())
        .isEqualTo(directory.resolve("my \"pass\" \\ phrase"));
    assertThat(config.archive().recipients())
        .containsExactly(directory.resolve("pki/recovery.pem"));
    assertThat(config.audit().kafka())
        .isEqualTo(new NodeConfig.Kafka("127.0.0.1:9092", "quorumkeep.audit.v1", Map.of(), null));
  }

  @Test
  void givenNoAdminAndNoKafka_whenRendered_thenNeitherStandsThere() {
    assertThat(ConfigWriter.render(template(null, null)))
        .doesNotContain("bootstrap:")
        .doesNotContain("audit:");
  }

  @Test
  void givenExistingFile_whenWritten_thenRefusedAndUnchanged() throws IOException {
    Path file = Files.writeString(directory.resolve("node-1.yaml"), "mine");

    assertThatThrownBy(() -> ConfigWriter.write(file, template(null, null)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("node-1.yaml");
    assertThat(file).hasContent("mine");
  }

  private static ConfigTemplate template(@Nullable String admin, @Nullable String kafka) {
    return new ConfigTemplate(
        "node-1",
        new NodeConfig.Cluster("demo", DOMAIN),
        List.of(
            new NodeConfig.Member(
                "node-1", new HostAndPort("127.0.0.1", 7444), new HostAndPort("::1", 7443))),
        new HostAndPort("127.0.0.1", 7446),
        "data/node-1",
        "pki",
        "my \"pass\" \\ phrase",
        admin,
        kafka,
        "pki/recovery.pem");
  }
}
