// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.util.Optional;

/** Reads what every list has. */
final class Pages {
  private Pages() {}

  static Optional<String> token(String nextPageToken) {
    return nextPageToken.isEmpty() ? Optional.empty() : Optional.of(nextPageToken);
  }
}
