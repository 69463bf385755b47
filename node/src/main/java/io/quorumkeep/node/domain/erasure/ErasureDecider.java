// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides steps of an erasure. Changes nothing.
 *
 * <p>A step that comes too late, twice, or for another epoch is rejected and does no harm: whoever
 * leads proposes what the state lacks, and a deposed leader may have proposed the same.
 */
public final class ErasureDecider {
  /** How long a scheduled erasure waits after the last one, by log time. */
  public static final Duration SCHEDULED_PAUSE = Duration.ofHours(24);

  private static final Rejection NOT_NOW =
      new Rejection(Reason.ERASURE_STEP_REFUSED, "the erasure is not at this step");

  private ErasureDecider() {}

  /**
   * Where a step is judged.
   *
   * @param now log time
   * @param index of the log entry
   * @param principal who asks
   */
  public record Position(Instant now, long index, Principal principal) {}

  /** Decides a step that was authorised. */
  public static ErasureDecision decide(
      ErasureState state, ErasureCommand command, Versions versions, Position position) {
    return command.match(new Steps(state, state.run(), versions, position));
  }

  /** Whether a scheduled erasure is due at log time {@code now}. */
  public static boolean isDue(ErasureState state, Instant now) {
    Instant last = state.lastErasedAt();
    return state.run() == null
        && state.destroyed().total() > 0
        && (last == null || !now.isBefore(last.plus(SCHEDULED_PAUSE)));
  }

  private record Steps(
      ErasureState state, @Nullable ErasureRun run, Versions versions, Position position)
      implements ErasureCommand.Cases<ErasureDecision> {
    @Override
    public ErasureDecision start(ErasureCommand.Start command) {
      if (run != null) {
        return rejected(
            new Rejection(
                Reason.ERASURE_RUNNING, "an erasure to epoch " + run.toEpoch() + " is under way"));
      }
      if (command.scheduled() && !isDue(state, position.now())) {
        return rejected(NOT_NOW);
      }
      return accepted(
          new ErasureEvent.Started(
              position.now(),
              state.epoch() + 1,
              position.principal().uri(),
              command.reason(),
              command.members()));
    }

    @Override
    public ErasureDecision offer(ErasureCommand.Offer command) {
      if (run == null
          || run.phase() != ErasurePhase.DISTRIBUTING
          || run.toEpoch() != command.epoch()
          || !run.members().contains(command.offer().by())) {
        return rejected(NOT_NOW);
      }
      EpochOffer present = run.offer();
      String expected = present == null ? "" : present.fingerprint();
      // What a majority holds is never replaced: it may be about to turn.
      if (!command.replaces().equals(expected) || run.isHeldByMajority()) {
        return rejected(NOT_NOW);
      }
      return accepted(new ErasureEvent.Offered(position.now(), command.offer()));
    }

    @Override
    public ErasureDecision hold(ErasureCommand.Hold command) {
      if (run == null
          || run.toEpoch() != command.epoch()
          || !run.offers(command.fingerprint())
          || !run.members().contains(command.member())
          || run.holders().contains(command.member())) {
        return rejected(NOT_NOW);
      }
      return accepted(new ErasureEvent.Held(position.now(), command.member()));
    }

    @Override
    public ErasureDecision turn(ErasureCommand.Turn command) {
      if (run == null
          || run.phase() != ErasurePhase.DISTRIBUTING
          || run.toEpoch() != command.epoch()
          || !run.isHeldByMajority()) {
        return rejected(NOT_NOW);
      }
      return accepted(new ErasureEvent.Turned(position.now(), command.epoch()));
    }

    @Override
    public ErasureDecision rewrap(ErasureCommand.Rewrap command) {
      if (run == null
          || run.phase() != ErasurePhase.REWRAPPING
          || run.toEpoch() != command.epoch()) {
        return rejected(NOT_NOW);
      }
      List<ErasureEvent.Moved> moved = new ArrayList<>(command.items().size());
      Set<Id> seen = new LinkedHashSet<>();
      for (RewrapItem item : command.items()) {
        WrappedMaterial old = versions.materialOf(item.name(), item.version());
        if (old != null
            && item.oldEpoch() < command.epoch()
            && item.replaces(old)
            && seen.add(new Id(item.name(), item.version()))) {
          moved.add(
              new ErasureEvent.Moved(
                  item.name(), item.version(), new WrappedMaterial(command.epoch(), item.blob())));
        }
      }
      return moved.isEmpty()
          ? new ErasureDecision.Accepted(List.of())
          : accepted(new ErasureEvent.Rewrapped(position.now(), moved));
    }

    @Override
    public ErasureDecision complete(ErasureCommand.Complete command) {
      if (run == null
          || run.phase() != ErasurePhase.REWRAPPING
          || run.toEpoch() != command.epoch()
          || state.remaining() > 0) {
        return rejected(NOT_NOW);
      }
      return accepted(new ErasureEvent.Emptied(position.now(), position.index()));
    }

    @Override
    public ErasureDecision attest(ErasureCommand.Attest command) {
      if (run == null
          || run.phase() != ErasurePhase.PURGING
          || run.toEpoch() != command.epoch()
          || !run.members().contains(command.member())
          || run.isAttestedBy(command.member())
          || command.snapshotIndex() < run.purgeIndex()) {
        return rejected(NOT_NOW);
      }
      Attestation attestation =
          new Attestation(
              command.member(), command.snapshotIndex(), command.firstLogIndex(), position.now());
      ErasureRun after = run.attested(attestation);
      ErasureEvent attested = new ErasureEvent.Attested(attestation);
      return after.attestations().size() < after.members().size()
          ? accepted(attested)
          : new ErasureDecision.Accepted(
              List.of(attested, new ErasureEvent.Erased(certificate(after))));
    }

    private ErasureCertificate certificate(ErasureRun complete) {
      Instant turnedAt = complete.turnedAt();
      if (turnedAt == null) {
        throw new IllegalStateException("an epoch that never turned cannot be purged");
      }
      return new ErasureCertificate(
          state.certificates() + 1,
          complete.toEpoch() - 1,
          complete.startedAt(),
          turnedAt,
          position.now(),
          complete.startedBy(),
          complete.reason(),
          state.destroyed().before(complete.toEpoch()),
          complete.total(),
          complete.attestations());
    }
  }

  private record Id(KeyName name, int version) {}

  private static ErasureDecision accepted(ErasureEvent event) {
    return new ErasureDecision.Accepted(List.of(event));
  }

  private static ErasureDecision rejected(Rejection rejection) {
    return new ErasureDecision.Rejected(rejection);
  }
}
