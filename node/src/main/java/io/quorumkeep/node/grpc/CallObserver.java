// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Status;

/** Is told of each call that ended. Called on busy threads: must be cheap and must not throw. */
@FunctionalInterface
public interface CallObserver {
  CallObserver NONE = (service, method, code, nanos) -> {};

  /**
   * A call ended.
   *
   * @param service its full name, as {@code quorumkeep.v1.KeyService}
   * @param method its bare name
   * @param nanos from its first byte to its last answer
   */
  void finished(String service, String method, Status.Code code, long nanos);
}
