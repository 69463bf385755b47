// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.AttestationRow;
import io.quorumkeep.log.v1.CertificateRow;
import io.quorumkeep.log.v1.EpochCount;
import io.quorumkeep.log.v1.ErasureRow;
import io.quorumkeep.log.v1.ErasureRunRow;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.erasure.Attestation;
import io.quorumkeep.node.domain.erasure.EpochCounts;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of epochs, and certificates of erasure, to and from their rows.
 *
 * @see CorruptLogException thrown by every decoder for bytes that are not such a row
 */
public final class ErasureCodec {
  private ErasureCodec() {}

  public static byte[] encodeState(ErasureState state) {
    ErasureRow.Builder row =
        ErasureRow.newBuilder()
            .setEpoch(state.epoch())
            .addAllMaterials(counts(state.materials()))
            .addAllDestroyed(counts(state.destroyed()))
            .setCertificates(state.certificates())
            .setLastErasedAtMs(Fields.milliseconds(state.lastErasedAt()));
    ErasureRun run = state.run();
    if (run != null) {
      row.setRun(runRow(run));
    }
    return row.build().toByteArray();
  }

  public static ErasureState decodeState(byte[] bytes) {
    return Guarded.decode(
        "the row of the epochs",
        () -> {
          ErasureRow row = Fields.known(ErasureRow.parseFrom(bytes));
          return new ErasureState(
              row.getEpoch(),
              counts(row.getMaterialsList()),
              counts(row.getDestroyedList()),
              row.hasRun() ? run(row.getRun()) : null,
              row.getCertificates(),
              Fields.time(row.getLastErasedAtMs()));
        });
  }

  public static byte[] encodeCertificate(ErasureCertificate certificate) {
    return certificateRow(certificate).toByteArray();
  }

  public static ErasureCertificate decodeCertificate(byte[] bytes) {
    return Guarded.decode(
        "a certificate of erasure", () -> certificate(CertificateRow.parseFrom(bytes)));
  }

  private static List<EpochCount> counts(EpochCounts counts) {
    List<EpochCount> out = new ArrayList<>();
    counts
        .byEpoch()
        .forEach(
            (epoch, count) ->
                out.add(EpochCount.newBuilder().setEpoch(epoch).setCount(count).build()));
    return out;
  }

  private static EpochCounts counts(List<EpochCount> counts) {
    SortedMap<Integer, Long> byEpoch = new TreeMap<>();
    for (EpochCount count : counts) {
      if (!byEpoch.isEmpty() && Fields.known(count).getEpoch() <= byEpoch.lastKey()) {
        throw new CorruptLogException("epochs are counted once each, ascending");
      }
      byEpoch.put(Fields.known(count).getEpoch(), count.getCount());
    }
    return new EpochCounts(byEpoch);
  }

  private static ErasureRunRow runRow(ErasureRun run) {
    ErasureRunRow.Builder row =
        ErasureRunRow.newBuilder()
            .setPhase(run.phase().number())
            .setToEpoch(run.toEpoch())
            .setStartedAtMs(run.startedAt().toEpochMilli())
            .setStartedBy(run.startedBy())
            .setReason(run.reason())
            .addAllMembers(run.members())
            .addAllHolders(run.holders())
            .setTurnedAtMs(Fields.milliseconds(run.turnedAt()))
            .setTotal(run.total())
            .setPurgeIndex(run.purgeIndex());
    EpochOffer offer = run.offer();
    if (offer != null) {
      row.setFingerprint(offer.fingerprint()).setOfferedBy(offer.by());
    }
    run.attestations().forEach(each -> row.addAttestations(attestationRow(each)));
    return row.build();
  }

  private static ErasureRun run(ErasureRunRow row) {
    boolean offered =
        !Fields.known(row).getFingerprint().isEmpty() || !row.getOfferedBy().isEmpty();
    return new ErasureRun(
        phase(row.getPhase()),
        row.getToEpoch(),
        Instant.ofEpochMilli(row.getStartedAtMs()),
        row.getStartedBy(),
        row.getReason(),
        row.getMembersList(),
        offered ? new EpochOffer(row.getFingerprint(), row.getOfferedBy()) : null,
        row.getHoldersList(),
        Fields.time(row.getTurnedAtMs()),
        row.getTotal(),
        row.getPurgeIndex(),
        attestations(row.getAttestationsList()));
  }

  private static ErasurePhase phase(int number) {
    for (ErasurePhase phase : ErasurePhase.values()) {
      if (phase.number() == number) {
        return phase;
      }
    }
    throw new CorruptLogException("unknown phase of erasure " + number);
  }

  static AttestationRow attestationRow(Attestation attestation) {
    return AttestationRow.newBuilder()
        .setMember(attestation.member())
        .setSnapshotIndex(attestation.snapshotIndex())
        .setFirstLogIndex(attestation.firstLogIndex())
        .setAttestedAtMs(attestation.attestedAt().toEpochMilli())
        .build();
  }

  static Attestation attestation(AttestationRow row) {
    return new Attestation(
        Fields.known(row).getMember(),
        row.getSnapshotIndex(),
        row.getFirstLogIndex(),
        Instant.ofEpochMilli(row.getAttestedAtMs()));
  }

  private static List<Attestation> attestations(List<AttestationRow> rows) {
    List<Attestation> attestations = new ArrayList<>(rows.size());
    rows.forEach(row -> attestations.add(attestation(row)));
    return attestations;
  }

  static CertificateRow certificateRow(ErasureCertificate certificate) {
    CertificateRow.Builder row =
        CertificateRow.newBuilder()
            .setNumber(certificate.number())
            .setEpoch(certificate.epoch())
            .setStartedAtMs(certificate.startedAt().toEpochMilli())
            .setTurnedAtMs(certificate.turnedAt().toEpochMilli())
            .setCompletedAtMs(certificate.completedAt().toEpochMilli())
            .setStartedBy(certificate.startedBy())
            .setReason(certificate.reason())
            .setDestroyedVersions(certificate.destroyedVersions())
            .setRewrapped(certificate.rewrapped());
    certificate.attestations().forEach(each -> row.addAttestations(attestationRow(each)));
    return row.build();
  }

  static ErasureCertificate certificate(CertificateRow row) {
    return new ErasureCertificate(
        Fields.known(row).getNumber(),
        row.getEpoch(),
        Instant.ofEpochMilli(row.getStartedAtMs()),
        Instant.ofEpochMilli(row.getTurnedAtMs()),
        Instant.ofEpochMilli(row.getCompletedAtMs()),
        row.getStartedBy(),
        row.getReason(),
        row.getDestroyedVersions(),
        row.getRewrapped(),
        attestations(row.getAttestationsList()));
  }
}
