// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.ClusterMember;
import io.quorumkeep.client.ClusterStatus;
import io.quorumkeep.v1.ClusterServiceGrpc;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.GetClusterStatusResponse;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.ClusterService}. */
public final class ClusterCalls {
  private static final HexFormat HEX = HexFormat.of();

  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public ClusterCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Asks one node how the cluster is. */
  public CompletableFuture<ClusterStatus> status(boolean stateDigest) {
    return connection.call(
        ClusterServiceGrpc.getGetClusterStatusMethod(),
        GetClusterStatusRequest.newBuilder().setStateDigest(stateDigest).build(),
        "",
        context.adminLimits(),
        ClusterCalls::status);
  }

  private static ClusterStatus status(GetClusterStatusResponse response) {
    return new ClusterStatus(
        response.getClusterId(),
        response.getNode(),
        response.getLeader().isEmpty() ? Optional.empty() : Optional.of(response.getLeader()),
        response.getTerm(),
        response.getCommitIndex(),
        response.getAppliedIndex(),
        response.getMembersList().stream()
            .map(
                member ->
                    new ClusterMember(
                        member.getNode(),
                        member.getClientAddress(),
                        member.getPeerAddress(),
                        member.getVoter()))
            .toList(),
        response.getAuditSequence(),
        HEX.formatHex(response.getAuditChainHead().toByteArray()),
        response.getPublishedSequence(),
        response.getStateDigest().isEmpty()
            ? Optional.empty()
            : Optional.of(
                new ClusterStatus.StateDigest(
                    HEX.formatHex(response.getStateDigest().toByteArray()),
                    response.getDigestIndex())));
  }
}
