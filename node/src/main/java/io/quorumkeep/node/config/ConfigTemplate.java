// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the configuration files of a new cluster's nodes. All else keeps its
 * default.
 *
 * @param node the node whose file it is, one of {@code members}
 * @param dataDirectory as it shall stand in the file: absolute, or relative to the file
 * @param pkiDirectory the directory that {@code PkiWriter} lays out, likewise
 * @param passphraseFile likewise
 * @param admin the SPIFFE id that the new cluster grants everything to, or null
 * @param kafkaBootstrapServers where the audit topic is, or null for a file in the data directory
 * @param recoveryCertificate what images of the archive are sealed to, or null for no archive
 */
public record ConfigTemplate(
    String node,
    NodeConfig.Cluster cluster,
    List<NodeConfig.Member> members,
    HostAndPort operations,
    String dataDirectory,
    String pkiDirectory,
    String passphraseFile,
    @Nullable String admin,
    @Nullable String kafkaBootstrapServers,
    @Nullable String recoveryCertificate) {

  public ConfigTemplate {
    members = List.copyOf(members);
  }
}
