// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Attestation;
import io.quorumkeep.client.ErasureCertificate;
import io.quorumkeep.client.ErasurePhase;
import io.quorumkeep.client.ErasureStatus;
import io.quorumkeep.client.Page;
import io.quorumkeep.v1.Erasure;
import io.quorumkeep.v1.ErasureMember;
import io.quorumkeep.v1.ErasureServiceGrpc;
import io.quorumkeep.v1.FinalizeDestructionRequest;
import io.quorumkeep.v1.GetErasureRequest;
import io.quorumkeep.v1.ListErasuresRequest;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.ErasureService}. */
public final class ErasureCalls {
  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public ErasureCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Begins an erasure. */
  public CompletableFuture<ErasureStatus> start(String reason) {
    String id = context.newRequestId();
    return connection.call(
        ErasureServiceGrpc.getFinalizeDestructionMethod(),
        FinalizeDestructionRequest.newBuilder().setReason(reason).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> status(response.getErasure()));
  }

  /** Reads how far it is. */
  public CompletableFuture<ErasureStatus> status() {
    return connection.call(
        ErasureServiceGrpc.getGetErasureMethod(),
        GetErasureRequest.getDefaultInstance(),
        "",
        context.adminLimits(),
        response -> status(response.getErasure()));
  }

  /** Reads a page of certificates. */
  public CompletableFuture<Page<ErasureCertificate>> list(int pageSize, String pageToken) {
    return connection.call(
        ErasureServiceGrpc.getListErasuresMethod(),
        ListErasuresRequest.newBuilder().setPageSize(pageSize).setPageToken(pageToken).build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getCertificatesList().stream().map(ErasureCalls::certificate).toList(),
                Pages.token(response.getNextPageToken())));
  }

  private static ErasureStatus status(Erasure erasure) {
    ErasurePhase phase = phase(erasure.getPhase());
    return new ErasureStatus(
        phase,
        erasure.getEpoch(),
        erasure.getMaterials(),
        erasure.getDestroyedVersions(),
        erasure.getCertificates(),
        erasure.hasLastCompleteTime()
            ? Optional.of(Times.instant(erasure.getLastCompleteTime()))
            : Optional.empty(),
        phase == ErasurePhase.IDLE ? Optional.empty() : Optional.of(run(erasure)));
  }

  private static ErasureStatus.Run run(Erasure erasure) {
    return new ErasureStatus.Run(
        erasure.getFromEpoch(),
        erasure.getToEpoch(),
        Times.instant(erasure.getStartTime()),
        erasure.getStartedBy(),
        erasure.getReason(),
        erasure.getTotal(),
        erasure.getRemaining(),
        erasure.getMembersList().stream().map(ErasureCalls::member).toList());
  }

  private static ErasureStatus.Member member(ErasureMember member) {
    return new ErasureStatus.Member(
        member.getNode(),
        member.getHoldsSecret(),
        member.hasAttestation()
            ? Optional.of(attestation(member.getAttestation()))
            : Optional.empty());
  }

  private static ErasureCertificate certificate(io.quorumkeep.v1.ErasureCertificate certificate) {
    return new ErasureCertificate(
        certificate.getNumber(),
        certificate.getEpoch(),
        Times.instant(certificate.getStartTime()),
        Times.instant(certificate.getTurnTime()),
        Times.instant(certificate.getCompleteTime()),
        certificate.getStartedBy(),
        certificate.getReason(),
        certificate.getDestroyedVersions(),
        certificate.getRewrapped(),
        certificate.getAttestationsList().stream().map(ErasureCalls::attestation).toList());
  }

  private static Attestation attestation(io.quorumkeep.v1.Attestation attestation) {
    return new Attestation(
        attestation.getNode(),
        Times.instant(attestation.getTime()),
        attestation.getSnapshotIndex(),
        attestation.getFirstLogIndex());
  }

  private static ErasurePhase phase(io.quorumkeep.v1.ErasurePhase phase) {
    return switch (phase) {
      case ERASURE_PHASE_IDLE -> ErasurePhase.IDLE;
      case ERASURE_PHASE_DISTRIBUTING -> ErasurePhase.DISTRIBUTING;
      case ERASURE_PHASE_REWRAPPING -> ErasurePhase.REWRAPPING;
      case ERASURE_PHASE_PURGING -> ErasurePhase.PURGING;
      case ERASURE_PHASE_UNSPECIFIED, UNRECOGNIZED -> ErasurePhase.UNKNOWN;
    };
  }
}
