// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

/** Reads what it can from the name of a resource, which is text that a caller wrote. */
final class ResourceNames {
  private static final String NAMESPACES = "namespaces/";

  private ResourceNames() {}

  /** The namespace that {@code resource} names, or an empty string. */
  static String namespaceOf(String resource) {
    if (!resource.startsWith(NAMESPACES)) {
      return "";
    }
    int slash = resource.indexOf('/', NAMESPACES.length());
    return resource.substring(NAMESPACES.length(), slash < 0 ? resource.length() : slash);
  }

  /** What kind of thing {@code resource} is: ASCII that needs no escape. */
  static String typeOf(String resource) {
    if (resource.startsWith(NAMESPACES)) {
      return resource.contains("/keys/") ? "crypto_key" : "namespace";
    }
    return resource.startsWith("grants/") ? "grant" : "cluster";
  }
}
