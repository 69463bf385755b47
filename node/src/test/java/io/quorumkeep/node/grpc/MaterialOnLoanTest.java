// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.crypto.bc.CertifiedKey;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That gRPC has written a message out when {@code onNext} returns: material is put into messages
 * without a copy, and zeroized right after.
 */
class MaterialOnLoanTest {
  private static final int MATERIAL_BYTES = 32;
  private static final byte FILL = 0x5a;

  @TempDir Path directory;

  @Test
  void givenMaterialZeroizedAfterOnNext_whenMessagesArrive_thenTheyHoldItAll()
      throws SSLException, InterruptedException, ExecutionException, TimeoutException {
    TestPki pki = new TestPki();
    ExecutorService responder = Executors.newSingleThreadExecutor();
    ApiServer server =
        new ApiServer(
            ApiServerSettings.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                TestPki.DOMAIN,
                pki.serverFiles(directory)),
            List.<BindableService>of(new Lender(responder)),
            CallObserver.NONE);
    server.start();
    CertifiedKey client = pki.client("client");
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .sslContext(
                GrpcSslContexts.forClient()
                    .trustManager(pki.authority())
                    .keyManager(TestPki.certificate(client), TestPki.privateKey(client))
                    .build())
            .build();
    try {
      List<ListenableFuture<RetrieveKeyResponse>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        calls.add(
            RetrievalServiceGrpc.newFutureStub(channel)
                .retrieveKey(RetrieveKeyRequest.getDefaultInstance()));
      }

      byte[] expected = new byte[MATERIAL_BYTES];
      Arrays.fill(expected, FILL);
      assertThat(Futures.allAsList(calls).get(30, TimeUnit.SECONDS))
          .allMatch(answer -> answer.getMaterial().equals(ByteString.copyFrom(expected)));
    } finally {
      channel.shutdownNow();
      server.close();
      responder.shutdownNow();
    }
  }

  /** Answers as the real endpoint does: on another thread, with an array that is then zeroized. */
  private static final class Lender extends RetrievalServiceGrpc.RetrievalServiceImplBase {
    private final ExecutorService responder;

    Lender(ExecutorService responder) {
      this.responder = responder;
    }

    @Override
    public void retrieveKey(
        RetrieveKeyRequest request, StreamObserver<RetrieveKeyResponse> observer) {
      responder.execute(
          () -> {
            byte[] material = new byte[MATERIAL_BYTES];
            Arrays.fill(material, FILL);
            observer.onNext(
                RetrieveKeyResponse.newBuilder()
                    .setMaterial(UnsafeByteOperations.unsafeWrap(material))
                    .build());
            Arrays.fill(material, (byte) 0);
            observer.onCompleted();
          });
    }
  }
}
