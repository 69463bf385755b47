// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;

/** How one retrieval ended. */
public sealed interface RetrievalResult {
  /**
   * Its material may leave.
   *
   * @param sequence the audit record
   */
  record Released(long sequence, Key key, KeyVersion version) implements RetrievalResult {}

  record Refused(Rejection rejection) implements RetrievalResult {}

  /** It got no decision. */
  record Failed(Failure failure) implements RetrievalResult {}
}
