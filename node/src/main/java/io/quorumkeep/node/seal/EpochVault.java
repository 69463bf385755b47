// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The epoch secrets of this node: in memory while it runs, and sealed in its own file.
 *
 * <p>Until the cluster is bootstrapped a node may hold secrets that came to nothing, because the
 * leader that made them died before a quorum had them; those are replaced. Afterwards they are not.
 */
public final class EpochVault implements AutoCloseable {
  private static final int FIRST_EPOCH = 1;

  private final EpochStore store;
  private final Entropy entropy;
  private final EpochSecrets secrets;
  private volatile String clusterId;

  /**
   * Takes over what is in {@code store}.
   *
   * @throws UnsealException if the root key is another one
   */
  public EpochVault(EpochStore store, Entropy entropy) {
    this.store = store;
    this.entropy = entropy;
    this.secrets = store.load();
    this.clusterId = store.clusterId();
  }

  /**
   * Opens the file if there is one.
   *
   * @throws EpochFileException if it is damaged
   * @throws UnsealException if the root key is another one
   */
  public static EpochVault open(Path path, Seal seal, Entropy entropy) {
    return new EpochVault(FileEpochStore.open(path, seal), entropy);
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

  /** Makes the first epoch of a new cluster, in place of whatever is here. */
  public synchronized void createFirst(String newClusterId) {
    secrets.epochs().forEach(secrets::remove);
    secrets.add(FIRST_EPOCH, newSecret());
    save(newClusterId);
  }

  /**
   * Makes a secret for a later epoch. When it returns the secret is on disk, and another of the
   * same epoch is gone from there.
   */
  public synchronized void create(int epoch) {
    forget(epoch);
    secrets.add(epoch, newSecret());
    saveOrDrop(List.of(epoch));
  }

  /** The fingerprint of an epoch's secret, or null if there is none here. */
  public synchronized @Nullable String fingerprint(int epoch) {
    return secrets.has(epoch) ? secrets.fingerprint(epoch, clusterId) : null;
  }

  /**
   * Destroys an epoch's secret: overwrites it on disk, then in memory. Does nothing if there is
   * none.
   *
   * @throws IllegalArgumentException if it is the only one
   */
  public synchronized void forget(int epoch) {
    if (secrets.has(epoch)) {
      store.forget(secrets, epoch);
    }
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
    accept(answer, wanted, epoch -> true);
  }

  /**
   * Takes those epochs of what another node gave that are {@code needed}, in place of whatever is
   * here, and wipes it.
   *
   * @param wanted the cluster this node belongs to, or empty if there is none yet
   * @throws HandoverException if it is not from that cluster, or has none of those epochs
   */
  public synchronized void accept(byte[] answer, String wanted, IntPredicate needed) {
    try (EpochSecrets taken = new EpochSecrets()) {
      String from = EpochHandover.accept(answer, wanted.isEmpty() ? null : wanted, taken);
      List<Integer> epochs = taken.epochs().stream().filter(needed::test).toList();
      if (epochs.isEmpty()) {
        throw new HandoverException("the answer has none of the epochs that are needed");
      }
      secrets.epochs().forEach(secrets::remove);
      epochs.forEach(epoch -> copy(taken, epoch));
      save(from);
    }
  }

  /**
   * Adds those secrets of what another node gave that are {@code wanted} and not here, and wipes
   * it. When it returns they are on disk.
   *
   * @return whether there were any
   * @throws HandoverException if it is not from this cluster
   */
  public synchronized boolean add(byte[] answer, Wanted wanted) {
    try (EpochSecrets taken = new EpochSecrets()) {
      EpochHandover.accept(answer, clusterId, taken);
      List<Integer> epochs =
          taken.epochs().stream()
              .filter(epoch -> !secrets.has(epoch))
              .filter(epoch -> wanted.test(epoch, taken.fingerprint(epoch, clusterId)))
              .toList();
      if (epochs.isEmpty()) {
        return false;
      }
      epochs.forEach(epoch -> copy(taken, epoch));
      saveOrDrop(epochs);
      return true;
    }
  }

  /** Chooses secrets. */
  @FunctionalInterface
  public interface Wanted {
    /** Whether the secret of {@code epoch} with this fingerprint is wanted. */
    boolean test(int epoch, String fingerprint);
  }

  private void copy(EpochSecrets from, int epoch) {
    byte[] bytes = from.lend(epoch, byte[]::clone);
    secrets.add(epoch, SecretBytes.takeOwnership(bytes));
  }

  private SecretBytes newSecret() {
    return SecretBytes.takeOwnership(entropy.bytes(EpochSecrets.SECRET_BYTES));
  }

  /** What is not on disk must not look as if this node held it. */
  private void saveOrDrop(List<Integer> added) {
    try {
      save(clusterId);
    } catch (EpochFileException e) {
      added.forEach(secrets::remove);
      throw e;
    }
  }

  private void save(String ofCluster) {
    store.store(ofCluster, secrets);
    clusterId = ofCluster;
  }

  @Override
  public void close() {
    secrets.close();
  }
}
