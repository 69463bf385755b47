// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Whom a node's certificates name.
 *
 * @param trustDomain the SPIFFE trust domain, such as {@code quorumkeep.local}
 * @param name the node's name for life: 1 to 63 of a-z, 0-9 and "-"
 * @param hosts DNS names and IP addresses it is reached by, beside localhost and 127.0.0.1
 */
public record NodeIdentity(String trustDomain, String name, List<String> hosts) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

  public NodeIdentity {
    requireTrustDomain(trustDomain);
    requireName(name);
    hosts = List.copyOf(hosts);
  }

  /** The SPIFFE id in its peer certificate. */
  public String spiffeId() {
    return "spiffe://" + trustDomain + "/node/" + name;
  }

  static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a name has 1 to 63 characters of a-z, 0-9 and \"-\", not \"" + name + "\"");
    }
  }

  static void requireTrustDomain(String trustDomain) {
    if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
      throw new IllegalArgumentException(
          "a trust domain has characters of a-z, 0-9, \".\", \"_\" and \"-\", not \""
              + trustDomain
              + "\"");
    }
  }
}
