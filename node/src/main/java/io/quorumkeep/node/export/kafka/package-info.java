// SPDX-License-Identifier: Apache-2.0
/**
 * Publishes the audit trail to a Kafka topic; the only package that imports {@code
 * org.apache.kafka}.
 *
 * <p>One partition, one transactional producer. Opening fences every earlier producer and then
 * reads the end of the topic, which is the only memory of what was published; transactions make an
 * append all or nothing; and offsets prove that nothing came between two appends.
 */
@NullMarked
package io.quorumkeep.node.export.kafka;

import org.jspecify.annotations.NullMarked;
