// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DEACTIVATED;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.SUSPENDED;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides commands. Changes nothing: it says what would happen, as events or as a rejection. */
public final class KeyDecider {
  /** Versions of one key; a bound, not a policy. */
  static final int MAX_VERSIONS = 100_000_000;

  private KeyDecider() {}

  /**
   * Decides a command that was authorised.
   *
   * @param key the key as it is, or null if there is none
   * @param version the version that the command names, else null
   * @param now log time
   * @param principal who asks
   */
  public static KeyDecision decide(
      @Nullable Key key,
      @Nullable KeyVersion version,
      KeyCommand command,
      Instant now,
      Principal principal) {
    return command.match(new Cases(key, version, now, principal));
  }

  private record Cases(
      @Nullable Key key, @Nullable KeyVersion version, Instant now, Principal principal)
      implements KeyCommand.Cases<KeyDecision> {

    @Override
    public KeyDecision create(KeyCommand.Create command) {
      if (key != null) {
        return rejected(Reason.KEY_ALREADY_EXISTS, "there is or was a key with this name");
      }
      Instant activation = command.activation();
      boolean later = activation != null && activation.isAfter(now);
      KeyAttributes attributes = command.attributes();
      List<KeyEvent> events = new ArrayList<>();
      events.add(
          new KeyEvent.Created(
              command.name(),
              now,
              command.algorithm(),
              command.usages(),
              principal.uri(),
              later ? activation : null,
              attributes,
              command.material()));
      if (!later && !command.preActive()) {
        events.add(activation(command.name(), now, attributes));
      }
      return new KeyDecision.Accepted(events);
    }

    @Override
    public KeyDecision activate(KeyCommand.Activate command) {
      if (key == null) {
        return keyNotFound();
      }
      if (key.state() != PRE_ACTIVE) {
        return forbidden("key", key.state(), ACTIVE);
      }
      if (key.schedule().destruction() != null) {
        return destructionPlanned();
      }
      return accepted(activation(key.name(), now, key.attributes()));
    }

    @Override
    public KeyDecision rotate(KeyCommand.Rotate command) {
      if (key == null) {
        return keyNotFound();
      }
      if (key.state() != ACTIVE) {
        return rejected(
            Reason.KEY_STATE_FORBIDS, "key is " + key.state() + "; only an ACTIVE key rotates");
      }
      if (key.schedule().destruction() != null) {
        return destructionPlanned();
      }
      if (key.currentVersion() >= MAX_VERSIONS) {
        return rejected(Reason.TOO_MANY_VERSIONS, "key has " + MAX_VERSIONS + " versions");
      }
      if (command.newVersion() != key.currentVersion() + 1) {
        return rejected(Reason.VERSION_TAKEN, "the next version is not the one proposed");
      }
      return accepted(rotation(key, now, command.material(), command.reason()));
    }

    @Override
    public KeyDecision suspend(KeyCommand.Suspend command) {
      return transition(
          command,
          SUSPENDED,
          new KeyEvent.Suspended(command.name(), now, command.version(), command.reason()));
    }

    @Override
    public KeyDecision reactivate(KeyCommand.Reactivate command) {
      KeyState state = stateOf(command);
      if (state == PRE_ACTIVE) {
        return rejected(
            Reason.KEY_STATE_FORBIDS, "key is PRE_ACTIVE: activate it, there is nothing to undo");
      }
      Cryptoperiod period = version == null ? null : version.cryptoperiod();
      boolean revoked = state == DEACTIVATED || state == SUSPENDED;
      if (revoked && period != null && !now.isBefore(period.deactivation())) {
        return rejected(
            Reason.OUTSIDE_CRYPTOPERIOD,
            "the recipient-usage period of the version ended " + period.deactivation());
      }
      return transition(
          command,
          ACTIVE,
          new KeyEvent.Reactivated(command.name(), now, command.version(), command.reason()));
    }

    @Override
    public KeyDecision revoke(KeyCommand.Revoke command) {
      if (!command.reason().isCompromise()) {
        return deactivate(command);
      }
      Instant since = command.compromisedAt();
      return transition(
          command,
          COMPROMISED,
          new KeyEvent.Compromised(
              command.name(),
              now,
              command.version(),
              command.reason(),
              since == null || since.isAfter(now) ? now : since));
    }

    private KeyDecision deactivate(KeyCommand.Revoke command) {
      KeyDecision decision =
          transition(
              command,
              DEACTIVATED,
              new KeyEvent.Deactivated(command.name(), now, command.version(), command.reason()));
      KeyDecision missing =
          key == null || decision instanceof KeyDecision.Rejected
              ? null
              : ArchiveDecider.missingImage(key, version);
      return missing == null ? decision : missing;
    }

    /** Any key but a destroyed one: a compromised key still has an owner to write down. */
    @Override
    public KeyDecision update(KeyCommand.Update command) {
      if (key == null) {
        return keyNotFound();
      }
      if (key.state() == DESTROYED) {
        return rejected(Reason.KEY_STATE_FORBIDS, "key is DESTROYED; its attributes are history");
      }
      long expected = command.expectedRevision();
      if (expected != 0 && expected != key.revision()) {
        return rejected(
            Reason.ETAG_MISMATCH, "key is at etag " + key.revision() + ", not " + expected);
      }
      KeyEdit.Activation activation = command.edit().activation();
      if (activation != null && key.state() != PRE_ACTIVE) {
        return rejected(
            Reason.KEY_STATE_FORBIDS,
            "key is "
                + key.state()
                + ", and only a PRE_ACTIVE key waits to be activated; leave its time out of the"
                + " edit");
      }
      KeyAttributes before = key.attributes();
      KeyAttributes after = command.edit().appliedTo(before);
      return accepted(
          new KeyEvent.Updated(
              key.name(),
              now,
              before,
              after,
              rotationAfter(key, after),
              command.reason(),
              activation == null ? null : activationChange(key, activation)));
    }

    /** A time that is over becomes now: the key is due from here on, and was not before. */
    private KeyEvent.ActivationChange activationChange(Key of, KeyEdit.Activation edit) {
      Instant at = edit.at();
      return new KeyEvent.ActivationChange(
          of.schedule().activation(), at == null || at.isAfter(now) ? at : now);
    }

    /** A new period counts from now; the old one goes on as it was planned. */
    private @Nullable Instant rotationAfter(Key of, KeyAttributes after) {
      RotationPolicy policy = after.rotation();
      boolean samePeriod = Objects.equals(policy.period(), of.attributes().rotation().period());
      return samePeriod || of.state() == PRE_ACTIVE
          ? of.schedule().rotation()
          : policy.firstAfter(now);
    }

    @Override
    public KeyDecision scheduleDestruction(KeyCommand.ScheduleDestruction command) {
      KeyDecision refused = refusalOfDestruction(command);
      if (refused != null) {
        return refused;
      }
      if (plannedDestruction(command.version()) != null) {
        return destructionPlanned();
      }
      return accepted(
          new KeyEvent.DestructionScheduled(
              command.name(), now, command.version(), now.plus(command.after()), command.reason()));
    }

    @Override
    public KeyDecision cancelDestruction(KeyCommand.CancelDestruction command) {
      if (key == null) {
        return keyNotFound();
      }
      if (stateOf(command) == null) {
        return versionNotFound();
      }
      if (plannedDestruction(command.version()) == null) {
        return rejected(
            Reason.DESTRUCTION_NOT_SCHEDULED, "no destruction of it is planned; nothing to cancel");
      }
      return accepted(
          new KeyEvent.DestructionCancelled(
              command.name(), now, command.version(), command.reason()));
    }

    @Override
    public KeyDecision destroy(KeyCommand.Destroy command) {
      KeyDecision refused = refusalOfDestruction(command);
      return refused != null
          ? refused
          : accepted(
              new KeyEvent.Destroyed(command.name(), now, command.version(), command.reason()));
    }

    @Override
    public KeyDecision archive(KeyCommand.Archive command) {
      return ArchiveDecider.archive(key, version, command, now);
    }

    @Override
    public KeyDecision recover(KeyCommand.Recover command) {
      return ArchiveDecider.recover(key, version, command, now, principal);
    }

    @Override
    public KeyDecision deleteImage(KeyCommand.DeleteImage command) {
      return ArchiveDecider.deleteImage(key, version, command, now);
    }

    private @Nullable KeyDecision refusalOfDestruction(KeyCommand command) {
      if (key == null) {
        return keyNotFound();
      }
      KeyState state = stateOf(command);
      if (state == null) {
        return versionNotFound();
      }
      if (state == DESTROYED || key.state() == DESTROYED) {
        return forbidden(command.version() == 0 ? "key" : "version", DESTROYED, DESTROYED);
      }
      if (!key.attributes().deletable()) {
        return rejected(Reason.KEY_NOT_DELETABLE, "the key is not deletable; edit that first");
      }
      if (command.version() == key.currentVersion()) {
        return rejected(
            Reason.CURRENT_VERSION,
            "version " + command.version() + " is current; rotate first, or destroy the key");
      }
      return null;
    }

    private @Nullable Instant plannedDestruction(int versionNumber) {
      if (versionNumber == 0) {
        return key == null ? null : key.schedule().destruction();
      }
      return version == null ? null : version.destruction();
    }

    private KeyDecision transition(KeyCommand command, KeyState next, KeyEvent event) {
      if (key == null) {
        return keyNotFound();
      }
      KeyState state = stateOf(command);
      if (state == null) {
        return versionNotFound();
      }
      // Activation needs its version PRE_ACTIVE: until then a version changes with its key only.
      if (command.version() != 0 && key.state() == PRE_ACTIVE) {
        return rejected(
            Reason.KEY_STATE_FORBIDS, "key is PRE_ACTIVE; its version changes with the key");
      }
      if (!state.mayBecome(next)) {
        return forbidden(command.version() == 0 ? "key" : "version", state, next);
      }
      return accepted(event);
    }

    private @Nullable KeyState stateOf(KeyCommand command) {
      if (command.version() == 0) {
        return key == null ? null : key.state();
      }
      return version == null ? null : version.state();
    }
  }

  /**
   * What follows from a use that was counted: a key whose current version protected as much as its
   * policy lets one is to rotate. Only an ACTIVE key rotates; others are dispensed too, by the
   * numbers of their versions, and nothing follows from it.
   *
   * @param version the number of the version that was used
   * @param usage of that version, with this use
   * @param now log time
   * @return no events, or one
   */
  public static List<KeyEvent> afterUse(Key key, int version, Usage usage, Instant now) {
    boolean rotates =
        key.state() == ACTIVE
            && version == key.currentVersion()
            && key.attributes().rotation().isReachedBy(usage)
            && !key.isRotationDue(now);
    return rotates ? List.of(new KeyEvent.RotationTriggered(key.name(), now)) : List.of();
  }

  static KeyEvent activation(KeyName name, Instant now, KeyAttributes attributes) {
    return new KeyEvent.Activated(
        name, now, attributes.usagePeriods(), attributes.rotation().firstAfter(now));
  }

  static KeyEvent rotation(Key key, Instant now, WrappedMaterial material, String reason) {
    return new KeyEvent.Rotated(
        key.name(),
        now,
        key.currentVersion() + 1,
        key.usagePeriods(),
        key.attributes().rotation().nextAfter(key.schedule().rotation(), now),
        material,
        reason);
  }

  private static KeyDecision versionNotFound() {
    return rejected(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version");
  }

  private static KeyDecision destructionPlanned() {
    return rejected(
        Reason.DESTRUCTION_SCHEDULED, "it is to be destroyed; cancel that first to use it");
  }

  private static KeyDecision keyNotFound() {
    return rejected(Reason.KEY_NOT_FOUND, "no key has this name");
  }

  private static KeyDecision forbidden(String what, KeyState state, KeyState next) {
    return rejected(Reason.KEY_STATE_FORBIDS, what + " is " + state + " and cannot become " + next);
  }

  static KeyDecision accepted(KeyEvent event) {
    return new KeyDecision.Accepted(List.of(event));
  }

  static KeyDecision rejected(Reason reason, String detail) {
    return new KeyDecision.Rejected(new Rejection(reason, detail));
  }
}
