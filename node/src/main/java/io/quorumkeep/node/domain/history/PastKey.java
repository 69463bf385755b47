// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.history;

import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyEvolution;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import org.jspecify.annotations.Nullable;

/**
 * A key as it was after some of its events, with one of its versions: a key may have more of them
 * than fit into memory.
 *
 * @param wanted which version is kept; 0 for whichever is current
 * @param key null before its first event
 * @param version null while there is none of that number
 */
public record PastKey(int wanted, @Nullable Key key, @Nullable KeyVersion version) {
  /** Before its first event. */
  public static PastKey beforeAll(int wanted) {
    return new PastKey(wanted, null, null);
  }

  /** The key after its next event. */
  public PastKey after(KeyEvent event) {
    // How many versions are covered only all of them could tell; it is not asked for here.
    Key next = KeyEvolution.evolve(key, null, event).withoutCoverage();
    int number = wanted == 0 ? next.currentVersion() : wanted;
    KeyVersion kept = version == null || version.number() != number ? null : version;
    return new PastKey(
        wanted,
        next,
        event.version() == number || isChangedToo(kept, next, event)
            ? KeyEvolution.evolveVersion(kept, event)
            : kept);
  }

  /** Whether an event of the key as a whole changes the version as well. */
  private static boolean isChangedToo(@Nullable KeyVersion kept, Key next, KeyEvent event) {
    return kept != null
        && kept.state() != KeyState.DESTROYED
        && kept.number() <= KeyEvolution.lastVersionChanged(next, event);
  }
}
