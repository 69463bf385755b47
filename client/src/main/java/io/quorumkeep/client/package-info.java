// SPDX-License-Identifier: Apache-2.0
/**
 * The client of a Quorumkeep cluster: keys, their material, grants, the audit trail, in plain Java
 * types.
 *
 * <p>Start at {@link io.quorumkeep.client.QuorumkeepClient}. Results are immutable records;
 * failures are the closed family of {@link io.quorumkeep.client.QuorumkeepException}. No type of
 * gRPC, Protocol Buffers or Netty appears in a signature here, so that those libraries can change
 * without breaking a caller; they live in {@code client.internal}, which only the client and its
 * builder reach into.
 */
@NullMarked
package io.quorumkeep.client;

import org.jspecify.annotations.NullMarked;
