// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.Principal;
import java.time.Instant;

/** One who agreed, and when by log time. */
public record Approval(Principal principal, Instant at) {}
