// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.Optional;

/** Finds the material that an event brings into the state, which must be of the current epoch. */
public final class NewMaterial implements KeyEvent.Cases<Optional<WrappedMaterial>> {
  private static final NewMaterial FINDER = new NewMaterial();

  private NewMaterial() {}

  /** The material in {@code event}, if it brings any. */
  public static Optional<WrappedMaterial> in(KeyEvent event) {
    return event.match(FINDER);
  }

  @Override
  public Optional<WrappedMaterial> created(KeyEvent.Created event) {
    return Optional.of(event.material());
  }

  @Override
  public Optional<WrappedMaterial> activated(KeyEvent.Activated event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> rotated(KeyEvent.Rotated event) {
    return Optional.of(event.material());
  }

  @Override
  public Optional<WrappedMaterial> suspended(KeyEvent.Suspended event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> reactivated(KeyEvent.Reactivated event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> deactivated(KeyEvent.Deactivated event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> compromised(KeyEvent.Compromised event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> updated(KeyEvent.Updated event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> destructionScheduled(KeyEvent.DestructionScheduled event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> destructionCancelled(KeyEvent.DestructionCancelled event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> destroyed(KeyEvent.Destroyed event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> expiryWarned(KeyEvent.ExpiryWarned event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> rotationTriggered(KeyEvent.RotationTriggered event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> archived(KeyEvent.Archived event) {
    return Optional.empty();
  }

  @Override
  public Optional<WrappedMaterial> recovered(KeyEvent.Recovered event) {
    return Optional.of(event.material());
  }

  @Override
  public Optional<WrappedMaterial> imageDeleted(KeyEvent.ImageDeleted event) {
    return Optional.empty();
  }
}
