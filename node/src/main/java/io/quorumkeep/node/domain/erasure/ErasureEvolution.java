// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds events into the state of epochs: the same events give the same on every node. */
public final class ErasureEvolution {
  private ErasureEvolution() {}

  /**
   * Returns the state as it is after {@code event}.
   *
   * @param versions as they were before it
   * @throws CorruptLogException if the event cannot follow
   */
  public static ErasureState evolve(ErasureState before, ErasureEvent event, Versions versions) {
    return event.match(new Fold(before, before.run(), versions));
  }

  private record Fold(ErasureState before, @Nullable ErasureRun run, Versions versions)
      implements ErasureEvent.Cases<ErasureState> {
    @Override
    public ErasureState started(ErasureEvent.Started event) {
      if (run != null || event.toEpoch() != before.epoch() + 1) {
        throw impossible(event);
      }
      return before.withRun(ErasureRun.begin(event));
    }

    @Override
    public ErasureState offered(ErasureEvent.Offered event) {
      return before.withRun(in(ErasurePhase.DISTRIBUTING, event).offered(event.offer()));
    }

    @Override
    public ErasureState held(ErasureEvent.Held event) {
      if (run == null || run.offer() == null || run.holders().contains(event.member())) {
        throw impossible(event);
      }
      return before.withRun(run.heldBy(event.member()));
    }

    @Override
    public ErasureState turned(ErasureEvent.Turned event) {
      ErasureRun now = in(ErasurePhase.DISTRIBUTING, event);
      if (now.toEpoch() != event.epoch() || now.offer() == null) {
        throw impossible(event);
      }
      return new ErasureState(
          event.epoch(),
          before.materials(),
          before.destroyed(),
          now.turned(event.occurredAt(), before.materials().before(event.epoch())),
          before.certificates(),
          before.lastErasedAt());
    }

    @Override
    public ErasureState rewrapped(ErasureEvent.Rewrapped event) {
      ErasureRun now = in(ErasurePhase.REWRAPPING, event);
      SortedMap<Integer, Long> leaving = new TreeMap<>();
      for (ErasureEvent.Moved moved : event.materials()) {
        WrappedMaterial old = versions.materialOf(moved.name(), moved.version());
        if (old == null
            || old.epoch() >= now.toEpoch()
            || moved.material().epoch() != now.toEpoch()) {
          throw impossible(event);
        }
        leaving.merge(old.epoch(), 1L, Long::sum);
      }
      EpochCounts counts = before.materials().plus(now.toEpoch(), event.materials().size());
      for (Map.Entry<Integer, Long> left : leaving.entrySet()) {
        counts = counts.plus(left.getKey(), -left.getValue());
      }
      return before.withMaterials(counts);
    }

    @Override
    public ErasureState emptied(ErasureEvent.Emptied event) {
      ErasureRun now = in(ErasurePhase.REWRAPPING, event);
      if (before.remaining() > 0) {
        throw impossible(event);
      }
      return before.withRun(now.purging(event.index()));
    }

    @Override
    public ErasureState attested(ErasureEvent.Attested event) {
      ErasureRun now = in(ErasurePhase.PURGING, event);
      if (now.isAttestedBy(event.attestation().member())) {
        throw impossible(event);
      }
      return before.withRun(now.attested(event.attestation()));
    }

    @Override
    public ErasureState erased(ErasureEvent.Erased event) {
      ErasureRun now = in(ErasurePhase.PURGING, event);
      ErasureCertificate certificate = event.certificate();
      if (certificate.number() != before.certificates() + 1
          || certificate.epoch() != now.toEpoch() - 1
          || now.attestations().size() != now.members().size()) {
        throw impossible(event);
      }
      return new ErasureState(
          before.epoch(),
          before.materials(),
          before.destroyed().withoutBefore(now.toEpoch()),
          null,
          certificate.number(),
          certificate.completedAt());
    }

    private ErasureRun in(ErasurePhase phase, ErasureEvent event) {
      if (run == null || run.phase() != phase) {
        throw impossible(event);
      }
      return run;
    }

    private CorruptLogException impossible(ErasureEvent event) {
      return new CorruptLogException(
          event.getClass().getSimpleName()
              + " cannot follow "
              + (run == null ? "a state without an erasure" : run.phase()));
    }
  }
}
