// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.ClusterSummary;
import io.quorumkeep.node.application.ClusterView;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.v1.ClusterServiceGrpc.ClusterServiceImplBase;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.GetClusterStatusResponse;
import io.quorumkeep.v1.Member;

/** Serves {@code quorumkeep.v1.ClusterService}: delegates and encodes. */
final class ClusterServiceEndpoint extends ClusterServiceImplBase {
  private final Calls calls;
  private final Queries queries;
  private final ClusterView view;

  ClusterServiceEndpoint(Calls calls, Queries queries, ClusterView view) {
    this.calls = calls;
    this.queries = queries;
    this.view = view;
  }

  @Override
  public void getClusterStatus(
      GetClusterStatusRequest request, StreamObserver<GetClusterStatusResponse> observer) {
    // The answer is made where rows are read, never on the thread of a connection.
    calls.answer(
        observer,
        "",
        ask ->
            queries
                .cluster(ask.read())
                .thenApply(answer -> response(Answers.value(answer), request.getStateDigest())));
  }

  private GetClusterStatusResponse response(ClusterSummary cluster, boolean withDigest) {
    ClusterView.Status status = view.status();
    GetClusterStatusResponse.Builder response =
        GetClusterStatusResponse.newBuilder()
            .setClusterId(cluster.clusterId())
            .setNode(status.node())
            .setLeader(status.leader())
            .setTerm(status.term())
            .setCommitIndex(status.commitIndex())
            .setAppliedIndex(status.appliedIndex())
            .setAuditSequence(cluster.auditHead().sequence())
            .setAuditChainHead(UnsafeByteOperations.unsafeWrap(cluster.auditHead().digest()))
            .setPublishedSequence(cluster.publishedSequence());
    status
        .members()
        .forEach(
            member ->
                response.addMembers(
                    Member.newBuilder()
                        .setNode(member.node())
                        .setClientAddress(member.clientAddress())
                        .setPeerAddress(member.peerAddress())
                        .setVoter(member.voter())));
    if (withDigest) {
      ClusterView.Digest digest = view.digest();
      response
          .setStateDigest(UnsafeByteOperations.unsafeWrap(digest.sha256()))
          .setDigestIndex(digest.appliedIndex());
    }
    return response.build();
  }
}
