// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.KeyVersionName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person looks up before asking for something that most versions are not fit for. */
record Targets(Checker checker, SimSafe safe) {
  /** A destroyed version with an image; null if there is none. */
  @Nullable KeyVersionName recoverable(Dice dice) {
    return any(dice, checker.versions(each -> each.isDestroyed() && each.archived() != null));
  }

  /** A version with an image that is not destroyed; null if there is none. */
  @Nullable KeyVersionName archived(Dice dice) {
    return any(dice, checker.versions(each -> !each.isDestroyed() && each.archived() != null));
  }

  private static @Nullable KeyVersionName any(Dice dice, List<KeyVersionName> found) {
    return found.isEmpty() ? null : dice.pick(found);
  }

  /**
   * What somebody decrypted from an image of a version, the last one mostly; nothing if there is
   * none. Now and then it is of another version.
   */
  byte[] payload(KeyVersionName name, Dice dice) {
    KeyVersionName other = dice.chance(250) ? archived(dice) : null;
    List<byte[]> all = safe.payloadsOf(other == null ? name : other);
    if (all.isEmpty()) {
      return new byte[0];
    }
    return dice.chance(850) ? all.get(all.size() - 1) : dice.pick(all);
  }
}
