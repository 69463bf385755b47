// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export.kafka;

import io.quorumkeep.node.domain.audit.ChainHead;

/**
 * Where a topic ends.
 *
 * @param head after the last committed record
 * @param nextOffset the offset that the next thing written gets
 */
record TopicEnd(ChainHead head, long nextOffset) {}
