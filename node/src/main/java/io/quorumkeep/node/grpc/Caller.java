// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Attributes;
import io.grpc.Context;
import io.quorumkeep.node.domain.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of a connection, found once for each connection.
 *
 * @param origin null if the certificate names nobody
 * @param complaint what is wrong with the certificate, or empty
 */
record Caller(@Nullable Origin origin, String complaint) {
  /** Where a connection keeps its caller. */
  static final Attributes.Key<Caller> OF_CONNECTION =
      Attributes.Key.create("io.quorumkeep.node.grpc.Caller");

  /** Where a call keeps its origin. */
  static final Context.Key<Origin> ORIGIN_OF_CALL = Context.key("io.quorumkeep.node.grpc.Origin");

  static Caller known(Origin origin) {
    return new Caller(origin, "");
  }

  static Caller unknown(String complaint) {
    return new Caller(null, complaint);
  }

  /** The origin of the call that this thread is handling. */
  static Origin current() {
    Origin origin = ORIGIN_OF_CALL.get();
    if (origin == null) {
      throw new IllegalStateException("no call is being handled here, or it was not guarded");
    }
    return origin;
  }
}
