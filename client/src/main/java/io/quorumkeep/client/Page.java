// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;
import java.util.Optional;

/**
 * Part of a list.
 *
 * @param nextPageToken what to pass to get the next part; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> nextPageToken) {

  public Page {
    items = List.copyOf(items);
  }
}
