// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import java.time.Duration;

/**
 * What is known of a call before its fields are read.
 *
 * @param timeout how long the caller waits
 */
record Ask(Origin origin, RequestId id, Duration timeout) {
  /** A change, which a retry must not repeat. */
  Submissions.Request change(RequestHash hash) {
    return new Submissions.Request(origin, id, hash.finish(), timeout);
  }

  /** A read, which may be repeated. */
  Submissions.Request read() {
    return new Submissions.Request(origin, id, 0, timeout);
  }
}
