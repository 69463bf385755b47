// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * The name of a key, or of one of its versions: {@code …/keys/{key}} or {@code
 * …/keys/{key}/versions/{version}}.
 *
 * @param version from 1; 0 means the key without a version
 */
public record KeyVersionName(KeyName key, int version) {
  private static final String VERSIONS = "/versions/";
  private static final int MAX_DIGITS = 9;
  private static final int SLASHES_IN_A_KEY_NAME = 3;

  public KeyVersionName {
    if (version < 0) {
      throw new IllegalArgumentException("a version is a number from 1");
    }
  }

  /**
   * Reads either form. A version is written without leading zeros.
   *
   * @throws IllegalArgumentException if {@code text} is neither
   */
  public static KeyVersionName parse(String text) {
    // Counted, not searched for: a namespace or a key may itself be called "versions".
    int at = -1;
    for (int i = 0; i <= SLASHES_IN_A_KEY_NAME; i++) {
      at = text.indexOf('/', at + 1);
      if (at < 0) {
        return new KeyVersionName(KeyName.parse(text), 0);
      }
    }
    if (!text.startsWith(VERSIONS, at)) {
      throw new IllegalArgumentException(
          "the name of a version has the form {name of a key}/versions/{version}");
    }
    return new KeyVersionName(
        KeyName.parse(text.substring(0, at)), parseVersion(text.substring(at + VERSIONS.length())));
  }

  private static int parseVersion(String digits) {
    boolean good = !digits.isEmpty() && digits.length() <= MAX_DIGITS && digits.charAt(0) != '0';
    for (int i = 0; good && i < digits.length(); i++) {
      good = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
    }
    if (!good) {
      throw new IllegalArgumentException("a version is a number from 1, without leading zeros");
    }
    return Integer.parseInt(digits);
  }

  @Override
  public String toString() {
    return version == 0 ? key.toString() : key + VERSIONS + version;
  }
}
