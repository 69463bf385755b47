// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.erasure.Attestation;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasureMember;
import java.time.Instant;

/** Erasures as messages have them. */
final class ErasureMessages {
  private ErasureMessages() {}

  static Erasure erasure(ErasureState state) {
    Erasure.Builder out =
        Erasure.newBuilder()
            .setPhase(io.quorumkeep.v1.ErasurePhase.ERASURE_PHASE_IDLE)
            .setEpoch(state.epoch())
            .setMaterials(state.materials().total())
            .setDestroyedVersions(state.destroyed().total())
            .setCertificates(state.certificates());
    Instant last = state.lastErasedAt();
    if (last != null) {
      out.setLastCompleteTime(Times.of(last));
    }
    ErasureRun run = state.run();
    if (run != null) {
      addRun(out, state, run);
    }
    return out.build();
  }

  private static void addRun(Erasure.Builder out, ErasureState state, ErasureRun run) {
    out.setPhase(phase(run.phase()))
        .setFromEpoch(run.toEpoch() - 1)
        .setToEpoch(run.toEpoch())
        .setStartTime(Times.of(run.startedAt()))
        .setStartedBy(run.startedBy())
        .setReason(run.reason())
        .setTotal(run.total())
        .setRemaining(state.remaining());
    for (String name : run.members()) {
      ErasureMember.Builder member =
          ErasureMember.newBuilder().setNode(name).setHoldsSecret(run.holders().contains(name));
      for (Attestation attestation : run.attestations()) {
        if (attestation.member().equals(name)) {
          member.setAttestation(attestation(attestation));
        }
      }
      out.addMembers(member);
    }
  }

  static io.quorumkeep.v1.ErasureCertificate certificate(ErasureCertificate certificate) {
    io.quorumkeep.v1.ErasureCertificate.Builder out =
        io.quorumkeep.v1.ErasureCertificate.newBuilder()
            .setNumber(certificate.number())
            .setEpoch(certificate.epoch())
            .setStartTime(Times.of(certificate.startedAt()))
            .setTurnTime(Times.of(certificate.turnedAt()))
            .setCompleteTime(Times.of(certificate.completedAt()))
            .setStartedBy(certificate.startedBy())
            .setReason(certificate.reason())
            .setDestroyedVersions(certificate.destroyedVersions())
            .setRewrapped(certificate.rewrapped());
    certificate.attestations().forEach(each -> out.addAttestations(attestation(each)));
    return out.build();
  }

  private static io.quorumkeep.v1.Attestation attestation(Attestation attestation) {
    return io.quorumkeep.v1.Attestation.newBuilder()
        .setNode(attestation.member())
        .setTime(Times.of(attestation.attestedAt()))
        .setSnapshotIndex(attestation.snapshotIndex())
        .setFirstLogIndex(attestation.firstLogIndex())
        .build();
  }

  private static io.quorumkeep.v1.ErasurePhase phase(ErasurePhase phase) {
    return switch (phase) {
      case DISTRIBUTING -> io.quorumkeep.v1.ErasurePhase.ERASURE_PHASE_DISTRIBUTING;
      case REWRAPPING -> io.quorumkeep.v1.ErasurePhase.ERASURE_PHASE_REWRAPPING;
      case PURGING -> io.quorumkeep.v1.ErasurePhase.ERASURE_PHASE_PURGING;
    };
  }
}
