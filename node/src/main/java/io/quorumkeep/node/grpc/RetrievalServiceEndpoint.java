// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.rpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalReceiver.OpenMaterial;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.RetrievalServiceGrpc.RetrievalServiceImplBase;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Serves {@code quorumkeep.v1.RetrievalService}: decodes, delegates, encodes. */
final class RetrievalServiceEndpoint extends RetrievalServiceImplBase {
  /** Items of one batch. */
  static final int MAX_ITEMS = 256;

  private final Calls calls;
  private final Retrieval retrieval;

  RetrievalServiceEndpoint(Calls calls, Retrieval retrieval) {
    this.calls = calls;
    this.retrieval = retrieval;
  }

  @Override
  public void retrieveKey(
      RetrieveKeyRequest request, StreamObserver<RetrieveKeyResponse> observer) {
    Calls.expectCancellation(observer);
    Retrieval.Item item;
    Duration timeout;
    try {
      item = Retrievals.item(request, calls.ids());
      timeout = calls.deadlines().remaining();
    } catch (RefusedException e) {
      Calls.fail(observer, e, null);
      return;
    }
    retrieval.retrieve(
        Caller.current(),
        List.of(item),
        timeout,
        (results, material) -> answer(observer, item, results.get(0), material));
  }

  private static void answer(
      StreamObserver<RetrieveKeyResponse> observer,
      Retrieval.Item item,
      RetrievalResult result,
      OpenMaterial material) {
    try {
      if (result instanceof RetrievalResult.Released released) {
        observer.onNext(Retrievals.response(released, material.at(0)));
        observer.onCompleted();
      } else {
        observer.onError(Errors.exception(Retrievals.error(result, item.requestId())));
      }
    } catch (RuntimeException e) {
      Calls.fail(observer, e, item.requestId());
    }
  }

  @Override
  public void batchRetrieveKeys(
      BatchRetrieveKeysRequest request, StreamObserver<BatchRetrieveKeysResponse> observer) {
    Calls.expectCancellation(observer);
    BatchAnswer batch;
    Duration timeout;
    try {
      batch = batch(request.getRequestsList());
      timeout = calls.deadlines().remaining();
    } catch (RefusedException e) {
      Calls.fail(observer, e, null);
      return;
    }
    if (batch.items().isEmpty()) {
      observer.onNext(batch.complete(List.of(), RetrievalServiceEndpoint::nothing));
      observer.onCompleted();
      return;
    }
    retrieval.retrieve(
        Caller.current(),
        batch.items(),
        timeout,
        (results, material) -> {
          try {
            observer.onNext(batch.complete(results, material));
            observer.onCompleted();
          } catch (RuntimeException e) {
            Calls.fail(observer, e, null);
          }
        });
  }

  private BatchAnswer batch(List<RetrieveKeyRequest> requests) {
    if (requests.isEmpty()) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, "requests", "a batch has at least one request");
    }
    if (requests.size() > MAX_ITEMS) {
      throw RefusedException.ofField(
          ErrorCatalog.TOO_MANY_ITEMS,
          "requests",
          "a batch has at most " + MAX_ITEMS + " requests");
    }
    List<Retrieval.Item> items = new ArrayList<>(requests.size());
    BatchRetrieveKeysResponse.Builder response = BatchRetrieveKeysResponse.newBuilder();
    List<Integer> places = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i++) {
      try {
        items.add(Retrievals.item(requests.get(i), calls.ids()));
        places.add(i);
        response.addResults(RetrieveKeyResult.getDefaultInstance());
      } catch (RefusedException e) {
        response.addResults(Retrievals.refused(Errors.of(e, null)));
      }
    }
    return new BatchAnswer(items, places, response);
  }

  private static byte[] nothing(int index) {
    throw new IllegalStateException("nothing was released");
  }

  @Override
  public StreamObserver<StreamRetrieveKeysRequest> streamRetrieveKeys(
      StreamObserver<StreamRetrieveKeysResponse> observer) {
    Origin origin = Caller.current();
    RetrievalStream stream =
        new RetrievalStream(
            (ServerCallStreamObserver<StreamRetrieveKeysResponse>) observer,
            calls,
            (item, timeout, receiver) ->
                retrieval.retrieve(origin, List.of(item), timeout, receiver));
    stream.begin();
    return stream;
  }

  /**
   * A batch that is under way.
   *
   * @param items the requests that could be read
   * @param places for each of them, its place in the batch
   * @param response has the errors of the others
   */
  private record BatchAnswer(
      List<Retrieval.Item> items,
      List<Integer> places,
      BatchRetrieveKeysResponse.Builder response) {
    BatchRetrieveKeysResponse complete(List<RetrievalResult> results, OpenMaterial material) {
      for (int i = 0; i < results.size(); i++) {
        RetrievalResult result = results.get(i);
        if (result instanceof RetrievalResult.Released released) {
          response.setResults(places.get(i), Retrievals.released(released, material.at(i)));
        } else {
          Status error = Retrievals.error(result, items.get(i).requestId());
          response.setResults(places.get(i), Retrievals.refused(error));
        }
      }
      return response.build();
    }
  }
}
