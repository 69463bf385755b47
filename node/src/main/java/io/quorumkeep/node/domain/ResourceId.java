// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/** The form of every name that a user may choose. */
public final class ResourceId {
  /** Characters in a name. */
  public static final int MAX_LENGTH = 63;

  private ResourceId() {}

  /**
   * Returns {@code id} if it has 1 to 63 characters of a-z, 0-9, "-", "_" and ".", and begins with
   * a letter or digit. There is one way to write each name, so bytes can be compared.
   *
   * @throws IllegalArgumentException if not, naming {@code what}
   */
  public static String check(String id, String what) {
    boolean good = !id.isEmpty() && id.length() <= MAX_LENGTH && isAlphanumeric(id.charAt(0));
    for (int i = 1; good && i < id.length(); i++) {
      char c = id.charAt(i);
      good = isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
    }
    if (!good) {
      throw new IllegalArgumentException(
          what
              + " has 1 to 63 characters of a-z, 0-9, \"-\", \"_\" and \".\","
              + " and begins with a letter or digit");
    }
    return id;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }
}
