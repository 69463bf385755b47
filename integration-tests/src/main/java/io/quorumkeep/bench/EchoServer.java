// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.grpc.ApiServer;
import io.quorumkeep.node.grpc.ApiServerSettings;
import io.quorumkeep.node.grpc.CallObserver;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.RetrievalServiceGrpc.RetrievalServiceImplBase;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Answers every retrieval at once with zeros, over the client plane of a node. */
final class EchoServer extends RetrievalServiceImplBase {
  private static final byte[] ZEROS = new byte[32];

  private EchoServer() {}

  /** Arguments: port, trust domain, certificate, key, client CA. */
  public static void main(String[] arguments) throws InterruptedException {
    ApiServerSettings settings =
        ApiServerSettings.of(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
            arguments[1],
            new ApiServerSettings.TlsFiles(
                Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4])));
    ApiServer server = new ApiServer(settings, List.of(new EchoServer()), CallObserver.NONE);
    server.start();
    new CountDownLatch(1).await();
  }

  @Override
  public void retrieveKey(
      RetrieveKeyRequest request, StreamObserver<RetrieveKeyResponse> observer) {
    observer.onNext(answer(request));
    observer.onCompleted();
  }

  @Override
  public void batchRetrieveKeys(
      BatchRetrieveKeysRequest request, StreamObserver<BatchRetrieveKeysResponse> observer) {
    BatchRetrieveKeysResponse.Builder response = BatchRetrieveKeysResponse.newBuilder();
    for (RetrieveKeyRequest item : request.getRequestsList()) {
      response.addResults(RetrieveKeyResult.newBuilder().setKey(answer(item)));
    }
    observer.onNext(response.build());
    observer.onCompleted();
  }

  @Override
  public StreamObserver<StreamRetrieveKeysRequest> streamRetrieveKeys(
      StreamObserver<StreamRetrieveKeysResponse> observer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(StreamRetrieveKeysRequest message) {
        observer.onNext(
            StreamRetrieveKeysResponse.newBuilder()
                .setTag(message.getTag())
                .setResult(RetrieveKeyResult.newBuilder().setKey(answer(message.getRequest())))
                .build());
      }

      @Override
      public void onError(Throwable failure) {
        observer.onError(Status.CANCELLED.asRuntimeException());
      }

      @Override
      public void onCompleted() {
        observer.onCompleted();
      }
    };
  }

  private static RetrieveKeyResponse answer(RetrieveKeyRequest request) {
    return RetrieveKeyResponse.newBuilder()
        .setName(request.getName())
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
        .setMaterial(UnsafeByteOperations.unsafeWrap(ZEROS))
        .setAuditSequence(1)
        .build();
  }
}
