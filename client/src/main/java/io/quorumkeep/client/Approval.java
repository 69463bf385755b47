// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;

/** One who agreed to a proposal, and when. */
public record Approval(String principal, Instant time) {}
