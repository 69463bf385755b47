// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.quorumkeep.raft.PeerCallException;
import io.quorumkeep.raft.PeerCallException.Outcome;
import io.quorumkeep.raft.PeerId;
import io.quorumkeep.raft.config.LogLimits;
import io.quorumkeep.raft.testing.TestCluster;
import io.quorumkeep.raft.testing.TestPki;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.apache.ratis.proto.RaftProtos.GroupListRequestProto;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.proto.grpc.AdminProtocolServiceGrpc;
import org.apache.ratis.proto.grpc.RaftServerProtocolServiceGrpc;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.thirdparty.io.grpc.ManagedChannel;
import org.apache.ratis.thirdparty.io.grpc.Status;
import org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException;
import org.apache.ratis.thirdparty.io.grpc.netty.GrpcSslContexts;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyChannelBuilder;
import org.apache.ratis.thirdparty.io.netty.handler.ssl.SslContextBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerPlaneTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final PeerId N1 = new PeerId("n1");
  private static final PeerId N2 = new PeerId("n2");

  @TempDir static Path directory;
  private static TestCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = new TestCluster(directory, 3, LogLimits.DEFAULT);
    cluster.handler(
        "echo",
        (caller, request) ->
            CompletableFuture.completedFuture(
                ByteString.copyFromUtf8(caller + " said ").concat(request)));
    cluster.handler("never", (caller, request) -> new CompletableFuture<>());
    cluster.handler(
        "fails",
        (caller, request) ->
            CompletableFuture.failedFuture(new IllegalStateException("a secret reason")));
    cluster.handler(
        "throws",
        (caller, request) -> {
          throw new IllegalStateException("a secret reason");
        });
    cluster.handler("size", PeerPlaneTest::size);
    cluster.start("n1");
    cluster.start("n2");
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void givenTwoNodes_whenEachCallsTheOther_thenBothAreAnsweredAndKnowWhoAsked() {
    assertThat(call("n1", N2, "echo", "hello").join()).isEqualTo("n1 said hello");
    assertThat(call("n2", N1, "echo", "").join()).isEqualTo("n2 said ");
  }

  @Test
  void givenLargestRequest_whenCalled_thenItArrivesAndALargerOneIsNotSent() {
    ByteString largest = ByteString.copyFrom(new byte[PinnedProperties.MAX_MESSAGE_BYTES]);

    ByteString answer = cluster.node("n1").channel().call(N2, "size", largest, LONG).join();

    assertThat(answer.toStringUtf8()).isEqualTo(Integer.toString(largest.size()));
    assertFails(
        cluster
            .node("n1")
            .channel()
            .call(N2, "size", largest.concat(ByteString.copyFromUtf8("x")), LONG),
        Outcome.NOT_DELIVERED);
  }

  @Test
  void givenHandlerThatDoesNotAnswer_whenTheTimeIsUp_thenTheOutcomeIsUnknown() {
    assertFails(
        cluster.node("n1").channel().call(N2, "never", ByteString.EMPTY, Duration.ofMillis(200)),
        Outcome.UNKNOWN);
  }

  @Test
  void givenFailingHandler_whenCalled_thenTheCallerLearnsThatButNotWhy() {
    for (String method : List.of("fails", "throws")) {
      assertThatThrownBy(() -> call("n1", N2, method, "").join())
          .hasCauseInstanceOf(PeerCallException.class)
          .satisfies(
              failure -> {
                for (Throwable t = failure; t != null; t = t.getCause()) {
                  assertThat(t.toString()).doesNotContain("secret");
                }
              });
      assertFails(call("n1", N2, method, ""), Outcome.UNKNOWN);
    }
  }

  @Test
  void givenUnknownMethodPeerOrStoppedNode_whenCalled_thenNotDelivered() {
    assertFails(call("n1", N2, "nonsense", ""), Outcome.NOT_DELIVERED);
    assertFails(call("n1", new PeerId("n9"), "echo", ""), Outcome.NOT_DELIVERED);
    assertFails(call("n1", new PeerId("n3"), "echo", ""), Outcome.NOT_DELIVERED);
  }

  @Test
  void givenNodeThatWasDown_whenItIsBack_thenCallsReachItSoon() {
    PeerId n3 = new PeerId("n3");
    assertFails(call("n1", n3, "echo", ""), Outcome.NOT_DELIVERED);

    cluster.start("n3");
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(3))
          .until(
              () ->
                  call("n1", n3, "echo", "again")
                      .handle((answer, failure) -> "n1 said again".equals(answer))
                      .join());
    } finally {
      cluster.stop("n3");
    }
  }

  @Test
  void givenCertificatesOfTheClusterCaWithOtherNames_whenTheyCall_thenRefused() {
    List<List<String>> foreign =
        List.of(
            List.of(),
            List.of("spiffe://test.quorumkeep/node/n9"),
            List.of("spiffe://other.domain/node/n2"),
            List.of("spiffe://test.quorumkeep/client/n2"),
            List.of("spiffe://test.quorumkeep/node/n2/x"),
            List.of("spiffe://test.quorumkeep/node/n2", "spiffe://test.quorumkeep/node/n3"));
    for (List<String> uris : foreign) {
      TestPki.Issued issued = cluster.pki().issue("foreign", uris);

      assertThat(statusOf(issued, channel -> vote(channel, "n2")))
          .as("certificate with %s", uris)
          .isIn(Status.Code.UNAVAILABLE, Status.Code.PERMISSION_DENIED);
    }
  }

  @Test
  void givenCertificateOfAnotherCa_whenItCalls_thenRefused() {
    TestPki other = TestPki.create(directory.resolve("other"), "test.quorumkeep");
    TestPki.Issued issued = other.issue("n2", List.of("spiffe://test.quorumkeep/node/n2"));

    assertThat(statusOf(issued, channel -> vote(channel, "n2"))).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void givenMember_whenItSpeaksInItsOwnNameOnly_thenRaftListens() {
    TestPki.Issued issued =
        cluster.pki().issue("member", List.of("spiffe://test.quorumkeep/node/n2"));

    assertThat(statusOf(issued, channel -> vote(channel, "n2"))).isEqualTo(Status.Code.OK);
    assertThat(statusOf(issued, channel -> vote(channel, "n3")))
        .isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  @Test
  void givenMember_whenItCallsTheAdminServiceOfRatis_thenThereIsNone() {
    TestPki.Issued issued =
        cluster.pki().issue("admin", List.of("spiffe://test.quorumkeep/node/n2"));

    Status.Code status =
        statusOf(
            issued,
            channel ->
                AdminProtocolServiceGrpc.newBlockingStub(channel)
                    .groupList(
                        GroupListRequestProto.newBuilder().setRpcRequest(header("n2")).build()));

    assertThat(status).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  private static CompletableFuture<ByteString> size(PeerId caller, ByteString request) {
    return CompletableFuture.completedFuture(
        ByteString.copyFromUtf8(Integer.toString(request.size())));
  }

  private static CompletableFuture<String> call(
      String from, PeerId to, String method, String request) {
    return cluster
        .node(from)
        .channel()
        .call(to, method, ByteString.copyFromUtf8(request), LONG)
        .thenApply(ByteString::toStringUtf8);
  }

  private static void assertFails(CompletableFuture<?> call, Outcome outcome) {
    assertThat(call)
        .failsWithin(SECOND.multipliedBy(5))
        .withThrowableThat()
        .havingCause()
        .isInstanceOfSatisfying(
            PeerCallException.class, failure -> assertThat(failure.outcome()).isEqualTo(outcome));
  }

  private static RequestVoteReplyProto vote(ManagedChannel channel, String inTheNameOf) {
    return RaftServerProtocolServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(5, TimeUnit.SECONDS)
        .requestVote(
            RequestVoteRequestProto.newBuilder()
                .setServerRequest(header(inTheNameOf))
                .setCandidateTerm(0)
                .setPreVote(true)
                .setCandidateLastEntry(TermIndexProto.getDefaultInstance())
                .build());
  }

  private static RaftRpcRequestProto.Builder header(String from) {
    return RaftRpcRequestProto.newBuilder()
        .setRequestorId(
            org.apache.ratis.thirdparty.com.google.protobuf.ByteString.copyFromUtf8(from))
        .setReplyId(org.apache.ratis.thirdparty.com.google.protobuf.ByteString.copyFromUtf8("n1"))
        .setRaftGroupId(
            RaftGroupIdProto.newBuilder()
                .setId(RaftGroupId.valueOf(cluster.clusterId()).toByteString()));
  }

  private static Status.Code statusOf(TestPki.Issued issued, Function<ManagedChannel, ?> call) {
    File chain = issued.certificateChain().toFile();
    try {
      ManagedChannel channel =
          NettyChannelBuilder.forTarget(cluster.peer("n1").peerAddress())
              .sslContext(
                  GrpcSslContexts.configure(SslContextBuilder.forClient())
                      .trustManager(cluster.pki().caFile().toFile())
                      .keyManager(chain, issued.privateKey().toFile())
                      .protocols("TLSv1.3")
                      .build())
              .build();
      try {
        assertThat(call.apply(channel)).isNotNull();
        return Status.Code.OK;
      } catch (StatusRuntimeException e) {
        return e.getStatus().getCode();
      } finally {
        channel.shutdownNow();
      }
    } catch (SSLException e) {
      throw new IllegalStateException("cannot use " + chain, e);
    }
  }
}
