// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.seal.EpochFileException;
import io.quorumkeep.node.seal.EpochStore;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The epoch file of a node, which outlives its processes. A write may fail, with or without having
 * its effect, and the process may end over it.
 */
final class SimEpochStore implements EpochStore {
  private static final int FAILS_PERMILLE = 80;

  private final SimNode node;
  private final Journal journal;
  private final Dice dice;
  private final SeededBug bug;
  private SortedMap<Integer, byte[]> onDisk = new TreeMap<>();

  /**
   * Makes the file of a node of a cluster in its first epoch.
   *
   * @param first the secret of that epoch
   */
  SimEpochStore(SimNode node, Journal journal, Dice dice, SeededBug bug, byte[] first) {
    this.node = node;
    this.journal = journal;
    this.dice = dice;
    this.bug = bug;
    onDisk.put(1, first.clone());
  }

  /** The epochs whose secrets are on the disk. */
  Set<Integer> epochs() {
    return onDisk.keySet();
  }

  @Override
  public String clusterId() {
    return Simulation.CLUSTER;
  }

  @Override
  public EpochSecrets load() {
    EpochSecrets secrets = new EpochSecrets();
    onDisk.forEach(
        (epoch, secret) -> secrets.add(epoch, SecretBytes.takeOwnership(secret.clone())));
    return secrets;
  }

  @Override
  public void store(String clusterId, EpochSecrets secrets) {
    SortedMap<Integer, byte[]> next = new TreeMap<>();
    for (int epoch : secrets.epochs()) {
      next.put(epoch, secrets.lend(epoch, byte[]::clone));
    }
    write(bug == SeededBug.EPOCH_SECRET_IN_MEMORY_ONLY ? onDisk : next);
  }

  @Override
  public void forget(EpochSecrets secrets, int epoch) {
    if (secrets.epochs().equals(List.of(epoch))) {
      throw new IllegalArgumentException("epoch " + epoch + " is the only one");
    }
    SortedMap<Integer, byte[]> next = new TreeMap<>(onDisk);
    next.remove(epoch);
    write(bug == SeededBug.OLD_EPOCH_STAYS_ON_DISK ? onDisk : next);
    secrets.remove(epoch);
  }

  private void write(SortedMap<Integer, byte[]> next) {
    boolean fails = journal.strikes(Fault.EPOCH_FILE_FAILS, FAILS_PERMILLE);
    if (!fails || dice.chance(500)) {
      onDisk = next;
    }
    if (fails) {
      if (dice.chance(500)) {
        node.crash(false);
      }
      throw new EpochFileException("the epoch file of " + node + " fails");
    }
  }
}
