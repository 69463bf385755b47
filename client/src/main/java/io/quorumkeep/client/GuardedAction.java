// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.Optional;

/**
 * One operation on one thing: what is proposed. The request that carries it out must be for just
 * this.
 *
 * @param resource a key or a version of it, {@code namespaces/{namespace}}, {@code grants/{grant}}
 *     or {@code *}, as the operation takes it
 * @param policy for {@link GuardedOperation#SET_NAMESPACE_POLICY} all of the policy; else empty
 * @param digest SHA-256 of what else the operation depends on, in lower-case hexadecimal; may be
 *     empty
 */
public record GuardedAction(
    GuardedOperation operation, String resource, Optional<NamespacePolicy> policy, String digest) {

  /** The operation on {@code resource}, which depends on nothing else. */
  public static GuardedAction of(GuardedOperation operation, String resource) {
    return new GuardedAction(operation, resource, Optional.empty(), "");
  }

  /** A policy for {@code namespaces/{namespace}}. */
  public static GuardedAction setNamespacePolicy(String namespace, NamespacePolicy policy) {
    return new GuardedAction(
        GuardedOperation.SET_NAMESPACE_POLICY, namespace, Optional.of(policy), "");
  }
}
