// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The epoch secrets of this node: in memory while it runs, and sealed in its own file.
 *
 * <p>Until the cluster is bootstrapped a node may hold secrets that came to nothing, because the
 * leader that made them died before a quorum had them; those are replaced. Afterwards they are not.
 */
public final class EpochVault implements AutoCloseable {
  private static final int FIRST_EPOCH = 1;

  private final Path path;
  private final Seal seal;
  private final Entropy entropy;
  private final EpochSecrets secrets;
  private volatile String clusterId;

  private EpochVault(
      Path path, Seal seal, Entropy entropy, EpochSecrets secrets, String clusterId) {
    this.path = path;
    this.seal = seal;
    this.entropy = entropy;
    this.secrets = secrets;
    this.clusterId = clusterId;
  }

  /**
   * Opens the file if there is one.
   *
   * @throws EpochFileException if it is damaged
   * @throws UnsealException if the root key is another one
   */
  public static EpochVault open(Path path, Seal seal, Entropy entropy) {
    if (!EpochFile.exists(path)) {
      return new EpochVault(path, seal, entropy, new EpochSecrets(), "");
    }
    EpochFile file = EpochFile.open(path, seal);
    return new EpochVault(path, seal, entropy, file.load(), file.clusterId());
  }

  public EpochSecrets secrets() {
    return secrets;
  }

  /** The cluster whose secrets these are; empty if there are none. */
  public String clusterId() {
    return clusterId;
  }

  public boolean isEmpty() {
    return clusterId.isEmpty();
  }

  /** Makes the first epoch of a new cluster. */
  public synchronized void createFirst(String newClusterId) {
    forgetAll();
    secrets.add(FIRST_EPOCH, SecretBytes.takeOwnership(entropy.bytes(EpochSecrets.SECRET_BYTES)));
    save(newClusterId);
  }

  /**
   * What another node is given when it asks; the caller wipes it.
   *
   * @throws HandoverException if there is nothing to give, or the other belongs elsewhere
   */
  public synchronized byte[] answer(byte[] request) {
    return EpochHandover.answer(request, clusterId, secrets);
  }

  /**
   * Takes what another node gave, in place of whatever is here, and wipes it.
   *
   * @param wanted the cluster this node belongs to, or empty if there is none yet
   * @throws HandoverException if it is not from that cluster
   */
  public synchronized void accept(byte[] answer, String wanted) {
    try (EpochSecrets taken = new EpochSecrets()) {
      String from = EpochHandover.accept(answer, wanted.isEmpty() ? null : wanted, taken);
      forgetAll();
      for (int epoch : taken.epochs()) {
        taken.lend(
            epoch,
            bytes -> {
              secrets.add(epoch, SecretBytes.takeOwnership(bytes.clone()));
              return epoch;
            });
      }
      save(from);
    }
  }

  private void forgetAll() {
    secrets.epochs().forEach(secrets::remove);
    clusterId = "";
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new EpochFileException("cannot remove the epoch file " + path, e);
    }
  }

  private void save(String ofCluster) {
    var unused = EpochFile.create(path, seal, ofCluster, secrets);
    clusterId = ofCluster;
  }

  @Override
  public void close() {
    secrets.close();
  }
}
