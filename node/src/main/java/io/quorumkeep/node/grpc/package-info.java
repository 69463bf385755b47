// SPDX-License-Identifier: Apache-2.0
/**
 * The client plane: {@code quorumkeep.v1} over gRPC with mutual TLS 1.3.
 *
 * <p>{@link io.quorumkeep.node.grpc.ApiServer} listens; {@link io.quorumkeep.node.grpc.ApiServices}
 * makes the endpoints, which decode, delegate to a use case and encode. No rule is decided here.
 * Around every call lies the guard ({@code GuardedService}): it turns away who has no identity and
 * messages that are too large or none at all, and sees to it that no error leaves without {@code
 * google.rpc.ErrorInfo} whose reason is in {@link io.quorumkeep.node.grpc.ErrorCatalog}.
 *
 * <p>May use {@code application}, {@code auth} and {@code domain}, never the log or the store.
 */
@NullMarked
package io.quorumkeep.node.grpc;

import org.jspecify.annotations.NullMarked;
