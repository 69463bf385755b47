// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DEACTIVATED;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.SUSPENDED;

import io.quorumkeep.node.domain.CorruptLogException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Folds events into a key and its versions: the same events give the same on every node. */
public final class KeyEvolution {
  private KeyEvolution() {}

  /**
   * Returns the key as it is after {@code event}.
   *
   * @param before the key as it was, or null before its first event
   * @param versionBefore the version that the event concerns as it was; null if it did not exist,
   *     or the event concerns none
   * @throws CorruptLogException if the event cannot follow {@code before}. Events were decided
   *     against this same state, so that is a damaged log or a bug, never a bad request.
   */
  public static Key evolve(
      @Nullable Key before, @Nullable KeyVersion versionBefore, KeyEvent event) {
    return event.match(new KeyFold(before, versionBefore));
  }

  /** As {@link #evolve(Key, KeyVersion, KeyEvent)}, of a version that has no image. */
  static Key evolve(@Nullable Key before, KeyEvent event) {
    return evolve(before, null, event);
  }

  /**
   * Returns the version that the event concerns as it is afterwards.
   *
   * @param before that version as it was, or null if it did not exist
   * @throws CorruptLogException if the event cannot follow, or concerns no version
   */
  public static KeyVersion evolveVersion(@Nullable KeyVersion before, KeyEvent event) {
    return event.match(new VersionFold(before));
  }

  /**
   * The versions that {@code event} changes beside {@link KeyEvent#version()}: all of them when a
   * key is destroyed.
   *
   * @param after the key after the event
   */
  public static int lastVersionChanged(Key after, KeyEvent event) {
    return event instanceof KeyEvent.Destroyed && event.version() == 0 ? after.currentVersion() : 0;
  }

  private record KeyFold(@Nullable Key before, @Nullable KeyVersion versionBefore)
      implements KeyEvent.Cases<Key> {
    @Override
    public Key created(KeyEvent.Created event) {
      if (before != null) {
        throw impossible(event, before.state());
      }
      return new Key(
          event.name(),
          event.algorithm(),
          event.usages(),
          PRE_ACTIVE,
          1,
          event.occurredAt(),
          event.creator(),
          event.attributes(),
          new KeySchedule(event.activation(), null, null),
          null,
          1);
    }

    @Override
    public Key activated(KeyEvent.Activated event) {
      if (before == null || before.state() != PRE_ACTIVE || !isOf(before, event)) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.activated(event.nextRotation());
    }

    @Override
    public Key rotated(KeyEvent.Rotated event) {
      if (before == null
          || before.state() != ACTIVE
          || !isOf(before, event)
          || event.version() != before.currentVersion() + 1) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.withCurrentVersion(
          event.version(), before.schedule().withRotation(event.nextRotation()));
    }

    @Override
    public Key suspended(KeyEvent.Suspended event) {
      return transition(event, SUSPENDED, null);
    }

    @Override
    public Key reactivated(KeyEvent.Reactivated event) {
      if (before != null && before.state() == PRE_ACTIVE) {
        throw impossible(event, PRE_ACTIVE);
      }
      return transition(event, ACTIVE, null);
    }

    @Override
    public Key deactivated(KeyEvent.Deactivated event) {
      return transition(event, DEACTIVATED, new Revocation(event.reason(), null));
    }

    @Override
    public Key compromised(KeyEvent.Compromised event) {
      return transition(event, COMPROMISED, new Revocation(event.reason(), event.compromisedAt()));
    }

    @Override
    public Key updated(KeyEvent.Updated event) {
      if (before == null
          || before.state() == DESTROYED
          || !isOf(before, event)
          || !before.attributes().equals(event.before())) {
        throw impossible(event, before == null ? null : before.state());
      }
      KeySchedule schedule = before.schedule().withRotation(event.nextRotation());
      KeyEvent.ActivationChange activation = event.activation();
      if (activation == null) {
        return before.withAttributes(event.after(), schedule);
      }
      if (before.state() != PRE_ACTIVE
          || !Objects.equals(activation.before(), schedule.activation())) {
        throw impossible(event, before.state());
      }
      return before.withAttributes(event.after(), schedule.withActivation(activation.after()));
    }

    @Override
    public Key rotationTriggered(KeyEvent.RotationTriggered event) {
      if (before == null || before.state() != ACTIVE || !isOf(before, event)) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.withSchedule(before.schedule().withRotation(event.occurredAt()));
    }

    @Override
    public Key expiryWarned(KeyEvent.ExpiryWarned event) {
      return withVersionOf(event);
    }

    @Override
    public Key destructionScheduled(KeyEvent.DestructionScheduled event) {
      return event.version() == 0 ? withDestruction(event, event.dueAt()) : withVersionOf(event);
    }

    @Override
    public Key destructionCancelled(KeyEvent.DestructionCancelled event) {
      return event.version() == 0 ? withDestruction(event, null) : withVersionOf(event);
    }

    @Override
    public Key destroyed(KeyEvent.Destroyed event) {
      if (event.version() != 0) {
        withVersionOf(event);
        Key key = existing(event);
        if (event.version() == key.currentVersion()) {
          throw impossible(event, key.state());
        }
        return key.withCovered(isArchived() ? 0 : 1);
      }
      if (before == null || before.state() == DESTROYED || !isOf(before, event)) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.destroyed();
    }

    @Override
    public Key archived(KeyEvent.Archived event) {
      withVersionOf(event);
      return existing(event).withCovered(isArchived() ? 0 : 1);
    }

    /** Also a version of a key that was destroyed as a whole: the key is back with it. */
    @Override
    public Key recovered(KeyEvent.Recovered event) {
      return existing(event).recovered();
    }

    @Override
    public Key imageDeleted(KeyEvent.ImageDeleted event) {
      return existing(event).withVersionChanged();
    }

    private boolean isArchived() {
      return versionBefore != null && versionBefore.archive() != null;
    }

    private Key existing(KeyEvent event) {
      if (before == null
          || !isOf(before, event)
          || event.version() < 1
          || event.version() > before.currentVersion()) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before;
    }

    private Key withDestruction(KeyEvent event, @Nullable Instant at) {
      if (before == null
          || before.state() == DESTROYED
          || !isOf(before, event)
          || (before.schedule().destruction() == null) != (at != null)) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.withSchedule(before.schedule().withDestruction(at));
    }

    /** The key when only its version changes. */
    private Key withVersionOf(KeyEvent event) {
      if (before == null
          || before.state() == DESTROYED
          || !isOf(before, event)
          || event.version() < 1
          || event.version() > before.currentVersion()) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.withVersionChanged();
    }

    private Key transition(KeyEvent event, KeyState next, @Nullable Revocation revocation) {
      if (before == null || !isOf(before, event)) {
        throw impossible(event, before == null ? null : before.state());
      }
      if (event.version() != 0) {
        if (before.state() == PRE_ACTIVE || event.version() > before.currentVersion()) {
          throw impossible(event, before.state());
        }
        return before.withVersionChanged();
      }
      if (!before.state().mayBecome(next)) {
        throw impossible(event, before.state());
      }
      return before.withState(next, revocation);
    }

    private static boolean isOf(Key key, KeyEvent event) {
      return key.name().equals(event.name()) && event.version() >= 0;
    }
  }

  private record VersionFold(@Nullable KeyVersion before) implements KeyEvent.Cases<KeyVersion> {
    @Override
    public KeyVersion created(KeyEvent.Created event) {
      if (before != null) {
        throw impossible(event, before.state());
      }
      return new KeyVersion(1, PRE_ACTIVE, event.occurredAt(), null, null, event.material());
    }

    @Override
    public KeyVersion activated(KeyEvent.Activated event) {
      if (before == null || before.state() != PRE_ACTIVE || before.number() != event.version()) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.activated(event.usagePeriods().startingAt(event.occurredAt()));
    }

    @Override
    public KeyVersion rotated(KeyEvent.Rotated event) {
      if (before != null) {
        throw impossible(event, before.state());
      }
      return new KeyVersion(
          event.version(),
          ACTIVE,
          event.occurredAt(),
          event.usagePeriods().startingAt(event.occurredAt()),
          null,
          event.material());
    }

    @Override
    public KeyVersion suspended(KeyEvent.Suspended event) {
      return transition(event, SUSPENDED, null);
    }

    @Override
    public KeyVersion reactivated(KeyEvent.Reactivated event) {
      if (before != null && before.state() == PRE_ACTIVE) {
        throw impossible(event, PRE_ACTIVE);
      }
      return transition(event, ACTIVE, null);
    }

    @Override
    public KeyVersion deactivated(KeyEvent.Deactivated event) {
      return transition(event, DEACTIVATED, new Revocation(event.reason(), null));
    }

    @Override
    public KeyVersion compromised(KeyEvent.Compromised event) {
      return transition(event, COMPROMISED, new Revocation(event.reason(), event.compromisedAt()));
    }

    @Override
    public KeyVersion updated(KeyEvent.Updated event) {
      throw impossible(event, before == null ? null : before.state());
    }

    @Override
    public KeyVersion rotationTriggered(KeyEvent.RotationTriggered event) {
      throw impossible(event, before == null ? null : before.state());
    }

    @Override
    public KeyVersion expiryWarned(KeyEvent.ExpiryWarned event) {
      KeyVersion version = existing(event);
      if (!Deadline.isInUse(version.state()) || event.warnings() <= version.warnings()) {
        throw impossible(event, version.state());
      }
      return version.withWarnings(event.warnings());
    }

    @Override
    public KeyVersion destructionScheduled(KeyEvent.DestructionScheduled event) {
      KeyVersion version = existing(event);
      if (version.destruction() != null) {
        throw impossible(event, version.state());
      }
      return version.withDestruction(event.dueAt());
    }

    @Override
    public KeyVersion destructionCancelled(KeyEvent.DestructionCancelled event) {
      KeyVersion version = existing(event);
      if (version.destruction() == null) {
        throw impossible(event, version.state());
      }
      return version.withDestruction(null);
    }

    /** Also a version of a key that is destroyed as a whole. */
    @Override
    public KeyVersion destroyed(KeyEvent.Destroyed event) {
      if (before == null
          || before.state() == DESTROYED
          || (event.version() != 0 && before.number() != event.version())) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.destroyed();
    }

    @Override
    public KeyVersion archived(KeyEvent.Archived event) {
      return existing(event)
          .archived(new Archive(event.commitment(), event.image(), event.occurredAt()));
    }

    @Override
    public KeyVersion recovered(KeyEvent.Recovered event) {
      return destroyedWithImage(event).recovered(event.material());
    }

    @Override
    public KeyVersion imageDeleted(KeyEvent.ImageDeleted event) {
      return destroyedWithImage(event).archived(null);
    }

    private KeyVersion destroyedWithImage(KeyEvent event) {
      if (before == null
          || before.state() != DESTROYED
          || before.number() != event.version()
          || before.archive() == null) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before;
    }

    private KeyVersion existing(KeyEvent event) {
      if (before == null || before.state() == DESTROYED || before.number() != event.version()) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before;
    }

    private KeyVersion transition(KeyEvent event, KeyState next, @Nullable Revocation revocation) {
      if (before == null || before.number() != event.version() || !before.state().mayBecome(next)) {
        throw impossible(event, before == null ? null : before.state());
      }
      return before.withState(next, revocation);
    }
  }

  private static CorruptLogException impossible(KeyEvent event, @Nullable KeyState state) {
    return new CorruptLogException(
        event.getClass().getSimpleName()
            + " of "
            + event.name()
            + " cannot follow "
            + (state == null ? "nothing" : state));
  }
}
