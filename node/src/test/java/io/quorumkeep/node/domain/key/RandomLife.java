// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.key.LifeStep.Op;
import io.quorumkeep.node.domain.key.LifeStep.Traits;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Random steps in the life of one key: mostly such as can succeed, at times that are mostly just
 * before, at, or after something is due.
 */
public final class RandomLife {
  private static final long SECOND = 1_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;
  private static final long[] SPANS = {SECOND, HOUR, 2 * DAY, 8 * DAY, 31 * DAY, 182 * DAY};

  private final Random random;
  private final LifeModel model;

  public RandomLife(Random random, LifeModel model) {
    this.random = random;
    this.model = model;
  }

  /** The time of the next step, not before {@code now}. */
  public long later(long now) {
    List<LifeModel.Deadline> all = model.deadlines();
    if (!all.isEmpty() && random.nextInt(3) == 0) {
      long at = all.get(random.nextInt(all.size())).at() - 1 + random.nextInt(3);
      // Not always: whoever waits for a destruction sees nothing else.
      return at < now + 400 * DAY ? Math.max(now, at) : now;
    }
    return switch (random.nextInt(12)) {
      case 0 -> now + random.nextInt(40) * DAY;
      case 1 -> now + random.nextInt(48) * HOUR;
      case 2, 3 -> now;
      default -> now + random.nextInt(5_000);
    };
  }

  public LifeStep next(long now) {
    if (model.state().equals(LifeModel.NONE) && random.nextInt(4) > 0) {
      return create(now);
    }
    List<LifeModel.Deadline> all = model.deadlines();
    if (!all.isEmpty() && random.nextInt(4) == 0) {
      LifeModel.Deadline any = all.get(random.nextInt(all.size()));
      return step(any.op(), any.version(), any.op() == Op.DUE_ROTATE ? newVersion() : 0);
    }
    return anything(now);
  }

  private LifeStep anything(long now) {
    int version = random.nextInt(3) == 0 ? 0 : random.nextInt(model.current() + 2);
    return switch (random.nextInt(30)) {
      case 0 -> create(now);
      case 1, 2 -> step(Op.ACTIVATE, 0, 0);
      case 3, 4, 5 -> step(Op.ROTATE, 0, newVersion());
      case 6, 7 -> step(Op.SUSPEND, version, 0);
      case 8, 9, 10 -> step(Op.REACTIVATE, version, 0);
      case 11, 12 -> step(Op.DEACTIVATE, version, 0);
      case 13 -> compromise(now, version);
      case 14, 15, 16 -> update(now);
      case 17, 18 -> step(Op.SCHEDULE, version, (7 + random.nextInt(30)) * DAY);
      case 19, 20 -> step(Op.CANCEL, version, 0);
      case 21 -> random.nextInt(3) == 0 ? step(Op.DESTROY, version, 0) : use();
      case 22, 23 -> step(Op.USE_VERSION, Math.max(1, version), 0);
      case 24 -> step(Op.USE_COMPROMISED, Math.max(1, version), 0);
      case 25 -> anythingDue(version);
      default -> use();
    };
  }

  /** Also what is not due. */
  private LifeStep anythingDue(int version) {
    return switch (random.nextInt(5)) {
      case 0 -> step(Op.DUE_ACTIVATE, 0, 0);
      case 1 -> step(Op.DUE_ROTATE, 0, newVersion());
      case 2 -> step(Op.DUE_WARN, version, 0);
      case 3 -> step(Op.DUE_DEACTIVATE, version, 0);
      default -> step(Op.DUE_DESTROY, version, 0);
    };
  }

  private LifeStep create(long now) {
    long activation =
        switch (random.nextInt(6)) {
          case 0, 1 -> -1;
          case 2 -> now - 2 + random.nextInt(5);
          case 3 -> now + span();
          default -> 0;
        };
    return new LifeStep(Op.CREATE, 0, activation, 0, traits(), LifeStep.ALL);
  }

  private LifeStep compromise(long now, int version) {
    // Mostly of a version: of the key it ends everything.
    int which = random.nextInt(6) == 0 ? 0 : Math.max(1, version);
    long since = random.nextBoolean() ? 0 : now - DAY + 2 * DAY * random.nextInt(2);
    return step(Op.COMPROMISE, which, since);
  }

  private LifeStep update(long now) {
    long seen = random.nextInt(3) == 0 ? Math.max(1, model.revision() - random.nextInt(2)) : 0;
    boolean waits = model.state().equals("PRE_ACTIVE");
    if (random.nextInt(waits ? 2 : 8) > 0) {
      return new LifeStep(Op.UPDATE, 0, seen, 0, traits(), 1 + random.nextInt(LifeStep.ALL));
    }
    int mask = LifeStep.ACTIVATION | random.nextInt(1 + LifeStep.ALL);
    return new LifeStep(Op.UPDATE, 0, seen, activation(now), traits(), mask);
  }

  /** When a key is to be activated instead; 0 for never by itself. */
  private long activation(long now) {
    return switch (random.nextInt(5)) {
      case 0, 1 -> now - 2 + random.nextInt(5);
      case 2 -> 0;
      case 3 -> 1;
      default -> now + span();
    };
  }

  private LifeStep use() {
    long bytes =
        switch (random.nextInt(12)) {
          case 0 -> Long.MAX_VALUE - random.nextInt(3);
          case 1, 2, 3 -> random.nextInt(1_000);
          default -> 0;
        };
    long operations = random.nextInt(10) == 0 ? 1L << 31 : 1 + random.nextInt(3);
    return new LifeStep(Op.USE, 0, operations, bytes, null, 0);
  }

  private Traits traits() {
    long protect = random.nextInt(4) == 0 ? 0 : span();
    long process =
        protect == 0 || random.nextInt(4) == 0 ? 0 : protect + random.nextInt(3) * span();
    return new Traits(
        protect,
        process,
        "team-" + random.nextInt(3),
        random.nextInt(5) > 0,
        random.nextInt(6) > 0,
        random.nextInt(3) == 0 ? span() : 0,
        random.nextInt(4) == 0 ? 1 + random.nextInt(6) : 0,
        random.nextInt(6) == 0 ? 1 + random.nextInt(2_000) : 0,
        random.nextInt(4) == 0 ? 1 + random.nextInt(8) : 0,
        random.nextInt(6) == 0 ? 1 + random.nextInt(3_000) : 0);
  }

  private long span() {
    return SPANS[random.nextInt(SPANS.length)];
  }

  private long newVersion() {
    return Math.max(1, model.current() + (random.nextInt(6) == 0 ? 0 : 1));
  }

  private static LifeStep step(Op op, int version, long number) {
    @Nullable Traits none = null;
    return new LifeStep(op, version, number, 0, none, 0);
  }
}
