// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a piece of key material belongs to: sealed material opens only for exactly this.
 *
 * @param clusterId the cluster's UUID in its text form
 * @param namespace the id of the namespace
 * @param key the id of the key within it
 * @param version the version's number, from 1
 * @param algorithm the algorithm's name, such as {@code AES_256}
 * @param usages what the key may be used for, as a bit mask whose bits never change their meaning
 */
public record MaterialContext(
    String clusterId, String namespace, String key, int version, String algorithm, int usages) {

  public MaterialContext {
    requireText("clusterId", clusterId);
    requireText("namespace", namespace);
    requireText("key", key);
    requireText("algorithm", algorithm);
    if (version < 1) {
      throw new IllegalArgumentException("version " + version + " must be at least 1");
    }
  }

  /**
   * The one encoding of this context in {@code epoch}: every field with its length, so that no two
   * contexts share one. {@code docs/formats.md} lists the bytes.
   */
  byte[] encode(byte format, int epoch) {
    byte[] cluster = clusterId.getBytes(StandardCharsets.UTF_8);
    byte[] space = namespace.getBytes(StandardCharsets.UTF_8);
    byte[] name = key.getBytes(StandardCharsets.UTF_8);
    byte[] kind = algorithm.getBytes(StandardCharsets.UTF_8);
    int texts = cluster.length + space.length + name.length + kind.length;
    return ByteBuffer.allocate(1 + texts + 7 * Integer.BYTES)
        .put(format)
        .putInt(cluster.length)
        .put(cluster)
        .putInt(space.length)
        .put(space)
        .putInt(name.length)
        .put(name)
        .putInt(version)
        .putInt(kind.length)
        .put(kind)
        .putInt(usages)
        .putInt(epoch)
        .array();
  }

  private static void requireText(String field, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(field + " must not be empty");
    }
  }
}
