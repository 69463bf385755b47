// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.config;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The identity of a member on the peer plane, which is TLS 1.3 with certificates on both sides.
 *
 * @param certificateChain PEM; its first certificate has exactly one URI in its subject alternative
 *     names, {@code spiffe://<trustDomain>/node/<name of the node>}
 * @param privateKey PEM, PKCS#8, unencrypted
 * @param clusterCa PEM; the authority of this plane alone
 * @param trustDomain the authority part of the members' SPIFFE ids
 */
public record PeerTls(Path certificateChain, Path privateKey, Path clusterCa, String trustDomain) {
  private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

  public PeerTls {
    if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
      throw new IllegalArgumentException(
          "a trust domain has 1 to 255 characters of a-z, 0-9, \".\", \"-\" and \"_\", not \""
              + trustDomain
              + "\"");
    }
  }
}
