// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import java.time.Instant;

/** Something that happened to the grants. */
public sealed interface PolicyEvent {
  Instant occurredAt();

  record GrantCreated(Grant grant) implements PolicyEvent {
    @Override
    public Instant occurredAt() {
      return grant.createdAt();
    }
  }

  record GrantRevoked(String grantId, Instant occurredAt) implements PolicyEvent {}
}
