// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.ResourceId;

/**
 * Which audit chain a record belongs to. Every replicated group has one of its own.
 *
 * @param clusterId a {@link ResourceId}; a restored cluster has a new one
 * @param group number of the group in the cluster, from 0
 */
public record ChainName(String clusterId, int group) {
  public ChainName {
    ResourceId.check(clusterId, "a cluster id");
    if (group < 0) {
      throw new IllegalArgumentException("a group is a number from 0");
    }
  }

  /** The name of the chain in the world: {@code {cluster id}/audit/{group}}. */
  public String uid() {
    return clusterId + "/audit/" + group;
  }

  @Override
  public String toString() {
    return uid();
  }
}
