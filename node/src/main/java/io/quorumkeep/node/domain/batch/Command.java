// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;

/**
 * One request on its way through the log.
 *
 * @param origin who asks
 * @param requestId the caller's name for it
 * @param requestHash the first eight bytes of a SHA-256 over what was asked: a request id that
 *     comes again with another hash is refused
 * @param body what is asked
 */
public record Command(Origin origin, RequestId requestId, long requestHash, CommandBody body) {}
