// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;

/** A certificate and the private key to it, which is never printed. */
public record CertifiedKey(X509Certificate certificate, PrivateKey privateKey) {
  @Override
  public String toString() {
    return "CertifiedKey(" + certificate.getSubjectX500Principal() + ", key redacted)";
  }
}
