// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.List;

/** Something that happened in an erasure. Permanent, as all events. */
public sealed interface ErasureEvent {
  /** Log time. */
  Instant occurredAt();

  <R> R match(Cases<R> cases);

  record Started(
      Instant occurredAt, int toEpoch, String startedBy, String reason, List<String> members)
      implements ErasureEvent {
    public Started {
      members = List.copyOf(members);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.started(this);
    }
  }

  record Offered(Instant occurredAt, EpochOffer offer) implements ErasureEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.offered(this);
    }
  }

  record Held(Instant occurredAt, String member) implements ErasureEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.held(this);
    }
  }

  /** From here on no material is taken that is not of this epoch. */
  record Turned(Instant occurredAt, int epoch) implements ErasureEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.turned(this);
    }
  }

  /**
   * Materials were moved to another epoch. One event for many, because there is one for each
   * version of each key otherwise.
   */
  record Rewrapped(Instant occurredAt, List<Moved> materials) implements ErasureEvent {
    public Rewrapped {
      materials = List.copyOf(materials);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rewrapped(this);
    }
  }

  /** The material that a version has from now on. */
  record Moved(KeyName name, int version, WrappedMaterial material) {}

  /**
   * No material is left in older epochs, and none can come.
   *
   * @param index of the log entry
   */
  record Emptied(Instant occurredAt, long index) implements ErasureEvent {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.emptied(this);
    }
  }

  record Attested(Attestation attestation) implements ErasureEvent {
    @Override
    public Instant occurredAt() {
      return attestation.attestedAt();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.attested(this);
    }
  }

  /** Every member has forgotten the old epoch. */
  record Erased(ErasureCertificate certificate) implements ErasureEvent {
    @Override
    public Instant occurredAt() {
      return certificate.completedAt();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.erased(this);
    }
  }

  /** One method for each event, so that a new event does not compile until every reader has it. */
  interface Cases<R> {
    R started(Started event);

    R offered(Offered event);

    R held(Held event);

    R turned(Turned event);

    R rewrapped(Rewrapped event);

    R emptied(Emptied event);

    R attested(Attested event);

    R erased(Erased event);
  }
}
