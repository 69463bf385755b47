// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.RetrievalResult;
import io.quorumkeep.client.RetrievalStream;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.UseAmount;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.RetrievalService}. */
public final class RetrievalCalls {
  /** How many keys one batch may name. */
  public static final int MAX_BATCH = 256;

  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public RetrievalCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Releases the material of a key or version. */
  public CompletableFuture<RetrievedKey> retrieve(String name) {
    String id = context.newRequestId();
    return connection.call(
        RetrievalServiceGrpc.getRetrieveKeyMethod(),
        RetrieveKeyRequest.newBuilder().setName(name).setRequestId(id).build(),
        id,
        context.retrieveLimits(),
        KeyMessages::retrieved);
  }

  /** Releases the current version, for as much as {@code amount} says. */
  public CompletableFuture<RetrievedKey> retrieve(String key, UseAmount amount) {
    String id = context.newRequestId();
    return connection.call(
        RetrievalServiceGrpc.getRetrieveKeyMethod(),
        RetrieveKeyRequest.newBuilder()
            .setName(key)
            .setRequestId(id)
            .setProtectOperations(amount.operations())
            .setProtectBytes(amount.bytes())
            .build(),
        id,
        context.retrieveLimits(),
        KeyMessages::retrieved);
  }

  /** Releases many; the results are in the order of the names. */
  public CompletableFuture<List<RetrievalResult>> retrieveAll(List<String> names) {
    if (names.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "a batch names at most " + MAX_BATCH + " keys, not " + names.size());
    }
    refuseChosenRequestId();
    List<RetrieveKeyRequest> requests = new ArrayList<>();
    for (String name : names) {
      requests.add(
          RetrieveKeyRequest.newBuilder()
              .setName(name)
              .setRequestId(context.newRequestId())
              .build());
    }
    return BatchedRetrieval.start(connection, context, requests);
  }

  /** Opens a call for many retrievals. */
  public RetrievalStream stream() {
    refuseChosenRequestId();
    return new StreamedRetrieval(connection, context);
  }

  private void refuseChosenRequestId() {
    if (context.requestId().isPresent()) {
      throw new IllegalArgumentException("each of many retrievals has a request id of its own");
    }
  }
}
