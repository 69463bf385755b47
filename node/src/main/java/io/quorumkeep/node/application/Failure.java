// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

/**
 * Why a request got no decision. With the reasons of a rejection these are the catalogue that
 * programs branch on (docs/errors.md).
 */
public enum Failure {
  /** No leader took the request in time. It had no effect and will have none. */
  NO_LEADER(false),
  /** This node has as much in hand as it may. It had no effect: try again after a pause. */
  OVERLOADED(false),
  /**
   * As many audit records wait for the audit topic as may. Nothing is released until it takes them.
   */
  AUDIT_OUTBOX_FULL(false),
  /** This node has no epoch secret yet, so it cannot open key material. */
  SEALED(false),
  /** The node is stopping. */
  SHUTTING_DOWN(false),
  /** The request may take effect or not: ask again under the same request_id. */
  OUTCOME_UNKNOWN(true),
  /** Other rotations of the key came first, again and again. It had no effect. */
  TOO_MUCH_CONTENTION(false),
  /**
   * The release was decided and recorded, but this node's copy of the material does not open, so
   * nothing left the node.
   */
  MATERIAL_UNREADABLE(false),
  /** This node knows no recovery recipient to seal an image to. It had no effect. */
  ARCHIVE_NOT_CONFIGURED(false);

  private final boolean outcomeUnknown;

  Failure(boolean outcomeUnknown) {
    this.outcomeUnknown = outcomeUnknown;
  }

  /** Whether the request may take effect all the same. */
  public boolean outcomeUnknown() {
    return outcomeUnknown;
  }
}
