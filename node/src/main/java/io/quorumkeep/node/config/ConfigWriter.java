// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a configuration file to start from, which {@link ConfigReader} accepts as it is. */
public final class ConfigWriter {
  private ConfigWriter() {}

  /**
   * Writes a new file.
   *
   * @throws ConfigException if it exists or cannot be written
   */
  public static void write(Path file, ConfigTemplate template) {
    try {
      Path directory = file.toAbsolutePath().getParent();
      if (directory != null) {
        Files.createDirectories(directory);
      }
      Files.writeString(file, render(template), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new ConfigException(
          "configuration " + file, List.of("the file exists and is not overwritten"));
    } catch (IOException e) {
      throw new ConfigException(
          "configuration " + file, List.of("the file cannot be written: " + e.getMessage()));
    }
  }

  /** The file's text. */
  public static String render(ConfigTemplate template) {
    StringBuilder yaml = new StringBuilder(2048);
    yaml.append("# One node of a Quorumkeep cluster. docs/configuration.md explains every key.\n");
    yaml.append("# Relative paths start from this file's directory.\n");
    line(yaml, "node", template.node());
    yaml.append("cluster:\n");
    line(yaml, "  name", template.cluster().name());
    line(yaml, "  trustDomain", template.cluster().trustDomain());
    line(yaml, "dataDirectory", template.dataDirectory());
    yaml.append("# The first members; the same on every node.\n");
    yaml.append("members:\n");
    for (NodeConfig.Member member : template.members()) {
      line(yaml, "  - node", member.node());
      line(yaml, "    peerAddress", member.peerAddress().toString());
      line(yaml, "    clientAddress", member.clientAddress().toString());
    }
    planes(yaml, template);
    yaml.append("seal:\n");
    line(yaml, "  passphraseFile", template.passphraseFile());
    if (template.admin() != null) {
      yaml.append("# Who may do everything in a new cluster. Ignored once it exists.\n");
      yaml.append("bootstrap:\n");
      line(yaml, "  admin", template.admin());
    }
    if (template.kafkaBootstrapServers() != null) {
      yaml.append("audit:\n");
      yaml.append("  kafka:\n");
      line(yaml, "    bootstrapServers", template.kafkaBootstrapServers());
    }
    if (template.recoveryCertificate() != null) {
      yaml.append("# Who can open images of mirrored keys; see docs/archive.md.\n");
      yaml.append("archive:\n  recipients:\n");
      yaml.append("    - ").append(quoted(template.recoveryCertificate())).append("\n");
    }
    return yaml.toString();
  }

  private static void planes(StringBuilder yaml, ConfigTemplate template) {
    String pki = template.pkiDirectory();
    String own = pki + "/nodes/" + template.node() + "/";
    yaml.append("client:\n");
    line(yaml, "  certificate", own + "server.pem");
    line(yaml, "  privateKey", own + "server.key");
    line(yaml, "  clientCa", pki + "/client-ca.pem");
    yaml.append("peer:\n");
    line(yaml, "  certificate", own + "peer.pem");
    line(yaml, "  privateKey", own + "peer.key");
    line(yaml, "  clusterCa", pki + "/cluster-ca.pem");
    yaml.append("operations:\n");
    line(yaml, "  listen", template.operations().toString());
  }

  private static void line(StringBuilder yaml, String key, String value) {
    yaml.append(key).append(": ").append(quoted(value)).append("\n");
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
