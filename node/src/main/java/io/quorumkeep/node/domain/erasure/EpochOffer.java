// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.util.regex.Pattern;

/**
 * A secret for the next epoch, known to the log by its fingerprint only.
 *
 * @param fingerprint 64 hexadecimal digits in lower case; tells secrets apart and reveals none
 * @param by the member that made it
 */
public record EpochOffer(String fingerprint, String by) {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");

  public EpochOffer {
    if (!FINGERPRINT.matcher(fingerprint).matches() || by.isEmpty()) {
      throw new IllegalArgumentException("an offer is a fingerprint and a member");
    }
  }
}
