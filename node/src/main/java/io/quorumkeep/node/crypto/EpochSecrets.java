// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The secrets of the epochs that still exist, by number, off the heap.
 *
 * <p>All key material of an epoch is wrapped under its secret, so removing one here, and in the
 * epoch file of every member, destroys whatever was not moved to a later epoch. The pages are not
 * locked in memory: Java 17 cannot call {@code mlock} without native code, so a host that swaps may
 * write them to disk. Run with swap off.
 *
 * <p>Safe from any thread; lending takes no lock that another borrower holds for long.
 */
public final class EpochSecrets implements AutoCloseable {
  /** The length of a secret, in bytes. */
  public static final int SECRET_BYTES = 32;

  /** How many epochs may exist at once: the epoch file has room for no more. */
  public static final int MAX_EPOCHS = 8;

  private static final byte[] FINGERPRINT =
      "quorumkeep epoch fingerprint".getBytes(StandardCharsets.US_ASCII);

  private volatile SortedMap<Integer, OffHeapSecret> secrets = Collections.emptySortedMap();

  /**
   * Adds an epoch's secret and closes {@code secret}. Adding the same again changes nothing.
   *
   * @throws IllegalArgumentException if the epoch is below 1 or the secret is not 32 bytes
   * @throws IllegalStateException if the epoch has another secret, or there is no room
   */
  public synchronized void add(int epoch, SecretBytes secret) {
    try (secret) {
      if (epoch < 1) {
        throw new IllegalArgumentException("epoch " + epoch + " must be at least 1");
      }
      if (secret.length() != SECRET_BYTES) {
        throw new IllegalArgumentException(
            "an epoch secret has " + SECRET_BYTES + " bytes, not " + secret.length());
      }
      OffHeapSecret known = secrets.get(epoch);
      if (known == null) {
        put(epoch, secret);
      } else if (!known.lend(mine -> secret.lend(given -> MessageDigest.isEqual(mine, given)))) {
        throw new IllegalStateException("epoch " + epoch + " has another secret here");
      }
    }
  }

  /** Zeroizes and drops an epoch's secret; does nothing if there is none. */
  public synchronized void remove(int epoch) {
    OffHeapSecret secret = secrets.get(epoch);
    if (secret != null) {
      SortedMap<Integer, OffHeapSecret> rest = new TreeMap<>(secrets);
      rest.remove(epoch);
      secrets = rest;
      secret.close();
    }
  }

  /**
   * The latest epoch that this node has a secret of. Which epoch is current for the cluster is in
   * the replicated state.
   *
   * @throws IllegalStateException if there is none: the node is sealed or was never given any
   */
  public int current() {
    SortedMap<Integer, OffHeapSecret> now = secrets;
    if (now.isEmpty()) {
      throw new IllegalStateException("this node holds no epoch secret");
    }
    return now.lastKey();
  }

  /** The epochs that exist, ascending. */
  public List<Integer> epochs() {
    return List.copyOf(secrets.keySet());
  }

  /** Whether there is a secret of this epoch. */
  public boolean has(int epoch) {
    return secrets.containsKey(epoch);
  }

  /** Whether there is a secret of each of these epochs. */
  public boolean hasAll(Collection<Integer> epochs) {
    return secrets.keySet().containsAll(epochs);
  }

  /**
   * A name for an epoch's secret that reveals nothing of it: derived from it under a label of its
   * own, for the cluster and the epoch. 64 hexadecimal digits in lower case.
   *
   * @param clusterId the cluster's UUID in text form
   * @throws IllegalArgumentException if there is no such epoch
   */
  public String fingerprint(int epoch, String clusterId) {
    byte[] context = (clusterId + " " + epoch).getBytes(StandardCharsets.US_ASCII);
    return lend(
        epoch,
        secret ->
            HexFormat.of()
                .formatHex(CounterKdf.derive(secret, FINGERPRINT, context, SECRET_BYTES)));
  }

  /**
   * Lends a copy of an epoch's secret to {@code borrower}, which must not keep it.
   *
   * @throws IllegalArgumentException if there is no such epoch
   */
  public <R> R lend(int epoch, Function<byte[], R> borrower) {
    OffHeapSecret secret = secrets.get(epoch);
    if (secret == null) {
      throw new IllegalArgumentException("this node holds no secret of epoch " + epoch);
    }
    return secret.lend(borrower);
  }

  /** Zeroizes every secret. */
  @Override
  public synchronized void close() {
    SortedMap<Integer, OffHeapSecret> all = secrets;
    secrets = Collections.emptySortedMap();
    all.values().forEach(OffHeapSecret::close);
  }

  /** Copies an epoch's secret into {@code target}; false if there is none. */
  boolean copyTo(int epoch, byte[] target) {
    OffHeapSecret secret = secrets.get(epoch);
    return secret != null && secret.copyTo(target);
  }

  @Override
  public String toString() {
    return "EpochSecrets(epochs " + epochs() + ", redacted)";
  }

  private void put(int epoch, SecretBytes secret) {
    if (secrets.size() == MAX_EPOCHS) {
      throw new IllegalStateException("no more than " + MAX_EPOCHS + " epochs may exist at once");
    }
    SortedMap<Integer, OffHeapSecret> more = new TreeMap<>(secrets);
    more.put(epoch, OffHeapSecret.take(secret));
    secrets = more;
  }
}
