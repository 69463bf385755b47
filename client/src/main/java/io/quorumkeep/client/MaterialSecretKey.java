// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A {@link SecretKey} that can be destroyed, which {@code SecretKeySpec} of Java 17 cannot, and
 * that refuses to be serialized. Equal only to itself.
 */
final class MaterialSecretKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final transient byte[] material;
  private volatile boolean destroyed;

  /** Takes ownership of {@code material}. */
  MaterialSecretKey(String algorithm, byte[] material) {
    this.algorithm = algorithm;
    this.material = material;
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
    if (destroyed) {
      throw new IllegalStateException("this key was destroyed");
    }
    return material.clone();
  }

  @Override
  public void destroy() {
    destroyed = true;
    Arrays.fill(material, (byte) 0);
  }

  @Override
  public boolean isDestroyed() {
    return destroyed;
  }

  @Override
  public String toString() {
    return "SecretKey(" + algorithm + ", redacted)";
  }

  private void writeObject(ObjectOutputStream stream) throws NotSerializableException {
    throw new NotSerializableException("key material is not serialized");
  }
}
