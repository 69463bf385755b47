// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain;

/**
 * Who is calling: the URI in the caller's certificate.
 *
 * @param uri a SPIFFE id ({@code spiffe://trust-domain/path}) of at most 255 characters: lower case
 *     in the trust domain, and in both only what the SPIFFE ID standard allows, so that there is
 *     one way to write each and bytes can be compared
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
    String rest = uri.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    return slash > 0
        && slash < rest.length() - 1
        && hasOnlyAllowed(rest, slash)
        && !rest.endsWith("/")
        && !rest.contains("//")
        && !(rest + "/").contains("/./")
        && !(rest + "/").contains("/../");
  }

  private static boolean hasOnlyAllowed(String rest, int endOfTrustDomain) {
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      boolean everywhere =
          (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
      boolean inPath = (c >= 'A' && c <= 'Z') || c == '/';
      if (!everywhere && (i < endOfTrustDomain || !inPath)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return uri;
  }
}
