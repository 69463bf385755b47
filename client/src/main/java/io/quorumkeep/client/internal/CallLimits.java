// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.time.Duration;

/**
 * How long one logical call may take, and how often it may be sent.
 *
 * @param deadline for all attempts together
 * @param maxAttempts including the first
 */
record CallLimits(Duration deadline, int maxAttempts) {}
