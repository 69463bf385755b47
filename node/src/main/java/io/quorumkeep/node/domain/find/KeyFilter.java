// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

import io.quorumkeep.node.domain.key.Key;
import java.util.List;

/** Which keys of a namespace are asked for: those that all its terms match. */
public final class KeyFilter {
  /** Characters of a filter. */
  public static final int MAX_LENGTH = 1_024;

  /** Matches every key. */
  public static final KeyFilter ALL = new KeyFilter(List.of());

  private final List<KeyTerm> terms;

  private KeyFilter(List<KeyTerm> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Reads a filter; an empty one matches every key.
   *
   * @param text terms joined by AND, as docs/find.md has them; at most {@link #MAX_LENGTH}
   *     characters and 16 terms
   * @param namespace the one whose keys are asked for
   * @throws IllegalArgumentException if it is no filter: at which character, and what should be
   *     there
   */
  public static KeyFilter parse(String text, String namespace) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a filter has at most " + MAX_LENGTH + " characters, not " + text.length());
    }
    List<KeyTerm> terms = Parser.terms(text, namespace);
    return terms.isEmpty() ? ALL : new KeyFilter(terms);
  }

  /** Whether {@code key}, of that namespace, is asked for. */
  public boolean matches(Key key) {
    for (KeyTerm term : terms) {
      if (!term.matches(key)) {
        return false;
      }
    }
    return true;
  }

  /** What the ids of all keys that match begin with; empty if that is not known. */
  public String prefix() {
    String longest = "";
    for (KeyTerm term : terms) {
      longest = term.prefix().length() > longest.length() ? term.prefix() : longest;
    }
    return longest;
  }
}
