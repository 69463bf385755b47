// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the golden files about the archive hold. They are for ever, so these never change. */
final class GoldenArchive {
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final Instant LATER = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  private static final WrappedMaterial MATERIAL =
      new WrappedMaterial(3, new byte[] {1, 0, -1, 127, -128});
  private static final KeyImage IMAGE =
      new KeyImage(new byte[] {0x30, 3, 2, 1, 5}, digest(1), digest(2));

  private GoldenArchive() {}

  private static Digest digest(int filler) {
    byte[] bytes = new byte[Digest.LENGTH];
    Arrays.fill(bytes, (byte) filler);
    return new Digest(bytes);
  }

  static Entry entry() {
    List<Command> commands = new ArrayList<>();
    for (KeyCommand command :
        List.of(
            new KeyCommand.Archive(CARD, 2, null, true),
            new KeyCommand.Archive(CARD, 2, IMAGE, false),
            new KeyCommand.Recover(CARD, 2, digest(2), MATERIAL, "p-1", "old backups"),
            new KeyCommand.DeleteImage(CARD, 3, "p-2", ""))) {
      commands.add(
          new Command(
              new Origin(ALICE, "10.0.0.7:40312"),
              new RequestId(3, commands.size()),
              7,
              new CommandBody.ChangeKey(command)));
    }
    return new Entry(LATER, List.of(new Batch("node-3", 5, 6, commands)));
  }

  /** What is due, with an image. */
  static Entry dueEntry() {
    Command due =
        new Command(
            new Origin(new Principal("spiffe://example.org/node/node-3"), ""),
            new RequestId(4, 0),
            0,
            new CommandBody.Due(CARD, new DueDecider.Due(DueKind.DEACTIVATE, 2, 0, null, IMAGE)));
    return new Entry(LATER, List.of(new Batch("node-3", 5, 7, List.of(due))));
  }

  static List<KeyEvent> events() {
    return List.of(
        new KeyEvent.Archived(CARD, LATER, 2, digest(2), digest(1)),
        new KeyEvent.Recovered(
            CARD,
            LATER,
            2,
            MATERIAL,
            new KeyEvent.Recovery(ALICE.uri(), "p-1", digest(1), "old backups")),
        new KeyEvent.ImageDeleted(CARD, LATER, 3, "no longer needed"));
  }
}
