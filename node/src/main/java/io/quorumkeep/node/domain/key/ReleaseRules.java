// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges a release of key material against the state and the dates of a version. Who may ask is
 * judged before.
 *
 * <p>Without a number only the current version is dispensed, and only while it may protect. By its
 * number a version is dispensed while it may process: ACTIVE or DEACTIVATED, and COMPROMISED with
 * the right to it. SUSPENDED, PRE_ACTIVE and DESTROYED allow nothing, and neither does what is to
 * be destroyed: whoever needs it still shall notice while that can be cancelled.
 */
public final class ReleaseRules {
  private static final Rejection KEY_NOT_FOUND =
      new Rejection(Reason.KEY_NOT_FOUND, "no key has this name");
  private static final Rejection VERSION_NOT_FOUND =
      new Rejection(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version");
  private static final Rejection NOT_EXPORTABLE =
      new Rejection(Reason.KEY_NOT_EXPORTABLE, "the key is not exportable");
  private static final Rejection TO_BE_DESTROYED =
      new Rejection(
          Reason.DESTRUCTION_SCHEDULED, "it is to be destroyed; until then it can be cancelled");

  private ReleaseRules() {}

  /**
   * Returns why the version may not be released, or null if it may.
   *
   * @param key the key, or null if there is none
   * @param version the version asked for, or the current one if none was named
   * @param byNumber whether a version was named
   * @param mayUseCompromised whether the caller holds the right to compromised versions
   * @param now log time
   */
  public static @Nullable Rejection check(
      @Nullable Key key,
      @Nullable KeyVersion version,
      boolean byNumber,
      boolean mayUseCompromised,
      Instant now) {
    if (key == null) {
      return KEY_NOT_FOUND;
    }
    if (version == null) {
      return VERSION_NOT_FOUND;
    }
    if (!key.attributes().exportable()) {
      return NOT_EXPORTABLE;
    }
    if (key.schedule().destruction() != null || version.destruction() != null) {
      return TO_BE_DESTROYED;
    }
    KeyState state = version.state().orStricter(key.state());
    Cryptoperiod period = version.cryptoperiod();
    if (period == null || !stateAllows(state, byNumber, mayUseCompromised)) {
      return new Rejection(
          Reason.KEY_STATE_FORBIDS,
          (byNumber ? "version is " : "current version is ") + state + " and is not dispensed");
    }
    if (byNumber ? !period.allowsProcessingAt(now) : !period.allowsProtectionAt(now)) {
      return new Rejection(Reason.OUTSIDE_CRYPTOPERIOD, outside(period, byNumber, now));
    }
    return null;
  }

  private static String outside(Cryptoperiod period, boolean byNumber, Instant now) {
    if (now.isBefore(period.activation())) {
      return "the cryptoperiod begins " + period.activation();
    }
    return byNumber
        ? "the recipient-usage period ended " + period.deactivation()
        : "the originator-usage period ended " + period.protectStop();
  }

  private static boolean stateAllows(KeyState state, boolean byNumber, boolean compromisedToo) {
    return switch (state) {
      case ACTIVE -> true;
      case DEACTIVATED -> byNumber;
      case COMPROMISED -> byNumber && compromisedToo;
      case PRE_ACTIVE, SUSPENDED, DESTROYED -> false;
    };
  }
}
