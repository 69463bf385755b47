// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts the guard around every method of a service: identity, message size, errors, and the observer
 * of calls.
 *
 * <p>It wraps the definitions rather than being an interceptor, because gRPC parses messages beyond
 * the reach of interceptors, and answers by itself when that fails.
 */
final class GuardedService {
  private GuardedService() {}

  static ServerServiceDefinition around(
      ServerServiceDefinition service, int maxMessageBytes, CallObserver observer) {
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    for (ServerMethodDefinition<?, ?> method : service.getMethods()) {
      methods.add(new GuardedMethod<>(method, observer).definition(maxMessageBytes));
    }
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName());
    for (ServerMethodDefinition<?, ?> method : methods) {
      MethodDescriptor<?, ?> guarded = method.getMethodDescriptor();
      descriptor.addMethod(guarded);
    }
    ServerServiceDefinition.Builder around = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(around::addMethod);
    return around.build();
  }
}
