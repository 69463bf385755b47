// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * Who is calling: the URI in the caller's certificate.
 *
 * @param uri a SPIFFE id ({@code spiffe://trust-domain/path}), at most 255 printable ASCII
 *     characters, compared byte by byte
 */
public record Principal(String uri) {
  private static final String SCHEME = "spiffe://";
  private static final int MAX_LENGTH = 255;

  public Principal {
    if (!isWellFormed(uri)) {
      throw new IllegalArgumentException(
          "a principal is a spiffe:// URI with a trust domain and a path, of at most "
              + MAX_LENGTH
              + " characters");
    }
  }

  private static boolean isWellFormed(String uri) {
    if (uri.length() > MAX_LENGTH || !uri.startsWith(SCHEME)) {
      return false;
    }
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '*' || c == '%' || c == '?' || c == '#') {
        return false;
      }
    }
    String rest = uri.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    return slash > 0
        && slash < rest.length() - 1
        && !rest.endsWith("/")
        && !rest.contains("//")
        && !(rest + "/").contains("/./")
        && !(rest + "/").contains("/../");
  }

  @Override
  public String toString() {
    return uri;
  }
}
