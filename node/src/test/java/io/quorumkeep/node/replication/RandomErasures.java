// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * One erasure after the other, step by step, as its coordinators would ask for it, with a step out
 * of turn now and then. It does not know which keys there are, so it moves whatever may be there.
 */
final class RandomErasures {
  private static final List<String> MEMBERS = List.of("n1", "n2", "n3");
  private static final int ITEMS = 20;

  private final Random random;
  private final Deque<ErasureCommand> steps = new ArrayDeque<>();
  private List<Made> made = new ArrayList<>();
  private int epoch = 1;
  private boolean turning;

  /** Material that a version has, if the command that it was in was accepted. */
  private record Made(KeyName name, int version, WrappedMaterial material) {}

  RandomErasures(Random random) {
    this.random = random;
  }

  /** The epoch that is current at the end of the log so far. */
  int epoch() {
    return epoch;
  }

  WrappedMaterial made(KeyName name, int version, WrappedMaterial material) {
    made.add(new Made(name, version, material));
    return material;
  }

  ErasureCommand next() {
    if (random.nextInt(8) == 0) {
      return outOfTurn();
    }
    if (steps.isEmpty()) {
      if (turning) {
        move();
      } else {
        begin();
      }
    }
    ErasureCommand step = steps.removeFirst();
    if (step instanceof ErasureCommand.Turn) {
      epoch++;
    }
    return step;
  }

  private void begin() {
    String lost = fingerprint();
    String taken = fingerprint();
    steps.add(new ErasureCommand.Start(MEMBERS, "", false));
    steps.add(new ErasureCommand.Offer(epoch + 1, new EpochOffer(lost, "n1"), ""));
    steps.add(new ErasureCommand.Hold(epoch + 1, "n1", lost));
    steps.add(new ErasureCommand.Offer(epoch + 1, new EpochOffer(taken, "n2"), lost));
    steps.add(new ErasureCommand.Hold(epoch + 1, "n2", taken));
    steps.add(new ErasureCommand.Hold(epoch + 1, "n1", taken));
    steps.add(new ErasureCommand.Turn(epoch + 1));
    turning = true;
  }

  private void move() {
    List<Made> moved = new ArrayList<>();
    List<RewrapItem> items = new ArrayList<>();
    for (Made each : made) {
      WrappedMaterial old = each.material();
      if (old.epoch() >= epoch) {
        moved.add(each);
        continue;
      }
      byte[] blob = new byte[61];
      random.nextBytes(blob);
      items.add(
          new RewrapItem(each.name(), each.version(), old.epoch(), RewrapItem.endOf(old), blob));
      moved.add(new Made(each.name(), each.version(), new WrappedMaterial(epoch, blob)));
      if (items.size() == ITEMS) {
        steps.add(new ErasureCommand.Rewrap(epoch, items));
        items.clear();
      }
    }
    if (!items.isEmpty()) {
      steps.add(new ErasureCommand.Rewrap(epoch, items));
    }
    made = moved;
    steps.add(new ErasureCommand.Complete(epoch));
    for (String member : MEMBERS) {
      steps.add(new ErasureCommand.Attest(epoch, member, 1L << 40, random.nextInt(100)));
    }
    turning = false;
  }

  private ErasureCommand outOfTurn() {
    int some = Math.max(1, epoch + random.nextInt(3) - 1);
    return switch (random.nextInt(5)) {
      case 0 -> new ErasureCommand.Start(MEMBERS, "again", true);
      case 1 -> new ErasureCommand.Offer(some, new EpochOffer(fingerprint(), "n3"), fingerprint());
      case 2 -> new ErasureCommand.Hold(some, "n4", fingerprint());
      case 3 -> new ErasureCommand.Complete(some + 7);
      default -> new ErasureCommand.Attest(some, "n1", 0, 0);
    };
  }

  private String fingerprint() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
