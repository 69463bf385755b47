// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

/**
 * A piece of a filter.
 *
 * @param text a word or operator as it stands there, a string without its quotes and escapes
 * @param position of its first character, from 1
 */
record Token(Kind kind, String text, int position) {
  enum Kind {
    WORD,
    STRING,
    OPERATOR,
    /** After the last. */
    END
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equals(word);
  }

  boolean isOperator(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** As an error names it. */
  String shown() {
    return switch (kind) {
      case END -> "the end";
      case STRING -> "the string \"" + text + "\"";
      case WORD, OPERATOR -> "\"" + text + "\"";
    };
  }

  /** An error that says where it is, and what should have been there. */
  IllegalArgumentException expected(String what) {
    return error(position, what + " is expected, not " + shown());
  }

  static IllegalArgumentException error(int position, String what) {
    return new IllegalArgumentException("at character " + position + " of the filter: " + what);
  }
}
