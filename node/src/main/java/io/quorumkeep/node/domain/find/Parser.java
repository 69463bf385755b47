// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.find;

import io.quorumkeep.node.domain.ResourceId;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Makes terms of tokens. */
final class Parser {
  static final int MAX_TERMS = 16;

  private static final String AND = "AND";
  private static final String LABELS = "labels.";
  private static final List<String> ELSEWHERE = List.of("OR", "NOT");

  private final List<Token> tokens;
  private final String namespace;
  private int at;

  private Parser(List<Token> tokens, String namespace) {
    this.tokens = tokens;
    this.namespace = namespace;
  }

  /**
   * Reads a filter.
   *
   * @param namespace the one whose keys are asked for
   * @throws IllegalArgumentException if it is none, saying where and why
   */
  static List<KeyTerm> terms(String text, String namespace) {
    Parser parser = new Parser(Lexer.tokens(text), namespace);
    List<KeyTerm> terms = new ArrayList<>();
    if (parser.peek().kind() == Token.Kind.END) {
      return terms;
    }
    terms.add(parser.term());
    while (parser.peek().kind() != Token.Kind.END) {
      Token and = parser.take();
      if (!and.isWord(AND)) {
        throw and.expected("AND, or the end,");
      }
      if (terms.size() == MAX_TERMS) {
        throw Token.error(and.position(), "a filter has at most " + MAX_TERMS + " terms");
      }
      terms.add(parser.term());
    }
    return terms;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  private KeyTerm term() {
    Token field = take();
    if (field.kind() == Token.Kind.WORD && ELSEWHERE.contains(field.text())) {
      throw Token.error(
          field.position(), field.text() + " is not understood here: terms are joined by AND only");
    }
    if (field.kind() == Token.Kind.WORD && field.text().startsWith(LABELS)) {
      return label(field);
    }
    return switch (field.kind() == Token.Kind.WORD ? field.text() : "") {
      case "state" -> state();
      case "algorithm" -> algorithm();
      case "owner" -> owner();
      case "creator" -> creator();
      case "create_time" -> createTime();
      case "name" -> name();
      default ->
          throw field.expected(
              "state, algorithm, labels.NAME, owner, creator, create_time or name");
    };
  }

  private KeyTerm state() {
    boolean not = isNot();
    Token value = word("a state");
    for (KeyState state : KeyState.values()) {
      if (state.name().equals(value.text())) {
        return orNot(not, new KeyTerm.InState(state));
      }
    }
    throw value.expected("one of " + names(KeyState.values()));
  }

  private KeyTerm algorithm() {
    boolean not = isNot();
    Token value = word("an algorithm");
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (algorithm.name().equals(value.text())) {
        return orNot(not, new KeyTerm.OfAlgorithm(algorithm));
      }
    }
    throw value.expected("one of " + names(KeyAlgorithm.values()));
  }

  private KeyTerm creator() {
    boolean not = isNot();
    return orNot(not, new KeyTerm.CreatedBy(string("a principal").text()));
  }

  private KeyTerm owner() {
    boolean not = isNot();
    return orNot(not, new KeyTerm.OwnedBy(value("an owner").text()));
  }

  private KeyTerm label(Token field) {
    String name = field.text().substring(LABELS.length());
    try {
      ResourceId.check(name, "the name of a label");
    } catch (IllegalArgumentException e) {
      throw Token.error(field.position() + LABELS.length(), String.valueOf(e.getMessage()));
    }
    if (peek().isOperator(":")) {
      take();
      Token star = take();
      if (!star.isOperator("*")) {
        throw star.expected("*");
      }
      return new KeyTerm.HasLabel(name);
    }
    boolean not = isNot("=, != or :*");
    return orNot(not, new KeyTerm.LabelIs(name, value("a value").text()));
  }

  private KeyTerm createTime() {
    Token operator = take();
    if (operator.kind() != Token.Kind.OPERATOR
        || !List.of("<", "<=", ">", ">=").contains(operator.text())) {
      throw operator.expected("<, <=, > or >=");
    }
    Instant time = time(string("a time"));
    return switch (operator.text()) {
      case "<" -> new KeyTerm.CreatedBefore(time);
      case "<=" -> new KeyTerm.Not(new KeyTerm.CreatedAfter(time));
      case ">" -> new KeyTerm.CreatedAfter(time);
      default -> new KeyTerm.Not(new KeyTerm.CreatedBefore(time));
    };
  }

  private static Instant time(Token value) {
    try {
      return OffsetDateTime.parse(value.text()).toInstant();
    } catch (DateTimeException e) {
      throw value.expected("a time as \"2026-03-01T12:00:00Z\" (RFC 3339)");
    }
  }

  private KeyTerm name() {
    Token operator = take();
    if (!operator.isOperator("=")) {
      throw operator.expected("=");
    }
    Token value = value("the name of a key");
    String own = "namespaces/" + namespace + "/keys/";
    String id = value.text().startsWith(own) ? value.text().substring(own.length()) : value.text();
    boolean begins = id.endsWith("*");
    String start = begins ? id.substring(0, id.length() - 1) : id;
    if (!begins || !start.isEmpty()) {
      try {
        ResourceId.check(start, "the name of a key, before its *,");
      } catch (IllegalArgumentException e) {
        throw Token.error(value.position(), String.valueOf(e.getMessage()));
      }
    }
    return begins ? new KeyTerm.NameBegins(start) : new KeyTerm.Named(start);
  }

  private boolean isNot() {
    return isNot("= or !=");
  }

  /** Takes an operator, which is = or !=. */
  private boolean isNot(String expected) {
    Token operator = take();
    if (!operator.isOperator("=") && !operator.isOperator("!=")) {
      throw operator.expected(expected);
    }
    return operator.isOperator("!=");
  }

  private static KeyTerm orNot(boolean not, KeyTerm term) {
    return not ? new KeyTerm.Not(term) : term;
  }

  private Token word(String what) {
    Token value = take();
    if (value.kind() != Token.Kind.WORD) {
      throw value.expected(what);
    }
    return value;
  }

  private Token string(String what) {
    Token value = take();
    if (value.kind() != Token.Kind.STRING) {
      throw value.expected(what + " in quotes");
    }
    return value;
  }

  private Token value(String what) {
    Token value = take();
    boolean keyword = value.isWord(AND) || ELSEWHERE.contains(value.text());
    if (value.kind() == Token.Kind.STRING || (value.kind() == Token.Kind.WORD && !keyword)) {
      return value;
    }
    throw value.expected(what);
  }

  private static String names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", "));
  }
}
