// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Context;
import io.grpc.ServerCall;

/**
 * Hands an endpoint what a call brings, in the context that knows the caller, and turns whatever
 * the endpoint throws into an answer. Called by one thread at a time.
 */
final class GuardedListener<ReqT> extends ServerCall.Listener<Inbound<ReqT>> {
  private final ServerCall.Listener<ReqT> endpoint;
  private final GuardedCall<ReqT, ?> call;
  private final Context context;
  private final boolean one;
  private int messages;
  private boolean refused;

  GuardedListener(ServerCall.Listener<ReqT> endpoint, GuardedCall<ReqT, ?> call, Context context) {
    this.endpoint = endpoint;
    this.call = call;
    this.context = context;
    this.one = call.getMethodDescriptor().getType().clientSendsOneMessage();
  }

  @Override
  public void onMessage(Inbound<ReqT> inbound) {
    if (refused) {
      return;
    }
    messages++;
    ReqT message = inbound.message();
    if (message == null) {
      ErrorCatalog problem = inbound.problem();
      refuse(problem == null ? ErrorCatalog.MALFORMED_MESSAGE : problem);
    } else if (one && messages > 1) {
      refuse(ErrorCatalog.MALFORMED_MESSAGE);
    } else {
      guard(() -> endpoint.onMessage(message));
    }
  }

  @Override
  public void onHalfClose() {
    if (refused) {
      return;
    }
    if (one && messages == 0) {
      refuse(ErrorCatalog.MALFORMED_MESSAGE);
      return;
    }
    Context before = context.attach();
    try {
      guard(endpoint::onHalfClose);
    } finally {
      context.detach(before);
    }
  }

  @Override
  public void onCancel() {
    call.cancelled();
    guard(endpoint::onCancel);
  }

  @Override
  public void onComplete() {
    if (refused) {
      // For the endpoint this call has not gone well: it must let go of what it holds.
      guard(endpoint::onCancel);
    } else {
      guard(endpoint::onComplete);
    }
  }

  @Override
  public void onReady() {
    if (!refused) {
      guard(endpoint::onReady);
    }
  }

  private void refuse(ErrorCatalog error) {
    refused = true;
    call.close(Errors.of(error, null));
  }

  private void guard(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      refused = true;
      call.close(Errors.of(e, null));
    }
  }
}
