// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.log.v1.EpochEmptied;
import io.quorumkeep.log.v1.EpochHeld;
import io.quorumkeep.log.v1.EpochOffered;
import io.quorumkeep.log.v1.EpochTurned;
import io.quorumkeep.log.v1.Erased;
import io.quorumkeep.log.v1.ErasureAttested;
import io.quorumkeep.log.v1.ErasureStarted;
import io.quorumkeep.log.v1.Event;
import io.quorumkeep.log.v1.MaterialsRewrapped;
import io.quorumkeep.log.v1.MovedMaterial;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events of an erasure to and from their stored form. */
record ErasureEventCodec(Event.Builder out) implements ErasureEvent.Cases<Event.Builder> {
  static ErasureEvent decode(Event event, Instant at) {
    ErasureEvent read =
        switch (event.getBodyCase()) {
          case ERASURE_STARTED -> {
            ErasureStarted body = Fields.known(event.getErasureStarted());
            yield new ErasureEvent.Started(
                at,
                body.getToEpoch(),
                body.getStartedBy(),
                body.getReason(),
                body.getMembersList());
          }
          case EPOCH_OFFERED -> {
            EpochOffered body = Fields.known(event.getEpochOffered());
            yield new ErasureEvent.Offered(at, new EpochOffer(body.getFingerprint(), body.getBy()));
          }
          case EPOCH_HELD ->
              new ErasureEvent.Held(at, Fields.known(event.getEpochHeld()).getMember());
          case EPOCH_TURNED ->
              new ErasureEvent.Turned(at, Fields.known(event.getEpochTurned()).getEpoch());
          case MATERIALS_REWRAPPED -> rewrapped(Fields.known(event.getMaterialsRewrapped()), at);
          case EPOCH_EMPTIED ->
              new ErasureEvent.Emptied(at, Fields.known(event.getEpochEmptied()).getIndex());
          case ERASURE_ATTESTED ->
              new ErasureEvent.Attested(
                  ErasureCodec.attestation(
                      Fields.known(event.getErasureAttested()).getAttestation()));
          case ERASED ->
              new ErasureEvent.Erased(
                  ErasureCodec.certificate(Fields.known(event.getErased()).getCertificate()));
          default -> throw new CorruptLogException("not an event of an erasure");
        };
    if (!read.occurredAt().equals(at)) {
      throw new CorruptLogException("an erasure was attested at another time than its event");
    }
    return read;
  }

  private static ErasureEvent rewrapped(MaterialsRewrapped body, Instant at) {
    List<ErasureEvent.Moved> moved = new ArrayList<>(body.getMaterialsCount());
    for (MovedMaterial material : body.getMaterialsList()) {
      moved.add(
          new ErasureEvent.Moved(
              Fields.key(Fields.known(material).getKey()),
              material.getVersion(),
              new WrappedMaterial(body.getEpoch(), material.getBlob().toByteArray())));
    }
    return new ErasureEvent.Rewrapped(at, moved);
  }

  @Override
  public Event.Builder started(ErasureEvent.Started event) {
    return out.setErasureStarted(
        ErasureStarted.newBuilder()
            .setToEpoch(event.toEpoch())
            .setStartedBy(event.startedBy())
            .setReason(event.reason())
            .addAllMembers(event.members()));
  }

  @Override
  public Event.Builder offered(ErasureEvent.Offered event) {
    return out.setEpochOffered(
        EpochOffered.newBuilder()
            .setFingerprint(event.offer().fingerprint())
            .setBy(event.offer().by()));
  }

  @Override
  public Event.Builder held(ErasureEvent.Held event) {
    return out.setEpochHeld(EpochHeld.newBuilder().setMember(event.member()));
  }

  @Override
  public Event.Builder turned(ErasureEvent.Turned event) {
    return out.setEpochTurned(EpochTurned.newBuilder().setEpoch(event.epoch()));
  }

  @Override
  public Event.Builder rewrapped(ErasureEvent.Rewrapped event) {
    MaterialsRewrapped.Builder body = MaterialsRewrapped.newBuilder();
    for (ErasureEvent.Moved moved : event.materials()) {
      body.setEpoch(moved.material().epoch());
      body.addMaterials(
          MovedMaterial.newBuilder()
              .setKey(Fields.key(moved.name()))
              .setVersion(moved.version())
              .setBlob(UnsafeByteOperations.unsafeWrap(moved.material().blob())));
    }
    return out.setMaterialsRewrapped(body);
  }

  @Override
  public Event.Builder emptied(ErasureEvent.Emptied event) {
    return out.setEpochEmptied(EpochEmptied.newBuilder().setIndex(event.index()));
  }

  @Override
  public Event.Builder attested(ErasureEvent.Attested event) {
    return out.setErasureAttested(
        ErasureAttested.newBuilder()
            .setAttestation(ErasureCodec.attestationRow(event.attestation())));
  }

  @Override
  public Event.Builder erased(ErasureEvent.Erased event) {
    return out.setErased(
        Erased.newBuilder().setCertificate(ErasureCodec.certificateRow(event.certificate())));
  }
}
