// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.key.LifeStep.Op;
import io.quorumkeep.node.domain.key.LifeStep.Traits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key as the documents describe it (NIST SP 800-57 Part 1 Rev. 5, section 7;
 * docs/life-of-a-key.md), in numbers and words. Written without a look at how the code does it, and
 * as plain as can be: it is what the code is compared with.
 */
public final class LifeModel {
  /** Accepted. */
  public static final String OK = "";

  /** No key. */
  public static final String NONE = "none";

  private static final long NEVER = Long.MAX_VALUE;
  private static final long DAY = 86_400_000L;
  private static final long SAFE_OPERATIONS = 2_147_483_648L;

  private final List<Version> versions = new ArrayList<>();
  private String state = NONE;
  private String reason = "";
  private long compromisedAt;
  private long activateAt;
  private long rotateAt;
  private long destroyAt;
  private int revision;
  private @Nullable Traits traits;

  /** One version. Times are 0 where there is none. */
  private static final class Version {
    private String state = "PRE_ACTIVE";
    private String reason = "";
    private long compromisedAt;
    private long activatedAt;
    private long protectStop;
    private long end;
    private long destroyAt;
    private int warned;
    private long uses;
    private long operations;
    private long bytes;

    boolean wasActivated() {
      return activatedAt != 0;
    }

    boolean lives() {
      return state.equals("ACTIVE") || state.equals("SUSPENDED");
    }

    /** The times of all warnings, in order. */
    List<Long> warnings() {
      List<Long> all = new ArrayList<>();
      if (wasActivated()) {
        before(protectStop, all);
        if (end != protectStop) {
          before(end, all);
        }
      }
      Collections.sort(all);
      return all;
    }

    private void before(long when, List<Long> all) {
      for (int days : new int[] {30, 7, 1}) {
        if (when != NEVER && when - days * DAY > activatedAt) {
          all.add(when - days * DAY);
        }
      }
    }
  }

  public String state() {
    return state;
  }

  public int current() {
    return versions.size();
  }

  public int revision() {
    return revision;
  }

  /** The state of a version, or {@link #NONE}. */
  public String stateOf(int version) {
    return version < 1 || version > versions.size() ? NONE : versions.get(version - 1).state;
  }

  /**
   * Tries it.
   *
   * @return {@link #OK}, or the reason why it is refused; then nothing changed
   */
  public String tries(long now, LifeStep step) {
    if (step.op() == Op.CREATE) {
      return create(now, step);
    }
    if (step.isDue()) {
      return due(now, step);
    }
    if (state.equals(NONE)) {
      return "KEY_NOT_FOUND";
    }
    if (step.isUse()) {
      return use(now, step);
    }
    if (step.version() > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    return switch (step.op()) {
      case ACTIVATE -> activate(now);
      case ROTATE -> rotate(now, step.number());
      case UPDATE -> update(now, step);
      case SCHEDULE -> schedule(now, step);
      case CANCEL -> cancel(step.version());
      case DESTROY -> destroy(step.version());
      default -> step.version() == 0 ? changeKey(now, step) : changeVersion(now, step);
    };
  }

  private String create(long now, LifeStep step) {
    if (!state.equals(NONE)) {
      return "KEY_ALREADY_EXISTS";
    }
    state = "PRE_ACTIVE";
    traits = step.traits();
    revision = 1;
    versions.add(new Version());
    if (step.number() > now) {
      activateAt = step.number();
    } else if (step.number() >= 0) {
      begin(now);
    }
    return OK;
  }

  private String activate(long now) {
    if (!state.equals("PRE_ACTIVE")) {
      return "KEY_STATE_FORBIDS";
    }
    if (destroyAt != 0) {
      return "DESTRUCTION_SCHEDULED";
    }
    begin(now);
    return OK;
  }

  private void begin(long now) {
    state = "ACTIVE";
    activateAt = 0;
    rotateAt = traits().rotateEvery() == 0 ? 0 : now + traits().rotateEvery();
    beginVersion(versions.get(0), now);
    revision++;
  }

  private void beginVersion(Version version, long now) {
    version.state = "ACTIVE";
    version.activatedAt = now;
    version.protectStop = traits().protectFor() == 0 ? NEVER : now + traits().protectFor();
    version.end = traits().processFor() == 0 ? NEVER : now + traits().processFor();
  }

  private String rotate(long now, long next) {
    if (!state.equals("ACTIVE")) {
      return "KEY_STATE_FORBIDS";
    }
    if (destroyAt != 0) {
      return "DESTRUCTION_SCHEDULED";
    }
    if (next != versions.size() + 1) {
      return "VERSION_TAKEN";
    }
    Version version = new Version();
    beginVersion(version, now);
    versions.add(version);
    long every = traits().rotateEvery();
    if (every == 0) {
      rotateAt = 0;
    } else if (rotateAt == 0) {
      rotateAt = now + every;
    } else if (rotateAt <= now) {
      // The grid stays; what was missed is not made up for.
      rotateAt += every * ((now - rotateAt) / every + 1);
    }
    revision++;
    return OK;
  }

  private String changeKey(long now, LifeStep step) {
    String next = next(step.op(), state);
    if (next.isEmpty()) {
      return "KEY_STATE_FORBIDS";
    }
    state = next;
    reason = reasonOf(next);
    compromisedAt = next.equals("COMPROMISED") ? since(now, step) : 0;
    revision++;
    return OK;
  }

  private String changeVersion(long now, LifeStep step) {
    Version version = versions.get(step.version() - 1);
    String next = next(step.op(), version.state);
    if (state.equals("PRE_ACTIVE") || next.isEmpty()) {
      return "KEY_STATE_FORBIDS";
    }
    if (step.op() == Op.REACTIVATE && now >= version.end) {
      return "OUTSIDE_CRYPTOPERIOD";
    }
    version.state = next;
    version.reason = reasonOf(next);
    version.compromisedAt = next.equals("COMPROMISED") ? since(now, step) : 0;
    revision++;
    return OK;
  }

  /** The state that follows, or nothing if it cannot be done. */
  private static String next(Op op, String from) {
    boolean active = from.equals("ACTIVE");
    boolean suspended = from.equals("SUSPENDED");
    boolean deactivated = from.equals("DEACTIVATED");
    return switch (op) {
      case SUSPEND -> active ? "SUSPENDED" : "";
      case REACTIVATE -> suspended || deactivated ? "ACTIVE" : "";
      case DEACTIVATE -> active || suspended ? "DEACTIVATED" : "";
      case COMPROMISE ->
          active || suspended || deactivated || from.equals("PRE_ACTIVE") ? "COMPROMISED" : "";
      default -> throw new IllegalStateException(op + " is not of this kind");
    };
  }

  private static String reasonOf(String next) {
    return switch (next) {
      case "DEACTIVATED" -> "SUPERSEDED";
      case "COMPROMISED" -> "KEY_COMPROMISE";
      default -> "";
    };
  }

  private static long since(long now, LifeStep step) {
    return step.number() == 0 ? now : Math.min(now, step.number());
  }

  private String update(long now, LifeStep step) {
    if (state.equals("DESTROYED")) {
      return "KEY_STATE_FORBIDS";
    }
    if (step.number() != 0 && step.number() != revision) {
      return "ETAG_MISMATCH";
    }
    if (LifeStep.has(step.mask(), LifeStep.ACTIVATION)) {
      if (!state.equals("PRE_ACTIVE")) {
        return "KEY_STATE_FORBIDS";
      }
      activateAt = step.bytes() == 0 ? 0 : Math.max(now, step.bytes());
    }
    Traits old = traits();
    Traits set = step.traits() == null ? old : step.traits();
    int mask = step.mask();
    Traits rotation = LifeStep.has(mask, LifeStep.ROTATION) ? set : old;
    Traits periods = LifeStep.has(mask, LifeStep.PERIODS) ? set : old;
    Traits budget = LifeStep.has(mask, LifeStep.BUDGET) ? set : old;
    traits =
        new Traits(
            periods.protectFor(),
            periods.processFor(),
            (LifeStep.has(mask, LifeStep.OWNER) ? set : old).owner(),
            (LifeStep.has(mask, LifeStep.DELETABLE) ? set : old).deletable(),
            (LifeStep.has(mask, LifeStep.EXPORTABLE) ? set : old).exportable(),
            rotation.rotateEvery(),
            rotation.rotateOperations(),
            rotation.rotateBytes(),
            budget.mostOperations(),
            budget.mostBytes());
    if (rotation.rotateEvery() != old.rotateEvery() && !state.equals("PRE_ACTIVE")) {
      rotateAt = rotation.rotateEvery() == 0 ? 0 : now + rotation.rotateEvery();
    }
    revision++;
    return OK;
  }

  private String mayBeDestroyed(int version) {
    if (state.equals("DESTROYED") || stateOf(version).equals("DESTROYED")) {
      return "KEY_STATE_FORBIDS";
    }
    if (!traits().deletable()) {
      return "KEY_NOT_DELETABLE";
    }
    return version == versions.size() ? "CURRENT_VERSION" : OK;
  }

  private String schedule(long now, LifeStep step) {
    String no = mayBeDestroyed(step.version());
    if (!no.isEmpty()) {
      return no;
    }
    if (plannedDestruction(step.version()) != 0) {
      return "DESTRUCTION_SCHEDULED";
    }
    planDestruction(step.version(), now + step.number());
    revision++;
    return OK;
  }

  private String cancel(int version) {
    if (plannedDestruction(version) == 0) {
      return "DESTRUCTION_NOT_SCHEDULED";
    }
    planDestruction(version, 0);
    revision++;
    return OK;
  }

  private long plannedDestruction(int version) {
    return version == 0 ? destroyAt : versions.get(version - 1).destroyAt;
  }

  private void planDestruction(int version, long at) {
    if (version == 0) {
      destroyAt = at;
    } else {
      versions.get(version - 1).destroyAt = at;
    }
  }

  private String destroy(int version) {
    String no = mayBeDestroyed(version);
    if (no.isEmpty()) {
      ends(version);
    }
    return no;
  }

  private void ends(int version) {
    for (int number = 1; number <= versions.size(); number++) {
      if (version == 0 || version == number) {
        versions.get(number - 1).state = "DESTROYED";
        versions.get(number - 1).destroyAt = 0;
      }
    }
    if (version == 0) {
      state = "DESTROYED";
      activateAt = 0;
      rotateAt = 0;
      destroyAt = 0;
    }
    revision++;
  }

  private String use(long now, LifeStep step) {
    boolean byNumber = step.op() != Op.USE;
    int number = byNumber ? step.version() : versions.size();
    if (number > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    Version version = versions.get(number - 1);
    if (!traits().exportable()) {
      return "KEY_NOT_EXPORTABLE";
    }
    if (destroyAt != 0 || version.destroyAt != 0) {
      return "DESTRUCTION_SCHEDULED";
    }
    List<String> good = new ArrayList<>(List.of("ACTIVE"));
    if (byNumber) {
      good.add("DEACTIVATED");
    }
    if (step.op() == Op.USE_COMPROMISED) {
      good.add("COMPROMISED");
    }
    if (!version.wasActivated() || !good.contains(state) || !good.contains(version.state)) {
      return "KEY_STATE_FORBIDS";
    }
    if (now >= (byNumber ? version.end : version.protectStop)) {
      return "OUTSIDE_CRYPTOPERIOD";
    }
    if (!byNumber && !isWithinBudget(version, step)) {
      return "USAGE_BUDGET_EXHAUSTED";
    }
    version.uses++;
    version.operations += byNumber ? 0 : step.number();
    version.bytes += byNumber ? 0 : step.bytes();
    rotateIfUsedUp(now, version, number);
    return OK;
  }

  private boolean isWithinBudget(Version version, LifeStep step) {
    long operations = traits().mostOperations() == 0 ? SAFE_OPERATIONS : traits().mostOperations();
    long bytes = traits().mostBytes() == 0 ? Long.MAX_VALUE : traits().mostBytes();
    return step.number() <= operations - version.operations
        && step.bytes() <= bytes - version.bytes;
  }

  private void rotateIfUsedUp(long now, Version version, int number) {
    Traits of = traits();
    boolean usedUp =
        (of.rotateOperations() > 0 && version.operations >= of.rotateOperations())
            || (of.rotateBytes() > 0 && version.bytes >= of.rotateBytes());
    boolean waits = rotateAt != 0 && rotateAt <= now;
    if (usedUp && number == versions.size() && state.equals("ACTIVE") && !waits) {
      rotateAt = now;
      revision++;
    }
  }

  private String due(long now, LifeStep step) {
    long at = deadline(step.op(), step.version());
    if (at == 0 || at > now) {
      return "NOT_DUE";
    }
    switch (step.op()) {
      case DUE_ACTIVATE -> begin(now);
      case DUE_ROTATE -> {
        return rotate(now, step.number()).isEmpty() ? OK : "NOT_DUE";
      }
      case DUE_WARN -> warn(now, versions.get(step.version() - 1));
      case DUE_DEACTIVATE -> {
        Version version = versions.get(step.version() - 1);
        version.state = "DEACTIVATED";
        version.reason = "CESSATION_OF_OPERATION";
        revision++;
      }
      case DUE_DESTROY -> {
        if (traits().deletable()) {
          ends(step.version());
        } else {
          cancel(step.version());
        }
      }
      default -> throw new IllegalStateException(step.op() + " does not happen by itself");
    }
    return OK;
  }

  private void warn(long now, Version version) {
    int due = 0;
    for (long at : version.warnings()) {
      due += at <= now ? 1 : 0;
    }
    version.warned = due;
    revision++;
  }

  /** When it happens by itself; 0 if it does not. */
  private long deadline(Op op, int version) {
    boolean ofKey = version == 0 && !state.equals(NONE) && !state.equals("DESTROYED");
    boolean ofVersion = version > 0 && version <= versions.size();
    return switch (op) {
      case DUE_ACTIVATE -> ofKey && state.equals("PRE_ACTIVE") && destroyAt == 0 ? activateAt : 0;
      case DUE_ROTATE -> ofKey && state.equals("ACTIVE") && destroyAt == 0 ? rotateAt : 0;
      case DUE_DESTROY -> {
        if (ofKey) {
          yield destroyAt;
        }
        yield ofVersion ? versions.get(version - 1).destroyAt : 0;
      }
      case DUE_WARN -> ofVersion ? nextWarning(versions.get(version - 1)) : 0;
      case DUE_DEACTIVATE -> {
        boolean ends = ofVersion && versions.get(version - 1).lives();
        Version of = ends ? versions.get(version - 1) : new Version();
        yield ends && nextWarning(of) == 0 && of.end != NEVER ? of.end : 0;
      }
      default -> throw new IllegalStateException(op + " does not happen by itself");
    };
  }

  private static long nextWarning(Version version) {
    List<Long> all = version.warnings();
    return version.lives() && version.warned < all.size() ? all.get(version.warned) : 0;
  }

  /** All that is to happen by itself, as text, in the order of the text. */
  public List<Deadline> deadlines() {
    List<Deadline> all = new ArrayList<>();
    for (Op op : Op.values()) {
      for (int version = 0; op.name().startsWith("DUE_") && version <= versions.size(); version++) {
        long at = deadline(op, version);
        if (at != 0) {
          all.add(new Deadline(op, at, version));
        }
      }
    }
    return all;
  }

  /** What is to happen by itself. */
  public record Deadline(Op op, long at, int version) {
    @Override
    public String toString() {
      return op + " v" + version + " at " + at;
    }
  }

  private Traits traits() {
    if (traits == null) {
      throw new IllegalStateException("there is no key");
    }
    return traits;
  }

  /** All of it, in the words of {@link LifeText}. */
  public void describe(LifeText text) {
    if (state.equals(NONE)) {
      return;
    }
    text.key(state, versions.size(), revision).revoked(reason, compromisedAt);
    text.times(activateAt, rotateAt, destroyAt).traits(traits());
    int number = 0;
    for (Version version : versions) {
      text.version(++number, version.state, !version.state.equals("DESTROYED"))
          .revoked(version.reason, version.compromisedAt)
          .times(version.activatedAt, version.protectStop, version.end)
          .times(version.destroyAt, version.warned, 0)
          .times(version.uses, version.operations, version.bytes);
    }
  }
}
