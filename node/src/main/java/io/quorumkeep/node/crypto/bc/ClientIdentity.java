// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.util.regex.Pattern;

/**
 * Whom a client's certificate names.
 *
 * @param trustDomain the SPIFFE trust domain, such as {@code quorumkeep.local}
 * @param path the rest of the SPIFFE id without its first slash, such as {@code admin} or {@code
 *     service/payments}
 */
public record ClientIdentity(String trustDomain, String path) {
  private static final String SEGMENT = "(?!\\.{1,2}(/|$))[a-zA-Z0-9._-]+";
  private static final Pattern PATH = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")*");
  private static final int MAX_PATH = 1024;

  public ClientIdentity {
    NodeIdentity.requireTrustDomain(trustDomain);
    if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "a SPIFFE path has segments of letters, digits, \".\", \"_\" and \"-\" between slashes,"
              + " not \""
              + path
              + "\"");
    }
    if (path.startsWith("node/")) {
      throw new IllegalArgumentException("SPIFFE paths under node/ are for nodes: " + path);
    }
  }

  /** The SPIFFE id in its certificate. */
  public String spiffeId() {
    return "spiffe://" + trustDomain + "/" + path;
  }
}
