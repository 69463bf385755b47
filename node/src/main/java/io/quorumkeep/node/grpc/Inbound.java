// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import org.jspecify.annotations.Nullable;

/**
 * What came as a message: one of the method's, or why it is none. A parser that throws would make
 * gRPC end the call by itself, with a status that no program can act on.
 *
 * @param message null if there is a problem
 * @param problem null if there is a message
 */
record Inbound<T>(@Nullable T message, @Nullable ErrorCatalog problem) {
  static <T> Inbound<T> of(T message) {
    return new Inbound<>(message, null);
  }

  static <T> Inbound<T> refused(ErrorCatalog problem) {
    return new Inbound<>(null, problem);
  }
}
