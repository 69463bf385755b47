// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.erasure.Attestation;
import io.quorumkeep.node.domain.erasure.EpochCounts;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the golden files of erasures hold. They are for ever, so these values never change. */
final class GoldenErasure {
  private static final Instant STARTED = Instant.parse("2026-05-01T00:00:00.001Z");
  private static final Instant TURNED = Instant.parse("2026-05-01T00:00:03Z");
  private static final Instant ERASED = Instant.parse("2026-05-01T00:01:00.900Z");
  private static final String ALICE = "spiffe://example.org/people/alice";
  private static final List<String> MEMBERS = List.of("node-1", "node-2", "node-3");
  private static final String FINGERPRINT = "0123456789abcdef".repeat(4);
  private static final String OTHER = "fedcba9876543210".repeat(4);
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final byte[] OLD_END = {0, 1, 2, 3, 4, 5, 6, 7, -8, -7, -6, -5, -4, -3, -2, -1};
  private static final byte[] BLOB = {1, 0, -1, 127, -128};
  private static final List<Attestation> ATTESTATIONS =
      List.of(
          new Attestation("node-2", 1L << 33, 1L << 32, TURNED.plusSeconds(50)),
          new Attestation("node-1", 1L << 33, 0, TURNED.plusSeconds(51)),
          new Attestation("node-3", (1L << 33) + 7, 1L << 32, ERASED));

  private GoldenErasure() {}

  static List<ErasureCommand> steps() {
    return List.of(
        new ErasureCommand.Start(MEMBERS, "contract ended", false),
        new ErasureCommand.Start(List.of("node-1"), "", true),
        new ErasureCommand.Offer(4, new EpochOffer(FINGERPRINT, "node-2"), ""),
        new ErasureCommand.Offer(4, new EpochOffer(OTHER, "node-1"), FINGERPRINT),
        new ErasureCommand.Hold(4, "node-3", OTHER),
        new ErasureCommand.Turn(4),
        new ErasureCommand.Rewrap(
            4,
            List.of(
                new RewrapItem(CARD, 300, 3, OLD_END, BLOB),
                new RewrapItem(new KeyName("a", "b"), 1, 2, new byte[] {5}, BLOB))),
        new ErasureCommand.Complete(4),
        new ErasureCommand.Attest(4, "node-2", 1L << 33, 1L << 32));
  }

  static Entry entry() {
    List<Command> commands = new ArrayList<>();
    for (ErasureCommand step : steps()) {
      commands.add(
          new Command(
              new Origin(new Principal(ALICE), "10.0.0.7:40312"),
              new RequestId(1, commands.size()),
              5,
              new CommandBody.Erase(step)));
    }
    return new Entry(STARTED, List.of(new Batch("node-1", 3, 4, commands)));
  }

  static List<ErasureEvent> events() {
    return List.of(
        new ErasureEvent.Started(STARTED, 4, ALICE, "contract ended", MEMBERS),
        new ErasureEvent.Offered(STARTED, new EpochOffer(FINGERPRINT, "node-2")),
        new ErasureEvent.Held(STARTED, "node-3"),
        new ErasureEvent.Turned(TURNED, 4),
        new ErasureEvent.Rewrapped(
            TURNED,
            List.of(
                new ErasureEvent.Moved(CARD, 300, new WrappedMaterial(4, BLOB)),
                new ErasureEvent.Moved(CARD, 1, new WrappedMaterial(4, OLD_END)))),
        new ErasureEvent.Emptied(TURNED, 1L << 33),
        new ErasureEvent.Attested(ATTESTATIONS.get(0)),
        new ErasureEvent.Erased(certificates().get(0)));
  }

  static List<ErasureState> states() {
    return List.of(
        ErasureState.start(),
        new ErasureState(
            3,
            EpochCounts.NONE.plus(3, 1_000_000),
            EpochCounts.NONE.plus(2, 1).plus(3, 100),
            run(ErasurePhase.DISTRIBUTING, null, List.of(), List.of()),
            2,
            STARTED.minusSeconds(1)),
        new ErasureState(
            4,
            EpochCounts.NONE.plus(3, 999_000).plus(4, 1_000),
            EpochCounts.NONE.plus(3, 100),
            run(
                ErasurePhase.REWRAPPING,
                new EpochOffer(FINGERPRINT, "node-2"),
                List.of("node-2", "node-1"),
                List.of()),
            0,
            null),
        new ErasureState(
            4,
            EpochCounts.NONE.plus(4, 1_000_000),
            EpochCounts.NONE,
            run(
                ErasurePhase.PURGING,
                new EpochOffer(FINGERPRINT, "node-2"),
                MEMBERS,
                ATTESTATIONS.subList(0, 2)),
            1,
            STARTED));
  }

  private static ErasureRun run(
      ErasurePhase phase,
      @Nullable EpochOffer offer,
      List<String> holders,
      List<Attestation> attestations) {
    boolean turned = phase != ErasurePhase.DISTRIBUTING;
    return new ErasureRun(
        phase,
        4,
        STARTED,
        ALICE,
        "contract ended",
        MEMBERS,
        offer,
        holders,
        turned ? TURNED : null,
        turned ? 1_000_000 : 0,
        phase == ErasurePhase.PURGING ? 1L << 33 : 0,
        attestations);
  }

  static List<ErasureCertificate> certificates() {
    return List.of(
        new ErasureCertificate(
            3, 3, STARTED, TURNED, ERASED, ALICE, "contract ended", 100, 1_000_000, ATTESTATIONS),
        new ErasureCertificate(
            1, 1, STARTED, TURNED, ERASED, ALICE, "", 0, 0, ATTESTATIONS.subList(0, 1)));
  }
}
