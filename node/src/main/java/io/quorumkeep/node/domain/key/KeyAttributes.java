// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Label;
import java.util.List;

/**
 * What may change of a key without a change of its state.
 *
 * @param usagePeriods of the versions that are activated from now on
 * @param labels in the order of their names
 */
public record KeyAttributes(UsagePeriods usagePeriods, List<Label> labels) {
  public KeyAttributes {
    labels = List.copyOf(labels);
  }
}
