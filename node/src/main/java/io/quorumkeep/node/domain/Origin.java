// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * Where a request comes from.
 *
 * @param principal who asks, authenticated by the node that took the request
 * @param source address and port of the caller, for the audit record; at most 64 characters
 */
public record Origin(Principal principal, String source) {
  private static final int MAX_SOURCE_LENGTH = 64;

  public Origin {
    if (source.length() > MAX_SOURCE_LENGTH) {
      throw new IllegalArgumentException("a source has at most 64 characters");
    }
  }
}
