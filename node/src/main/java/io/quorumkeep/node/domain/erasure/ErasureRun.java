// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An erasure under way.
 *
 * @param toEpoch the epoch that what lives is moved to
 * @param startedAt log time
 * @param startedBy the principal that asked for it
 * @param reason may be empty
 * @param members who must take part, in the order of the command that began it
 * @param offer the secret of {@code toEpoch} that was taken, or null before the first
 * @param holders the members that have stored that secret, in the order of the log
 * @param turnedAt log time at which {@code toEpoch} became current, or null
 * @param total materials that were in older epochs then
 * @param purgeIndex the log index past which no older material lives; 0 while some may
 * @param attestations in the order of the log
 */
public record ErasureRun(
    ErasurePhase phase,
    int toEpoch,
    Instant startedAt,
    String startedBy,
    String reason,
    List<String> members,
    @Nullable EpochOffer offer,
    List<String> holders,
    @Nullable Instant turnedAt,
    long total,
    long purgeIndex,
    List<Attestation> attestations) {
  public ErasureRun {
    members = List.copyOf(members);
    holders = List.copyOf(holders);
    attestations = List.copyOf(attestations);
    if (toEpoch < 2 || members.isEmpty() || total < 0 || purgeIndex < 0) {
      throw new IllegalArgumentException("an erasure leads its members to a later epoch");
    }
    boolean turned = phase != ErasurePhase.DISTRIBUTING;
    if (turned != (turnedAt != null) || (turned && offer == null)) {
      throw new IllegalArgumentException("an epoch turns once, and with a secret");
    }
  }

  static ErasureRun begin(ErasureEvent.Started event) {
    return new ErasureRun(
        ErasurePhase.DISTRIBUTING,
        event.toEpoch(),
        event.occurredAt(),
        event.startedBy(),
        event.reason(),
        event.members(),
        null,
        List.of(),
        null,
        0,
        0,
        List.of());
  }

  ErasureRun offered(EpochOffer next) {
    return new ErasureRun(
        phase, toEpoch, startedAt, startedBy, reason, members, next, List.of(), null, 0, 0,
        List.of());
  }

  ErasureRun heldBy(String member) {
    return new ErasureRun(
        phase,
        toEpoch,
        startedAt,
        startedBy,
        reason,
        members,
        offer,
        plus(holders, member),
        turnedAt,
        total,
        purgeIndex,
        attestations);
  }

  ErasureRun turned(Instant at, long materials) {
    return inPhase(ErasurePhase.REWRAPPING, at, materials, 0);
  }

  ErasureRun purging(long index) {
    return inPhase(ErasurePhase.PURGING, turnedAt, total, index);
  }

  private ErasureRun inPhase(
      ErasurePhase next, @Nullable Instant turned, long materials, long index) {
    return new ErasureRun(
        next,
        toEpoch,
        startedAt,
        startedBy,
        reason,
        members,
        offer,
        holders,
        turned,
        materials,
        index,
        attestations);
  }

  ErasureRun attested(Attestation attestation) {
    return new ErasureRun(
        phase,
        toEpoch,
        startedAt,
        startedBy,
        reason,
        members,
        offer,
        holders,
        turnedAt,
        total,
        purgeIndex,
        plus(attestations, attestation));
  }

  /** Whether more than half of the members hold the secret. */
  public boolean isHeldByMajority() {
    return holders.size() > members.size() / 2;
  }

  /** Whether the secret on offer has this fingerprint. */
  public boolean offers(String fingerprint) {
    return offer != null && offer.fingerprint().equals(fingerprint);
  }

  public boolean isAttestedBy(String member) {
    return attestations.stream().anyMatch(each -> each.member().equals(member));
  }

  private static <T> List<T> plus(List<T> list, T value) {
    List<T> more = new ArrayList<>(list);
    more.add(value);
    return more;
  }
}
