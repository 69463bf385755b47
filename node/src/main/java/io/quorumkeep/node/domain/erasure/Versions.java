// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import org.jspecify.annotations.Nullable;

/** The material of versions, as it is now. */
@FunctionalInterface
public interface Versions {
  /** The material of a version, or null if there is no such version or it has none any more. */
  @Nullable WrappedMaterial materialOf(KeyName name, int version);
}
