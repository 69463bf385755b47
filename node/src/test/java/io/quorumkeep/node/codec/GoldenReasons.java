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
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the golden files about reasons hold. They are for ever, so these never change. */
final class GoldenReasons {
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  private static final WrappedMaterial MATERIAL =
      new WrappedMaterial(3, new byte[] {1, 0, -1, 127, -128});

  private GoldenReasons() {}

  static Entry entry() {
    List<Command> commands = new ArrayList<>();
    for (KeyCommand command :
        List.of(
            new KeyCommand.Rotate(CARD, 2, MATERIAL, "new terminals"),
            new KeyCommand.Suspend(CARD, 1, "Prüfung"),
            new KeyCommand.Reactivate(CARD, 0, "checked"))) {
      commands.add(
          new Command(
              new Origin(ALICE, "10.0.0.7:40312"),
              new RequestId(6, commands.size()),
              7,
              new CommandBody.ChangeKey(command)));
    }
    return new Entry(NOON, List.of(new Batch("node-3", 5, 9, commands)));
  }

  static List<KeyEvent> events() {
    return List.of(
        new KeyEvent.Rotated(
            CARD, NOON, 2, UsagePeriods.WITHOUT_END, null, MATERIAL, "new terminals"),
        new KeyEvent.Suspended(CARD, NOON, 1, "Prüfung"),
        new KeyEvent.Reactivated(CARD, NOON, 0, "checked"));
  }
}
