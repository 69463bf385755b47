// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import java.time.Instant;
import java.util.List;

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

  /** The key exists, PRE_ACTIVE, with version 1. */
  record Created(
      KeyName name,
      Instant occurredAt,
      KeyAlgorithm algorithm,
      String creator,
      UsagePeriods usagePeriods,
      List<Label> labels,
      WrappedMaterial material)
      implements KeyEvent {
    public Created {
      labels = List.copyOf(labels);
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.created(this);
    }
  }

  /** The key and its first version are ACTIVE. */
  record Activated(KeyName name, Instant occurredAt, UsagePeriods usagePeriods)
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

  /** There is a new version, ACTIVE and current. */
  record Rotated(
      KeyName name,
      Instant occurredAt,
      int version,
      UsagePeriods usagePeriods,
      WrappedMaterial material)
      implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rotated(this);
    }
  }

  record Suspended(KeyName name, Instant occurredAt, int version) implements KeyEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.suspended(this);
    }
  }

  record Reactivated(KeyName name, Instant occurredAt, int version) implements KeyEvent {
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
   * @param reason why, in the words of who did it; may be empty
   */
  record Updated(
      KeyName name, Instant occurredAt, KeyAttributes before, KeyAttributes after, String reason)
      implements KeyEvent {
    @Override
    public int version() {
      return 0;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.updated(this);
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
  }
}
