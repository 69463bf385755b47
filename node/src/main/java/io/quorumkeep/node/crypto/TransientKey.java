// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * A JCA key for one operation that can be wiped, which {@code SecretKeySpec} of JDK 17 cannot: its
 * copy stays until the collector takes it.
 *
 * <p>{@link #destroy()} wipes the copies that a provider was given as well. Providers expand a key
 * when they are initialised and only compare such a copy later, so wiping after the operation is
 * safe. The expanded key stays in the thread's cipher until its next operation.
 *
 * <p>The array given stays the caller's, to be wiped by the caller.
 */
final class TransientKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] bytes;
  private final transient List<byte[]> copies = new ArrayList<>(1);

  TransientKey(String algorithm, byte[] bytes) {
    this.algorithm = algorithm;
    this.bytes = bytes;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    byte[] copy = bytes.clone();
    copies.add(copy);
    return copy;
  }

  @Override
  public void destroy() {
    copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    copies.clear();
  }

  @Override
  public String toString() {
    return "TransientKey(" + algorithm + ", redacted)";
  }
}
