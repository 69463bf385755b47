// SPDX-License-Identifier: Apache-2.0
/** The sink that writes a topic, against a real broker that is killed and started again. */
@NullMarked
package io.quorumkeep.it.kafka;

import org.jspecify.annotations.NullMarked;
