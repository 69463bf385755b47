// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import org.jspecify.annotations.Nullable;

/** Says whether a node may take requests now. Asked for each; must be cheap. */
@FunctionalInterface
public interface Admission {
  /** Returns why not, or null. */
  @Nullable Failure check();
}
