// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * The name of a key for life: {@code namespaces/{namespace}/keys/{key}}.
 *
 * @param namespace a {@link ResourceId}
 * @param key a {@link ResourceId}
 */
public record KeyName(String namespace, String key) implements Comparable<KeyName> {
  private static final String NAMESPACES = "namespaces/";
  private static final String KEYS = "/keys/";

  public KeyName {
    ResourceId.check(namespace, "a namespace");
    ResourceId.check(key, "a key");
  }

  /**
   * Reads the full form.
   *
   * @throws IllegalArgumentException if {@code text} is not the name of a key
   */
  public static KeyName parse(String text) {
    int slash = text.startsWith(NAMESPACES) ? text.indexOf('/', NAMESPACES.length()) : -1;
    if (slash < 0 || !text.startsWith(KEYS, slash)) {
      throw new IllegalArgumentException(
          "the name of a key has the form namespaces/{namespace}/keys/{key}");
    }
    return new KeyName(
        text.substring(NAMESPACES.length(), slash), text.substring(slash + KEYS.length()));
  }

  @Override
  public int compareTo(KeyName other) {
    int byNamespace = namespace.compareTo(other.namespace);
    return byNamespace != 0 ? byNamespace : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return NAMESPACES + namespace + KEYS + key;
  }
}
