// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to happen to a key by itself.
 *
 * @param activation when a pre-active key becomes ACTIVE
 * @param destruction when it is destroyed with all its versions; until then it is not dispensed
 */
public record KeySchedule(
    Optional<Instant> activation, Optional<Instant> rotation, Optional<Instant> destruction) {}
