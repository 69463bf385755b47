// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one key.
 *
 * <p>Events are named in the past tense and are permanent: a released event is read by every later
 * version of this code, so its meaning never changes. To change one, add another. Uses are events
 * too, but their audit record is their only form: there are too many to write twice.
 */
public sealed interface KeyEvent {
  KeyName name();

  /** Log time. */
  Instant occurredAt();

  /** The version that changed, or 0 if none did. */
  int version();

  <R> R match(Cases<R> cases);

  /**
   * The key exists, PRE_ACTIVE, with version 1.
   *
   * @param activation when it becomes ACTIVE by itself, or null
   */
  record Created(
      KeyName name,
      Instant occurredAt,
      KeyAlgorithm algorithm,
      KeyUsages usages,
      String creator,
      @Nullable Instant activation,
      KeyAttributes attributes,
      WrappedMaterial material)
      implements KeyEvent {
    @Override
    public int version() {
      return 1;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.created(this);
    }
  }

  /**
   * The key and its first version are ACTIVE.
   *
   * @param nextRotation when it is rotated by itself, or null
   */
  record Activated(
      KeyName name, Instant occurredAt, UsagePeriods usagePeriods, @Nullable Instant nextRotation)
      implements KeyEvent {
    @Override
    public int version() {
      return 1;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.activated(this);
    }
  }

  /**
   * There is a new version, ACTIVE and current.
   *
   * @param nextRotation when the key is rotated by itself, or null
   * @param reason why, in the words of who did it; may be empty
   */
  record Rotated(
      KeyName name,
      Instant occurredAt,
      int version,
      UsagePeriods usagePeriods,
      @Nullable Instant nextRotation,
      WrappedMaterial material,
      String reason)
      implements KeyEvent {
    /** Without a reason. */
    public Rotated(
        KeyName name,
        Instant occurredAt,
        int version,
        UsagePeriods usagePeriods,
        @Nullable Instant nextRotation,
        WrappedMaterial material) {
      this(name, occurredAt, version, usagePeriods, nextRotation, material, "");
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rotated(this);
    }
  }

  /** The current version has protected as much as the policy lets one: the key is to rotate. */
  record RotationTriggered(KeyName name, Instant occurredAt) implements KeyEvent {
    @Override
    public int version() {
      return 0;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rotationTriggered(this);
    }
  }

  record Suspended(KeyName name, Instant occurredAt, int version, String reason)
      implements KeyEvent {
    /** Without a reason. */
    public Suspended(KeyName name, Instant occurredAt, int version) {
      this(name, occurredAt, version, "");
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.suspended(this);
    }
  }

  record Reactivated(KeyName name, Instant occurredAt, int version, String reason)
      implements KeyEvent {
    /** Without a reason. */
    public Reactivated(KeyName name, Instant occurredAt, int version) {
      this(name, occurredAt, version, "");
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reactivated(this);
    }
  }

  record Deactivated(KeyName name, Instant occurredAt, int version, RevocationReason reason)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.deactivated(this);
    }
  }

  record Compromised(
      KeyName name, Instant occurredAt, int version, RevocationReason reason, Instant compromisedAt)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.compromised(this);
    }
  }

  /**
   * Attributes of the key were edited.
   *
   * @param nextRotation when the key is rotated by itself from now on, or null
   * @param reason why, in the words of who did it; may be empty
   * @param activation if the planned activation was edited, else null
   */
  record Updated(
      KeyName name,
      Instant occurredAt,
      KeyAttributes before,
      KeyAttributes after,
      @Nullable Instant nextRotation,
      String reason,
      @Nullable ActivationChange activation)
      implements KeyEvent {
    /** Without a word about its activation. */
    public Updated(
        KeyName name,
        Instant occurredAt,
        KeyAttributes before,
        KeyAttributes after,
        @Nullable Instant nextRotation,
        String reason) {
      this(name, occurredAt, before, after, nextRotation, reason, null);
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.updated(this);
    }
  }

  /**
   * When a PRE_ACTIVE key becomes ACTIVE by itself, as it was and as it is; null for never.
   *
   * @param after log time of the edit if it is due at once
   */
  record ActivationChange(@Nullable Instant before, @Nullable Instant after) {}

  /**
   * A period of a version ends soon.
   *
   * @param days how many days before the end the warning was due
   * @param warnings how many were given or passed over by now
   */
  record ExpiryWarned(
      KeyName name, Instant occurredAt, int version, PeriodEnd end, int days, int warnings)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.expiryWarned(this);
    }
  }

  /** The key, or the version, is to be destroyed at {@code dueAt}; until then it is not used. */
  record DestructionScheduled(
      KeyName name, Instant occurredAt, int version, Instant dueAt, String reason)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.destructionScheduled(this);
    }
  }

  record DestructionCancelled(KeyName name, Instant occurredAt, int version, String reason)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.destructionCancelled(this);
    }
  }

  /**
   * The version's material is given up; for version 0 that of every version of the key. What is
   * left of it elsewhere goes with the epoch secret that it was wrapped under.
   */
  record Destroyed(KeyName name, Instant occurredAt, int version, String reason)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.destroyed(this);
    }
  }

  /**
   * There is an image of the version in the archive, in the place of one that was there.
   *
   * @param commitment SHA-256 of what is in the image
   * @param image SHA-256 of the image
   */
  record Archived(KeyName name, Instant occurredAt, int version, Digest commitment, Digest image)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.archived(this);
    }
  }

  /** The destroyed version has its material back. */
  record Recovered(
      KeyName name, Instant occurredAt, int version, WrappedMaterial material, Recovery provenance)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.recovered(this);
    }
  }

  /**
   * Where recovered material comes from.
   *
   * @param principal who gave it
   * @param proposal by which; may be empty
   * @param image SHA-256 of the image that was on record
   * @param reason why, in the words of who did it; may be empty
   */
  record Recovery(String principal, String proposal, Digest image, String reason) {}

  /** The image of the version is no longer in the archive. */
  record ImageDeleted(KeyName name, Instant occurredAt, int version, String reason)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.imageDeleted(this);
    }
  }

  /** One method for each event, so that a new event does not compile until every reader has it. */
  interface Cases<R> {
    R created(Created event);

    R activated(Activated event);

    R rotated(Rotated event);

    R suspended(Suspended event);

    R reactivated(Reactivated event);

    R deactivated(Deactivated event);

    R compromised(Compromised event);

    R updated(Updated event);

    R rotationTriggered(RotationTriggered event);

    R expiryWarned(ExpiryWarned event);

    R destructionScheduled(DestructionScheduled event);

    R destructionCancelled(DestructionCancelled event);

    R destroyed(Destroyed event);

    R archived(Archived event);

    R recovered(Recovered event);

    R imageDeleted(ImageDeleted event);
  }
}
