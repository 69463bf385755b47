// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft;

import java.util.regex.Pattern;

/** The name of a node for life, which is also the last path segment of its peer certificate. */
public record PeerId(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  public PeerId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a node name has 1 to 63 characters of a-z, 0-9 and \"-\", not \"" + value + "\"");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
