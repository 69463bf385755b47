// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

import java.util.ArrayList;
import java.util.List;

/** Cuts a filter into tokens. */
final class Lexer {
  private static final String OPERATORS = "=!<>:*";

  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /**
   * The tokens of {@code text}, the last of which is {@link Token.Kind#END}.
   *
   * @throws IllegalArgumentException if there is a character that begins none, or a string does not
   *     end
   */
  static List<Token> tokens(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    while (true) {
      Token token = lexer.next();
      tokens.add(token);
      if (token.kind() == Token.Kind.END) {
        return tokens;
      }
    }
  }

  private Token next() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at == text.length()) {
      return new Token(Token.Kind.END, "", at + 1);
    }
    char c = text.charAt(at);
    if (c == '"') {
      return string();
    }
    if (OPERATORS.indexOf(c) >= 0) {
      return operator();
    }
    if (isOfWord(c)) {
      return word();
    }
    throw Token.error(at + 1, "\"" + c + "\" has no meaning outside of a string");
  }

  private Token word() {
    int start = at;
    while (at < text.length() && isOfWord(text.charAt(at))) {
      at++;
    }
    return new Token(Token.Kind.WORD, text.substring(start, at), start + 1);
  }

  private Token operator() {
    int start = at++;
    char first = text.charAt(start);
    boolean mayGoOn = first == '!' || first == '<' || first == '>';
    if (mayGoOn && at < text.length() && text.charAt(at) == '=') {
      at++;
    }
    return new Token(Token.Kind.OPERATOR, text.substring(start, at), start + 1);
  }

  private Token string() {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\') {
        at++;
        if (at == text.length() || (text.charAt(at) != '"' && text.charAt(at) != '\\')) {
          throw Token.error(at, "in a string, \\ stands before \" or \\ only");
        }
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw Token.error(start + 1, "the string that begins here has no end");
    }
    at++;
    return new Token(Token.Kind.STRING, value.toString(), start + 1);
  }

  private static boolean isOfWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-'
        || c == '.';
  }
}
