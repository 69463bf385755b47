// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.ActivationChange;
import io.quorumkeep.log.v1.Attributes;
import io.quorumkeep.log.v1.Event;
import io.quorumkeep.log.v1.KeyActivated;
import io.quorumkeep.log.v1.KeyCompromised;
import io.quorumkeep.log.v1.KeyCreated;
import io.quorumkeep.log.v1.KeyDeactivated;
import io.quorumkeep.log.v1.KeyReactivated;
import io.quorumkeep.log.v1.KeyRotated;
import io.quorumkeep.log.v1.KeySuspended;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.ResourceId;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import java.time.Instant;
import java.util.function.Consumer;

/** Events to and from their stored form. */
public final class EventCodec {
  private EventCodec() {}

  public static byte[] encode(KeyEvent event) {
    var out = Event.newBuilder().setOccurredAtMs(event.occurredAt().toEpochMilli());
    return event.match(new Encoder(out)).build().toByteArray();
  }

  public static byte[] encode(PolicyEvent event) {
    var out = Event.newBuilder().setOccurredAtMs(event.occurredAt().toEpochMilli());
    if (event instanceof PolicyEvent.GrantCreated created) {
      out.setGrantCreated(
          io.quorumkeep.log.v1.GrantCreated.newBuilder()
              .setGrant(RowCodec.grantRow(created.grant())));
    } else {
      out.setGrantRevoked(
          io.quorumkeep.log.v1.GrantRevoked.newBuilder()
              .setId(((PolicyEvent.GrantRevoked) event).grantId()));
    }
    return out.build().toByteArray();
  }

  public static byte[] encode(GovernanceEvent event) {
    var out = Event.newBuilder().setOccurredAtMs(event.occurredAt().toEpochMilli());
    return GovernanceCodec.encode(event, out).build().toByteArray();
  }

  public static byte[] encode(ErasureEvent event) {
    var out = Event.newBuilder().setOccurredAtMs(event.occurredAt().toEpochMilli());
    return event.match(new ErasureEventCodec(out)).build().toByteArray();
  }

  /**
   * Reads an event and gives it to the reader of its kind.
   *
   * @throws CorruptLogException if it is damaged or unknown
   */
  public static void decode(
      byte[] bytes,
      Consumer<KeyEvent> keyEvents,
      Consumer<PolicyEvent> policyEvents,
      Consumer<GovernanceEvent> governanceEvents,
      Consumer<ErasureEvent> erasureEvents) {
    Event event = Guarded.decode("an event", () -> Fields.known(Event.parseFrom(bytes)));
    Instant at = Instant.ofEpochMilli(event.getOccurredAtMs());
    switch (event.getBodyCase()) {
      case GRANT_CREATED, GRANT_REVOKED ->
          policyEvents.accept(Guarded.decode("an event", () -> policyEvent(event, at)));
      case NAMESPACE_POLICY_SET,
          PROPOSAL_CREATED,
          PROPOSAL_APPROVED,
          PROPOSAL_WITHDRAWN,
          PROPOSAL_CONSUMED ->
          governanceEvents.accept(
              Guarded.decode("an event", () -> GovernanceCodec.event(event, at)));
      case MATERIALS_REWRAPPED,
          ERASURE_STARTED,
          EPOCH_OFFERED,
          EPOCH_HELD,
          EPOCH_TURNED,
          EPOCH_EMPTIED,
          ERASURE_ATTESTED,
          ERASED ->
          erasureEvents.accept(
              Guarded.decode("an event", () -> ErasureEventCodec.decode(event, at)));
      default -> keyEvents.accept(Guarded.decode("an event", () -> keyEvent(event, at)));
    }
  }

  private static PolicyEvent policyEvent(Event event, Instant at) {
    if (event.hasGrantRevoked()) {
      var body = Fields.known(event.getGrantRevoked());
      return new PolicyEvent.GrantRevoked(ResourceId.check(body.getId(), "a grant"), at);
    }
    var created =
        new PolicyEvent.GrantCreated(
            RowCodec.grant(Fields.known(event.getGrantCreated()).getGrant()));
    if (!created.occurredAt().equals(at)) {
      throw new CorruptLogException("a grant was created at another time than its event");
    }
    return created;
  }

  private static KeyEvent keyEvent(Event event, Instant at) {
    return switch (event.getBodyCase()) {
      case KEY_CREATED -> created(Fields.known(event.getKeyCreated()), at);
      case KEY_ACTIVATED -> {
        var body = Fields.known(event.getKeyActivated());
        yield new KeyEvent.Activated(
            Fields.key(body.getKey()),
            at,
            Fields.periods(body.getOriginatorUsageMs(), body.getRecipientUsageMs()),
            Fields.time(body.getNextRotationMs()));
      }
      case KEY_ROTATED -> {
        var body = Fields.known(event.getKeyRotated());
        yield new KeyEvent.Rotated(
            Fields.key(body.getKey()),
            at,
            body.getVersion(),
            Fields.periods(body.getOriginatorUsageMs(), body.getRecipientUsageMs()),
            Fields.time(body.getNextRotationMs()),
            Fields.material(body.getMaterial()),
            body.getReason());
      }
      case KEY_SUSPENDED -> {
        var body = Fields.known(event.getKeySuspended());
        yield new KeyEvent.Suspended(
            Fields.key(body.getKey()), at, body.getVersion(), body.getReason());
      }
      case KEY_REACTIVATED -> {
        var body = Fields.known(event.getKeyReactivated());
        yield new KeyEvent.Reactivated(
            Fields.key(body.getKey()), at, body.getVersion(), body.getReason());
      }
      case KEY_DEACTIVATED -> {
        var body = Fields.known(event.getKeyDeactivated());
        yield new KeyEvent.Deactivated(
            Fields.key(body.getKey()),
            at,
            body.getVersion(),
            Fields.revocationReason(body.getReason()));
      }
      case KEY_COMPROMISED -> {
        var body = Fields.known(event.getKeyCompromised());
        yield new KeyEvent.Compromised(
            Fields.key(body.getKey()),
            at,
            body.getVersion(),
            Fields.revocationReason(body.getReason()),
            Instant.ofEpochMilli(body.getCompromisedAtMs()));
      }
      case KEY_UPDATED -> {
        var body = Fields.known(event.getKeyUpdated());
        yield new KeyEvent.Updated(
            Fields.key(body.getKey()),
            at,
            attributes(body.getBefore()),
            attributes(body.getAfter()),
            Fields.time(body.getNextRotationMs()),
            body.getReason(),
            body.hasActivation() ? activation(Fields.known(body.getActivation())) : null);
      }
      case DESTRUCTION_SCHEDULED -> {
        var body = Fields.known(event.getDestructionScheduled());
        yield new KeyEvent.DestructionScheduled(
            Fields.key(body.getKey()),
            at,
            body.getVersion(),
            Instant.ofEpochMilli(body.getDueAtMs()),
            body.getReason());
      }
      case DESTRUCTION_CANCELLED -> {
        var body = Fields.known(event.getDestructionCancelled());
        yield new KeyEvent.DestructionCancelled(
            Fields.key(body.getKey()), at, body.getVersion(), body.getReason());
      }
      case KEY_DESTROYED -> {
        var body = Fields.known(event.getKeyDestroyed());
        yield new KeyEvent.Destroyed(
            Fields.key(body.getKey()), at, body.getVersion(), body.getReason());
      }
      case EXPIRY_WARNED -> {
        var body = Fields.known(event.getExpiryWarned());
        yield new KeyEvent.ExpiryWarned(
            Fields.key(body.getKey()),
            at,
            body.getVersion(),
            Fields.periodEnd(body.getEnd()),
            body.getDays(),
            body.getWarnings());
      }
      case ROTATION_TRIGGERED -> {
        var body = Fields.known(event.getRotationTriggered());
        yield new KeyEvent.RotationTriggered(Fields.key(body.getKey()), at);
      }
      case ARCHIVED -> ArchiveCodec.event(event.getArchived(), at);
      case RECOVERED -> ArchiveCodec.event(event.getRecovered(), at);
      case IMAGE_DELETED -> ArchiveCodec.event(event.getImageDeleted(), at);
      default ->
          throw new CorruptLogException("the store holds an event that this version does not know");
    };
  }

  private static KeyEvent.ActivationChange activation(ActivationChange change) {
    return new KeyEvent.ActivationChange(
        Fields.time(change.getBeforeMs()), Fields.time(change.getAfterMs()));
  }

  private static ActivationChange activation(KeyEvent.ActivationChange change) {
    return ActivationChange.newBuilder()
        .setBeforeMs(Fields.milliseconds(change.before()))
        .setAfterMs(Fields.milliseconds(change.after()))
        .build();
  }

  private static KeyAttributes attributes(io.quorumkeep.log.v1.KeyAttributes attributes) {
    return Fields.attributes(
        Fields.periods(
            Fields.known(attributes).getOriginatorUsageMs(), attributes.getRecipientUsageMs()),
        Fields.fromLabels(attributes.getLabelsList()),
        attributes.getMore());
  }

  private static io.quorumkeep.log.v1.KeyAttributes attributes(KeyAttributes attributes) {
    var out =
        io.quorumkeep.log.v1.KeyAttributes.newBuilder()
            .setOriginatorUsageMs(Fields.milliseconds(attributes.usagePeriods().originatorUsage()))
            .setRecipientUsageMs(Fields.milliseconds(attributes.usagePeriods().recipientUsage()))
            .addAllLabels(Fields.labels(attributes.labels()));
    Attributes more = Fields.attributes(attributes);
    return (more == null ? out : out.setMore(more)).build();
  }

  private static KeyEvent created(KeyCreated body, Instant at) {
    return new KeyEvent.Created(
        Fields.key(body.getKey()),
        at,
        Fields.algorithm(body.getAlgorithm()),
        Fields.usages(body.getUsages()),
        body.getCreator(),
        Fields.time(body.getActivateAtMs()),
        Fields.attributes(
            Fields.periods(body.getOriginatorUsageMs(), body.getRecipientUsageMs()),
            Fields.fromLabels(body.getLabelsList()),
            body.getAttributes()),
        Fields.material(body.getMaterial()));
  }

  private record Encoder(Event.Builder out) implements KeyEvent.Cases<Event.Builder> {
    @Override
    public Event.Builder created(KeyEvent.Created event) {
      KeyAttributes attributes = event.attributes();
      UsagePeriods periods = attributes.usagePeriods();
      KeyCreated.Builder body =
          KeyCreated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setAlgorithm(event.algorithm().number())
              .setUsages(Fields.number(event.usages()))
              .setCreator(event.creator())
              .setActivateAtMs(Fields.milliseconds(event.activation()))
              .setOriginatorUsageMs(Fields.milliseconds(periods.originatorUsage()))
              .setRecipientUsageMs(Fields.milliseconds(periods.recipientUsage()))
              .addAllLabels(Fields.labels(attributes.labels()))
              .setMaterial(Fields.material(event.material()));
      Attributes more = Fields.attributes(attributes);
      return out.setKeyCreated(more == null ? body : body.setAttributes(more));
    }

    @Override
    public Event.Builder activated(KeyEvent.Activated event) {
      return out.setKeyActivated(
          KeyActivated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setNextRotationMs(Fields.milliseconds(event.nextRotation()))
              .setOriginatorUsageMs(Fields.milliseconds(event.usagePeriods().originatorUsage()))
              .setRecipientUsageMs(Fields.milliseconds(event.usagePeriods().recipientUsage())));
    }

    @Override
    public Event.Builder rotated(KeyEvent.Rotated event) {
      return out.setKeyRotated(
          KeyRotated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setNextRotationMs(Fields.milliseconds(event.nextRotation()))
              .setOriginatorUsageMs(Fields.milliseconds(event.usagePeriods().originatorUsage()))
              .setRecipientUsageMs(Fields.milliseconds(event.usagePeriods().recipientUsage()))
              .setMaterial(Fields.material(event.material()))
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder suspended(KeyEvent.Suspended event) {
      return out.setKeySuspended(
          KeySuspended.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder reactivated(KeyEvent.Reactivated event) {
      return out.setKeyReactivated(
          KeyReactivated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder deactivated(KeyEvent.Deactivated event) {
      return out.setKeyDeactivated(
          KeyDeactivated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason().number()));
    }

    @Override
    public Event.Builder compromised(KeyEvent.Compromised event) {
      return out.setKeyCompromised(
          KeyCompromised.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason().number())
              .setCompromisedAtMs(event.compromisedAt().toEpochMilli()));
    }

    @Override
    public Event.Builder updated(KeyEvent.Updated event) {
      var body =
          io.quorumkeep.log.v1.KeyUpdated.newBuilder()
              .setKey(Fields.key(event.name()))
              .setReason(event.reason())
              .setNextRotationMs(Fields.milliseconds(event.nextRotation()))
              .setBefore(attributes(event.before()))
              .setAfter(attributes(event.after()));
      KeyEvent.ActivationChange change = event.activation();
      return out.setKeyUpdated(change == null ? body : body.setActivation(activation(change)));
    }

    @Override
    public Event.Builder rotationTriggered(KeyEvent.RotationTriggered event) {
      return out.setRotationTriggered(
          io.quorumkeep.log.v1.RotationTriggered.newBuilder().setKey(Fields.key(event.name())));
    }

    @Override
    public Event.Builder expiryWarned(KeyEvent.ExpiryWarned event) {
      return out.setExpiryWarned(
          io.quorumkeep.log.v1.ExpiryWarned.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setEnd(event.end().number())
              .setDays(event.days())
              .setWarnings(event.warnings()));
    }

    @Override
    public Event.Builder destructionScheduled(KeyEvent.DestructionScheduled event) {
      return out.setDestructionScheduled(
          io.quorumkeep.log.v1.DestructionScheduled.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setDueAtMs(event.dueAt().toEpochMilli())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder destructionCancelled(KeyEvent.DestructionCancelled event) {
      return out.setDestructionCancelled(
          io.quorumkeep.log.v1.DestructionCancelled.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder destroyed(KeyEvent.Destroyed event) {
      return out.setKeyDestroyed(
          io.quorumkeep.log.v1.KeyDestroyed.newBuilder()
              .setKey(Fields.key(event.name()))
              .setVersion(event.version())
              .setReason(event.reason()));
    }

    @Override
    public Event.Builder archived(KeyEvent.Archived event) {
      return out.setArchived(ArchiveCodec.event(event));
    }

    @Override
    public Event.Builder recovered(KeyEvent.Recovered event) {
      return out.setRecovered(ArchiveCodec.event(event));
    }

    @Override
    public Event.Builder imageDeleted(KeyEvent.ImageDeleted event) {
      return out.setImageDeleted(ArchiveCodec.event(event));
    }
  }
}
