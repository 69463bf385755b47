// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A key as the {@link Ledger} sees it.
 *
 * @param compromised whether the key as a whole ever was
 * @param versions the first is version 1; the last is the current one
 */
record KeyModel(
    String state, KeyTerms terms, Plans plans, boolean compromised, List<VersionModel> versions) {
  private static final List<String> FROM_STRICTEST =
      List.of("DESTROYED", "SUSPENDED", "PRE_ACTIVE", "COMPROMISED", "DEACTIVATED", "ACTIVE");

  /**
   * What is to happen to the key by itself, and when.
   *
   * @param destruction of the key with all its versions
   */
  record Plans(@Nullable Long activation, @Nullable Long rotation, @Nullable Long destruction) {
    static final Plans NONE = new Plans(null, null, null);

    Plans withRotation(@Nullable Long next) {
      return new Plans(activation, next, destruction);
    }

    Plans withDestruction(@Nullable Long at) {
      return new Plans(activation, rotation, at);
    }
  }

  KeyModel {
    versions = List.copyOf(versions);
  }

  /** A new key that waits to be activated, by itself if there is a time for it. */
  static KeyModel waiting(KeyTerms terms, @Nullable Long activation) {
    return new KeyModel(
        "PRE_ACTIVE",
        terms,
        new Plans(activation, null, null),
        false,
        List.of(VersionModel.waiting()));
  }

  int current() {
    return versions.size();
  }

  VersionModel version(int number) {
    return versions.get(number - 1);
  }

  int destroyedVersions() {
    return (int) versions.stream().filter(VersionModel::isDestroyed).count();
  }

  KeyModel activated(long timeMs) {
    Plans next = new Plans(null, terms.firstRotation(timeMs), plans.destruction());
    return in("ACTIVE", next).changed(1, version -> version.activated(timeMs, terms));
  }

  KeyModel rotated(long timeMs) {
    List<VersionModel> more = new ArrayList<>(versions);
    more.add(VersionModel.waiting().activated(timeMs, terms));
    Long next = terms.nextRotation(plans.rotation(), timeMs);
    return new KeyModel(state, terms, plans.withRotation(next), compromised, more);
  }

  KeyModel updated(KeyTerms next, long timeMs) {
    boolean samePeriod =
        terms.rotationMs() == null
            ? next.rotationMs() == null
            : terms.rotationMs().equals(next.rotationMs());
    Plans then =
        samePeriod || state.equals("PRE_ACTIVE")
            ? plans
            : plans.withRotation(next.firstRotation(timeMs));
    return new KeyModel(state, next, then, compromised, versions);
  }

  /** Why an edit is refused, or "". */
  String update(boolean ofActivation) {
    boolean forbidden = ofActivation ? !state.equals("PRE_ACTIVE") : state.equals("DESTROYED");
    return forbidden ? "KEY_STATE_FORBIDS" : "";
  }

  /** To a time, which may be over, or "none". */
  KeyModel activationMoved(String time, long timeMs) {
    Long at =
        time.equals("none") ? null : (Long) Math.max(timeMs, Instant.parse(time).toEpochMilli());
    return in(state, new Plans(at, plans.rotation(), plans.destruction()));
  }

  /** A release of the current version that protects so much; it may make a rotation due. */
  KeyModel used(int version, long operations, long bytes, long timeMs) {
    KeyModel after = changed(version, each -> each.used(operations, bytes));
    Long planned = plans.rotation();
    boolean triggers =
        version == current()
            && state.equals("ACTIVE")
            && terms.isRotationReached(after.version(version))
            && (planned == null || planned > timeMs);
    return triggers ? after.in(state, plans.withRotation(timeMs)) : after;
  }

  KeyModel with(int version, String next) {
    return version == 0 ? in(next, plans) : changed(version, each -> each.in(next));
  }

  KeyModel planned(int version, @Nullable Long destructionMs) {
    return version == 0
        ? in(state, plans.withDestruction(destructionMs))
        : changed(version, each -> each.planned(destructionMs));
  }

  KeyModel warned(int version, long timeMs) {
    return changed(version, each -> each.warnedAt(timeMs));
  }

  KeyModel destroyed(int version) {
    if (version > 0) {
      return changed(version, VersionModel::destroyed);
    }
    List<VersionModel> all = versions.stream().map(VersionModel::destroyed).toList();
    return new KeyModel("DESTROYED", terms, Plans.NONE, compromised, all);
  }

  KeyModel archived(int version, @Nullable String commitment) {
    return changed(version, each -> each.archived(commitment));
  }

  /** One version comes back, and the key with it if it was destroyed as a whole. */
  KeyModel recovered(int version) {
    KeyModel after = changed(version, VersionModel::recovered);
    return state.equals("DESTROYED")
        ? after.in(compromised ? "COMPROMISED" : "DEACTIVATED", plans)
        : after;
  }

  private KeyModel in(String next, Plans then) {
    return new KeyModel(next, terms, then, compromised || next.equals("COMPROMISED"), versions);
  }

  private KeyModel changed(int version, UnaryOperator<VersionModel> change) {
    List<VersionModel> changed = new ArrayList<>(versions);
    changed.set(version - 1, change.apply(version(version)));
    return new KeyModel(state, terms, plans, compromised, changed);
  }

  boolean hasImage(int version) {
    return version >= 1 && version <= current() && version(version).archived() != null;
  }

  /** Whether the key, or one version of it, cannot be deactivated for the want of an image. */
  boolean lacksImage(int version) {
    List<VersionModel> all = version == 0 ? versions : List.of(version(version));
    return terms.mirrored()
        && all.stream().anyMatch(each -> each.archived() == null && !each.isDestroyed());
  }

  /** Why no image can be made of a version; or "". */
  String archiving(int version) {
    if (version < 1 || version > current()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    return version(version).isDestroyed() ? "KEY_STATE_FORBIDS" : "";
  }

  /** Why the image of a version cannot be removed; or "". */
  String imageRemoval(int version) {
    if (version < 1 || version > current()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    if (!version(version).isDestroyed()) {
      return "KEY_STATE_FORBIDS";
    }
    return hasImage(version) ? "" : "IMAGE_NOT_FOUND";
  }

  /** Why a version cannot be brought back with a payload of that commitment; or "". */
  String recovery(int version, String commitment) {
    String refusal = imageRemoval(version);
    return refusal.isEmpty() && !commitment.equals(version(version).archived())
        ? "RECOVERY_MISMATCH"
        : refusal;
  }

  /** What is to happen by itself, of the key and of each version. */
  List<VersionModel.Due> deadlines() {
    List<VersionModel.Due> all = new ArrayList<>();
    if (plans.destruction() != null) {
      all.add(new VersionModel.Due("DESTROY_KEY", plans.destruction(), 0));
    } else if (state.equals("PRE_ACTIVE") && plans.activation() != null) {
      all.add(new VersionModel.Due("ACTIVATE_KEY", plans.activation(), 0));
    } else if (state.equals("ACTIVE") && plans.rotation() != null) {
      all.add(new VersionModel.Due("ROTATE_KEY", plans.rotation(), 0));
    }
    for (int number = 1; number <= current(); number++) {
      all.addAll(version(number).deadlines(number));
    }
    return all;
  }

  boolean isDestructionPlanned(int version) {
    return (version == 0 ? plans.destruction() : version(version).destructionMs()) != null;
  }

  /** Why the key, or one version of it, cannot become {@code next}; or "". */
  String transition(int version, String next) {
    if (version > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    String from = version == 0 ? state : version(version).state();
    boolean notYet = state.equals("PRE_ACTIVE") && (version > 0 || !next.equals("COMPROMISED"));
    List<String> may =
        switch (from) {
          case "PRE_ACTIVE" -> List.of("COMPROMISED");
          case "ACTIVE" -> List.of("SUSPENDED", "DEACTIVATED", "COMPROMISED");
          case "SUSPENDED" -> List.of("ACTIVE", "DEACTIVATED", "COMPROMISED");
          case "DEACTIVATED" -> List.of("ACTIVE", "COMPROMISED");
          default -> List.of();
        };
    return notYet || !may.contains(next) ? "KEY_STATE_FORBIDS" : "";
  }

  /** Why it is not reactivated at a time; or "". */
  String reactivation(int version, long timeMs) {
    boolean over =
        version > 0
            && version <= current()
            && List.of("DEACTIVATED", "SUSPENDED").contains(version(version).state())
            && isOver(version(version).endMs(), timeMs);
    return over ? "OUTSIDE_CRYPTOPERIOD" : transition(version, "ACTIVE");
  }

  /** Why the key, or one version of it, is not destroyed whenever that is; or "". */
  String destruction(int version) {
    if (version > current()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    if (state.equals("DESTROYED") || (version > 0 && version(version).isDestroyed())) {
      return "KEY_STATE_FORBIDS";
    }
    if (!terms.deletable()) {
      return "KEY_NOT_DELETABLE";
    }
    return version == current() ? "CURRENT_VERSION" : "";
  }

  /** Why a version is not released at a time, or "". */
  String release(int version, boolean byNumber, boolean compromisedToo, long timeMs) {
    if (version < 1 || version > versions.size()) {
      return "KEY_VERSION_NOT_FOUND";
    }
    VersionModel one = version(version);
    if (!terms.exportable()) {
      return "KEY_NOT_EXPORTABLE";
    }
    if (isDestructionPlanned(0) || isDestructionPlanned(version)) {
      return "DESTRUCTION_SCHEDULED";
    }
    String worst =
        FROM_STRICTEST.stream()
            .filter(each -> each.equals(state) || each.equals(one.state()))
            .findFirst()
            .orElseThrow();
    boolean good =
        worst.equals("ACTIVE")
            || (byNumber && worst.equals("DEACTIVATED"))
            || (byNumber && compromisedToo && worst.equals("COMPROMISED"));
    if (!good || one.activatedMs() == null) {
      return "KEY_STATE_FORBIDS";
    }
    return isOver(byNumber ? one.endMs() : one.stopMs(), timeMs) ? "OUTSIDE_CRYPTOPERIOD" : "";
  }

  private static boolean isOver(@Nullable Long endMs, long timeMs) {
    return endMs != null && timeMs >= endMs;
  }
}
