// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.SecretKey;

/**
 * Key material in the clear, for as short a time as the caller can manage.
 *
 * <p>There is no getter: callers borrow the bytes in {@link #useMaterial} or {@link #mapMaterial},
 * so that a review finds every place that sees them. {@link #close()} overwrites them with zeros,
 * as soon as the last borrower has returned; after that, borrowing throws {@link
 * IllegalStateException}.
 *
 * <p>That is the best a JVM can do, and it is not everything: the garbage collector may have copied
 * the array, and the buffers in which the answer arrived are not overwritten.
 */
public final class RetrievedKey implements AutoCloseable {
  private static final int CLOSED = 1 << 30;

  private final String name;
  private final KeyAlgorithm algorithm;
  private final KeyState state;
  private final long auditSequence;
  private final byte[] material;

  /** How many borrowers there are, plus {@link #CLOSED} once no more are let in. */
  private final AtomicInteger borrowers = new AtomicInteger();

  private RetrievedKey(
      String name, KeyAlgorithm algorithm, KeyState state, long auditSequence, byte[] material) {
    this.name = name;
    this.algorithm = algorithm;
    this.state = state;
    this.auditSequence = auditSequence;
    this.material = material;
  }

  /** Takes ownership of {@code material}: the caller must not touch the array again. */
  public static RetrievedKey takeOwnership(
      String name, KeyAlgorithm algorithm, KeyState state, long auditSequence, byte[] material) {
    return new RetrievedKey(name, algorithm, state, auditSequence, material);
  }

  /**
   * {@code namespaces/{namespace}/keys/{key}/versions/{version}}: keep it beside the ciphertext.
   */
  public String name() {
    return name;
  }

  /** The version, from the name. */
  public int version() {
    return Integer.parseInt(name.substring(name.lastIndexOf('/') + 1));
  }

  public KeyAlgorithm algorithm() {
    return algorithm;
  }

  /** The state in which it was released. */
  public KeyState state() {
    return state;
  }

  /** The sequence number of the audit record of this release. */
  public long auditSequence() {
    return auditSequence;
  }

  /** How many bytes of material there are. */
  public int length() {
    return material.length;
  }

  /** Lends the bytes to {@code borrower}, which must neither keep nor change them. */
  public <E extends Exception> void useMaterial(MaterialConsumer<E> borrower) throws E {
    borrow();
    try {
      borrower.use(material);
    } finally {
      giveBack();
    }
  }

  /** Lends the bytes to {@code borrower}, which must neither keep nor change them. */
  public <R, E extends Exception> R mapMaterial(MaterialFunction<R, E> borrower) throws E {
    borrow();
    try {
      return borrower.apply(material);
    } finally {
      giveBack();
    }
  }

  /**
   * A key for {@code javax.crypto.Cipher}, with a copy of the material.
   *
   * <p>The copy outlives {@link #close()}. Its {@code destroy()} overwrites it, but not the copies
   * that a {@code Cipher} made when it was initialised, nor the arrays that {@code getEncoded()}
   * returned.
   */
  public SecretKey asSecretKey() {
    return mapMaterial(bytes -> new MaterialSecretKey("AES", bytes.clone()));
  }

  /** Overwrites the material, now or when the last borrower returns. May be called again. */
  @Override
  public void close() {
    int before = borrowers.getAndUpdate(count -> count | CLOSED);
    if (before == 0) {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** Says which key this is, never its material. */
  @Override
  public String toString() {
    return "RetrievedKey(" + name + ", " + material.length + " bytes, redacted)";
  }

  private void borrow() {
    int now = borrowers.incrementAndGet();
    if ((now & CLOSED) != 0) {
      giveBack();
      throw new IllegalStateException("the material of " + name + " was zeroized");
    }
  }

  private void giveBack() {
    if (borrowers.decrementAndGet() == CLOSED) {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** Uses borrowed material. */
  @FunctionalInterface
  public interface MaterialConsumer<E extends Exception> {
    /** Uses {@code material}, and neither keeps nor changes it. */
    void use(byte[] material) throws E;
  }

  /** Makes something of borrowed material. */
  @FunctionalInterface
  public interface MaterialFunction<R, E extends Exception> {
    /** Uses {@code material}, and neither keeps nor changes it. */
    R apply(byte[] material) throws E;
  }
}
