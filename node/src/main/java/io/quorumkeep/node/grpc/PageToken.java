// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.ResourceId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list goes on: after which item, and of which list. Clients must not look into it; it is
 * checked as if they had.
 */
final class PageToken {
  /** Before the first item. */
  static final String START = "";

  private static final String FORMAT = "1";
  private static final char SEPARATOR = '/';
  private static final char ASKED = '~';
  private static final int MAX_LENGTH = 256;

  private PageToken() {}

  /**
   * The token of a list that goes on.
   *
   * @param list which list, with all that it was asked for; has no slash
   * @param after the id of the last item of the page
   */
  static String of(String list, String after) {
    String text = FORMAT + SEPARATOR + list + SEPARATOR + after;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The id after which to go on; empty for the first page.
   *
   * @throws RefusedException if the token is not of this list
   */
  static String read(String list, String token) {
    String text = readText(list, token);
    try {
      return text.isEmpty() ? START : ResourceId.check(text, "an item");
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  /** As {@link #read}, for ids of another form, which the caller checks. */
  static String readText(String list, String token) {
    if (token.isEmpty()) {
      return START;
    }
    String start = FORMAT + SEPARATOR + list + SEPARATOR;
    String text = decode(token);
    if (!text.startsWith(start)) {
      throw isOfSameList(list, text) ? otherwiseAsked() : invalid();
    }
    if (text.length() == start.length()) {
      throw invalid();
    }
    return text.substring(start.length());
  }

  /**
   * The name of a list that was asked for with more than its parent.
   *
   * @param list has no slash and no tilde
   * @param rest a digest of the rest: it need not be secret, only unlike others
   */
  static String listOf(String list, long rest) {
    return list + ASKED + Long.toHexString(rest);
  }

  private static boolean isOfSameList(String list, String text) {
    String base = FORMAT + SEPARATOR + before(list, ASKED);
    return text.startsWith(base + ASKED) || text.startsWith(base + SEPARATOR);
  }

  private static String before(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? text : text.substring(0, at);
  }

  private static RefusedException otherwiseAsked() {
    return RefusedException.ofField(
        ErrorCatalog.INVALID_PAGE_TOKEN,
        "page_token",
        "the page_token belongs to another request of this list: filter, order and all else must"
            + " stay as they were");
  }

  private static String decode(String token) {
    if (token.length() > MAX_LENGTH) {
      throw invalid();
    }
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw invalid();
    }
  }

  static RefusedException invalid() {
    return RefusedException.ofField(
        ErrorCatalog.INVALID_PAGE_TOKEN, "page_token", "the page_token is not of this list");
  }
}
