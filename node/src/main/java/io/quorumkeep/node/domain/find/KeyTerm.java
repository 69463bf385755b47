// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyState;
import java.time.Instant;

/** One thing that a filter asks of a key. */
sealed interface KeyTerm {
  boolean matches(Key key);

  /** What the ids of all keys that match begin with; empty if that is not known. */
  default String prefix() {
    return "";
  }

  /** The term that matches exactly where {@code term} does not. */
  record Not(KeyTerm term) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return !term.matches(key);
    }
  }

  record InState(KeyState state) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.state() == state;
    }
  }

  record OfAlgorithm(KeyAlgorithm algorithm) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.algorithm() == algorithm;
    }
  }

  record HasLabel(String name) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.labels().stream().anyMatch(label -> label.name().equals(name));
    }
  }

  record LabelIs(String name, String value) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.labels().stream()
          .anyMatch(label -> label.name().equals(name) && label.value().equals(value));
    }
  }

  record CreatedBy(String principal) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.creator().equals(principal);
    }
  }

  record OwnedBy(String owner) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.attributes().owner().equals(owner);
    }
  }

  /** Created before {@code time}. */
  record CreatedBefore(Instant time) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.createdAt().isBefore(time);
    }
  }

  /** Created after {@code time}. */
  record CreatedAfter(Instant time) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.createdAt().isAfter(time);
    }
  }

  record Named(String id) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.name().key().equals(id);
    }

    @Override
    public String prefix() {
      return id;
    }
  }

  record NameBegins(String start) implements KeyTerm {
    @Override
    public boolean matches(Key key) {
      return key.name().key().startsWith(start);
    }

    @Override
    public String prefix() {
      return start;
    }
  }
}
