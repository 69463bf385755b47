// SPDX-License-Identifier: Apache-2.0
/**
 * How the client reaches the cluster: one channel over all nodes, retries, and the translation
 * between the wire and plain types. Not for callers; it may change at any time.
 *
 * <p>Read {@link io.quorumkeep.client.internal.Connection} first, then {@link
 * io.quorumkeep.client.internal.RetriedCall}. This is the only package of the client that may know
 * gRPC, Protocol Buffers and the generated code. Everything here that runs in a callback runs on
 * the threads of the transport, so nothing here blocks.
 */
@NullMarked
package io.quorumkeep.client.internal;

import org.jspecify.annotations.NullMarked;
