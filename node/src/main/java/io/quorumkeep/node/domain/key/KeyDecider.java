// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyState.ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.COMPROMISED;
import static io.quorumkeep.node.domain.key.KeyState.DEACTIVATED;
import static io.quorumkeep.node.domain.key.KeyState.DESTROYED;
import static io.quorumkeep.node.domain.key.KeyState.PRE_ACTIVE;
import static io.quorumkeep.node.domain.key.KeyState.SUSPENDED;

import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
      List<KeyEvent> events = new ArrayList<>();
      events.add(
          new KeyEvent.Created(
              command.name(),
              now,
              command.algorithm(),
              principal.uri(),
              command.usagePeriods(),
              command.labels(),
              command.material()));
      if (!command.preActive()) {
        events.add(new KeyEvent.Activated(command.name(), now, command.usagePeriods()));
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
      return accepted(new KeyEvent.Activated(key.name(), now, key.usagePeriods()));
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
      if (key.currentVersion() >= MAX_VERSIONS) {
        return rejected(Reason.TOO_MANY_VERSIONS, "key has " + MAX_VERSIONS + " versions");
      }
      if (command.newVersion() != key.currentVersion() + 1) {
        return rejected(Reason.VERSION_TAKEN, "the next version is not the one proposed");
      }
      return accepted(
          new KeyEvent.Rotated(
              key.name(), now, command.newVersion(), key.usagePeriods(), command.material()));
    }

    @Override
    public KeyDecision suspend(KeyCommand.Suspend command) {
      return transition(
          command, SUSPENDED, new KeyEvent.Suspended(command.name(), now, command.version()));
    }

    @Override
    public KeyDecision reactivate(KeyCommand.Reactivate command) {
      KeyState state = stateOf(command);
      if (state == PRE_ACTIVE) {
        return rejected(
            Reason.KEY_STATE_FORBIDS, "key is PRE_ACTIVE: activate it, there is nothing to undo");
      }
      return transition(
          command, ACTIVE, new KeyEvent.Reactivated(command.name(), now, command.version()));
    }

    @Override
    public KeyDecision revoke(KeyCommand.Revoke command) {
      if (!command.reason().isCompromise()) {
        return transition(
            command,
            DEACTIVATED,
            new KeyEvent.Deactivated(command.name(), now, command.version(), command.reason()));
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
      KeyAttributes before = key.attributes();
      return accepted(
          new KeyEvent.Updated(
              key.name(), now, before, command.appliedTo(before), command.reason()));
    }

    private KeyDecision transition(KeyCommand command, KeyState next, KeyEvent event) {
      if (key == null) {
        return keyNotFound();
      }
      KeyState state = stateOf(command);
      if (state == null) {
        return rejected(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version");
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

  private static KeyDecision keyNotFound() {
    return rejected(Reason.KEY_NOT_FOUND, "no key has this name");
  }

  private static KeyDecision forbidden(String what, KeyState state, KeyState next) {
    return rejected(Reason.KEY_STATE_FORBIDS, what + " is " + state + " and cannot become " + next);
  }

  private static KeyDecision accepted(KeyEvent event) {
    return new KeyDecision.Accepted(List.of(event));
  }

  private static KeyDecision rejected(Reason reason, String detail) {
    return new KeyDecision.Rejected(new Rejection(reason, detail));
  }
}
