// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * Something that a user noted on a key.
 *
 * @param name a {@link ResourceId}
 * @param value at most 128 characters, none of them a control character
 */
public record Label(String name, String value) {
  private static final int MAX_VALUE_LENGTH = 128;

  public Label {
    ResourceId.check(name, "the name of a label");
    if (value.length() > MAX_VALUE_LENGTH || value.codePoints().anyMatch(Label::isForbidden)) {
      throw new IllegalArgumentException(
          "the value of a label has at most 128 characters and no control characters");
    }
  }

  private static boolean isForbidden(int codePoint) {
    // Half of a surrogate pair cannot be stored.
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
