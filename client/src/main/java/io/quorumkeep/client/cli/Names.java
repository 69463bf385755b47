// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

/** Lets people write {@code pay/card} for {@code namespaces/pay/keys/card}. */
final class Names {
  private static final String NAMESPACES = "namespaces/";
  private static final String GRANTS = "grants/";
  private static final String PROPOSALS = "proposals/";
  private static final int KEY_PARTS = 2;
  private static final int VERSION_PARTS = 3;

  private Names() {}

  /** {@code pay/card}, or its version as {@code pay/card/3}; or the full name of either. */
  static String keyOrVersion(String text) {
    if (text.startsWith(NAMESPACES)) {
      return text;
    }
    String[] parts = text.split("/", -1);
    boolean version = parts.length == VERSION_PARTS && parts[2].matches("[1-9][0-9]{0,9}");
    if ((parts.length != KEY_PARTS && !version) || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new UsageException(
          "not the name of a key: \""
              + text
              + "\"; write pay/card, pay/card/3 for its version 3, or namespaces/pay/keys/card");
    }
    String key = NAMESPACES + parts[0] + "/keys/" + parts[1];
    return version ? key + "/versions/" + parts[2] : key;
  }

  /** {@code pay/card}, or the full name; not a version. */
  static String key(String text) {
    String name = keyOrVersion(text);
    if (name.contains("/versions/")) {
      throw new UsageException("this needs a key, not a version: \"" + text + "\"");
    }
    return name;
  }

  /** {@code pay/card/3}, or the full name of a version. */
  static String version(String text) {
    String name = keyOrVersion(text);
    if (!name.contains("/versions/")) {
      throw new UsageException("this needs a version, as pay/card/3: \"" + text + "\"");
    }
    return name;
  }

  /** What has images: {@code pay/card} for a key, or the full name of a key or namespace. */
  static String parent(String text) {
    return text.startsWith(NAMESPACES) ? text : key(text);
  }

  /** {@code pay}, or {@code namespaces/pay}. */
  static String namespace(String text) {
    return text.startsWith(NAMESPACES) ? text : NAMESPACES + text;
  }

  /** {@code payments-read}, or {@code grants/payments-read}. */
  static String grant(String text) {
    return text.startsWith(GRANTS) ? text : GRANTS + text;
  }

  /** {@code lower-it}, or {@code proposals/lower-it}. */
  static String proposal(String text) {
    return text.startsWith(PROPOSALS) ? text : PROPOSALS + text;
  }

  /** What a grant covers: {@code pay/card}, {@code pay/card-*}, {@code *}, or the full form. */
  static String resource(String text) {
    return text.equals("*") ? text : keyOrVersion(text);
  }
}
