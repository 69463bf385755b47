// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Lays a cluster's certificates out in a directory:
 *
 * <pre>
 *   cluster-ca.pem, cluster-ca.key      the authority of the peer plane
 *   client-ca.pem, client-ca.key        the authority of clients and of the servers they talk to
 *   nodes/NAME/peer.pem, peer.key       a node on the peer plane
 *   nodes/NAME/server.pem, server.key   a node on the client plane
 *   clients/NAME.pem, NAME.key          a client
 *   recovery.pem, recovery.key          a recovery recipient of the archive
 * </pre>
 *
 * <p>Nodes and clients can be added later, as long as the authorities' keys are there; take those
 * away when no more are to be made. Nothing that exists is overwritten unless {@link Existing} says
 * so: everything is checked before anything is written.
 */
public final class PkiWriter {
  private final Path directory;
  private final DevelopmentPki pki;

  /** What to do with files that are there already. */
  public enum Existing {
    REFUSE,
    OVERWRITE
  }

  /** Writes to {@code directory}, which is made when it is needed. */
  public PkiWriter(Path directory, DevelopmentPki pki) {
    this.directory = directory;
    this.pki = pki;
  }

  /**
   * Makes both authorities. Overwriting them invalidates every certificate they made.
   *
   * @throws PkiException if one exists and must not be overwritten, or a file cannot be written
   */
  public void createAuthorities(String trustDomain, Existing existing) {
    prepare(existing, clusterCa(), clientCa());
    PemFiles.write(clusterCa(), pki.authority(trustDomain, "Quorumkeep cluster CA"));
    PemFiles.write(clientCa(), pki.authority(trustDomain, "Quorumkeep client CA"));
  }

  /** Whether the authorities are here, with their keys. */
  public boolean hasAuthorities() {
    return Files.exists(PemFiles.keyFile(clusterCa()))
        && Files.exists(PemFiles.keyFile(clientCa()));
  }

  /**
   * Makes a node's two certificates.
   *
   * @throws PkiException if the authorities are missing, or as {@link #createAuthorities}
   */
  public void addNode(NodeIdentity node, Existing existing) {
    Path peer = directory.resolve("nodes").resolve(node.name()).resolve("peer");
    Path server = peer.resolveSibling("server");
    prepare(existing, peer, server);
    PemFiles.write(peer, pki.peer(PemFiles.read(clusterCa()), node));
    PemFiles.write(server, pki.server(PemFiles.read(clientCa()), node));
  }

  /**
   * Makes a client's certificate.
   *
   * @param name the name of its files: 1 to 63 of a-z, 0-9 and "-"
   * @throws PkiException if the authorities are missing, or as {@link #createAuthorities}
   */
  public void addClient(String name, ClientIdentity client, Existing existing) {
    NodeIdentity.requireName(name);
    Path stem = directory.resolve("clients").resolve(name);
    prepare(existing, stem);
    PemFiles.write(stem, pki.client(PemFiles.read(clientCa()), client));
  }

  /**
   * Makes a recovery recipient, whose key opens every image of the archive. For development: in
   * production that key is made elsewhere, and shared out.
   *
   * @throws PkiException as {@link #createAuthorities}
   */
  public void createRecoveryKey(String trustDomain, Existing existing) {
    Path recovery = directory.resolve("recovery");
    prepare(existing, recovery);
    PemFiles.write(recovery, pki.recovery(trustDomain));
  }

  private Path clusterCa() {
    return directory.resolve("cluster-ca");
  }

  private Path clientCa() {
    return directory.resolve("client-ca");
  }

  private static void prepare(Existing existing, Path... stems) {
    List<Path> there = new ArrayList<>();
    for (Path stem : stems) {
      for (Path file : List.of(PemFiles.certificateFile(stem), PemFiles.keyFile(stem))) {
        if (Files.exists(file)) {
          there.add(file);
        }
      }
    }
    if (existing == Existing.REFUSE && !there.isEmpty()) {
      throw new PkiException("not overwritten, because they exist: " + there);
    }
    for (Path stem : stems) {
      try {
        Files.createDirectories(stem.toAbsolutePath().getParent());
      } catch (IOException e) {
        throw new PkiException("cannot make the directory of " + stem, e);
      }
    }
  }
}
