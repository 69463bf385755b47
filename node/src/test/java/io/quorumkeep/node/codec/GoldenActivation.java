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
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the golden files about planned activations hold. They are for ever, so these never change.
 */
final class GoldenActivation {
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");
  private static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  private static final KeyAttributes ATTRIBUTES =
      KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of());

  private GoldenActivation() {}

  static Entry entry() {
    KeyEdit owner = new KeyEdit(null, null, "risk", null, null, null, null, null, null);
    List<Command> commands = new ArrayList<>();
    for (KeyEdit edit :
        List.of(
            KeyEdit.NOTHING.withActivation(LATER),
            KeyEdit.NOTHING.withActivation(null),
            owner.withActivation(LATER))) {
      commands.add(
          new Command(
              new Origin(ALICE, "10.0.0.7:40312"),
              new RequestId(5, commands.size()),
              7,
              new CommandBody.ChangeKey(new KeyCommand.Update(CARD, edit, 3, "moved"))));
    }
    return new Entry(NOON, List.of(new Batch("node-3", 5, 8, commands)));
  }

  static List<KeyEvent> events() {
    return List.of(updated(null, LATER), updated(LATER, NOON), updated(LATER, null));
  }

  private static KeyEvent updated(@Nullable Instant before, @Nullable Instant after) {
    return new KeyEvent.Updated(
        CARD,
        NOON,
        ATTRIBUTES,
        ATTRIBUTES,
        null,
        "moved",
        new KeyEvent.ActivationChange(before, after));
  }
}
