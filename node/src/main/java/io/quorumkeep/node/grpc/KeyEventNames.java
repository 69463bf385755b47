// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.key.KeyEvent;

/** What clients know the kinds of events by. Permanent, whatever the classes are called. */
final class KeyEventNames implements KeyEvent.Cases<String> {
  @Override
  public String created(KeyEvent.Created event) {
    return "CREATED";
  }

  @Override
  public String activated(KeyEvent.Activated event) {
    return "ACTIVATED";
  }

  @Override
  public String rotated(KeyEvent.Rotated event) {
    return "ROTATED";
  }

  @Override
  public String suspended(KeyEvent.Suspended event) {
    return "SUSPENDED";
  }

  @Override
  public String reactivated(KeyEvent.Reactivated event) {
    return "REACTIVATED";
  }

  @Override
  public String deactivated(KeyEvent.Deactivated event) {
    return "DEACTIVATED";
  }

  @Override
  public String compromised(KeyEvent.Compromised event) {
    return "COMPROMISED";
  }

  @Override
  public String updated(KeyEvent.Updated event) {
    return "UPDATED";
  }

  @Override
  public String rotationTriggered(KeyEvent.RotationTriggered event) {
    return "ROTATION_TRIGGERED";
  }

  @Override
  public String expiryWarned(KeyEvent.ExpiryWarned event) {
    return "EXPIRY_WARNED";
  }

  @Override
  public String destructionScheduled(KeyEvent.DestructionScheduled event) {
    return "DESTRUCTION_SCHEDULED";
  }

  @Override
  public String destructionCancelled(KeyEvent.DestructionCancelled event) {
    return "DESTRUCTION_CANCELLED";
  }

  @Override
  public String destroyed(KeyEvent.Destroyed event) {
    return "DESTROYED";
  }

  @Override
  public String archived(KeyEvent.Archived event) {
    return "ARCHIVED";
  }

  @Override
  public String recovered(KeyEvent.Recovered event) {
    return "RECOVERED";
  }

  @Override
  public String imageDeleted(KeyEvent.ImageDeleted event) {
    return "IMAGE_DELETED";
  }
}
