// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.fake;

import com.google.protobuf.Message;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.QuorumkeepClientBuilder;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.GetClusterStatusResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Some {@link FakeNode}s with one authority, and the files a client needs to reach them. */
public final class FakeCluster implements AutoCloseable {
  private static final int WARM_UP_CALLS = 5_000;

  private final TestPki pki;
  private final Path caller;
  private final List<FakeNode> nodes = new ArrayList<>();

  private FakeCluster(TestPki pki) {
    this.pki = pki;
    this.caller = pki.caller();
  }

  /** Starts {@code count} nodes that know how they are, and nothing else. */
  public static FakeCluster start(Path directory, int count) {
    FakeCluster cluster = new FakeCluster(TestPki.create(directory, "authority"));
    for (int i = 0; i < count; i++) {
      cluster.nodes.add(FakeNode.start(cluster.pki));
    }
    cluster.onAll(
        "GetClusterStatus", request -> Optional.of(GetClusterStatusResponse.getDefaultInstance()));
    return cluster;
  }

  /** A client of all nodes. */
  public QuorumkeepClientBuilder client() {
    return QuorumkeepClient.builder()
        .nodes(addresses())
        .identity(caller, TestPki.keyOf(caller))
        .trust(pki.authority());
  }

  /** Calls until every node was asked once: from then on calls go round in strict order. */
  public void connectToAll(QuorumkeepClient client) {
    for (int i = 0; i < WARM_UP_CALLS; i++) {
      client.clusterStatus();
      if (nodes.stream().noneMatch(n -> n.requests(GetClusterStatusRequest.class).isEmpty())) {
        return;
      }
    }
    throw new AssertionError("the client did not connect to every node");
  }

  /** From now on, all nodes answer {@code method} by {@code handler}. */
  public void onAll(String method, Function<Message, Optional<Message>> handler) {
    nodes.forEach(node -> node.on(method, handler));
  }

  /** Starts a node where one was, knowing nothing. */
  public FakeNode restart(int index) {
    FakeNode node = FakeNode.start(pki, nodes.get(index).port());
    nodes.set(index, node);
    return node;
  }

  /** All nodes. */
  public List<FakeNode> nodes() {
    return nodes;
  }

  /** One node. */
  public FakeNode node(int index) {
    return nodes.get(index);
  }

  /** What all nodes were asked so far, node by node. */
  public <T extends Message> List<T> requests(Class<T> type) {
    return nodes.stream().flatMap(node -> node.requests(type).stream()).toList();
  }

  /** The nodes as a client is told them. */
  public String addresses() {
    return nodes.stream().map(FakeNode::address).collect(Collectors.joining(","));
  }

  /** The certificate of the caller. */
  public Path callerCertificate() {
    return caller;
  }

  /** The certificate of the authority. */
  public Path authority() {
    return pki.authority();
  }

  @Override
  public void close() {
    nodes.forEach(FakeNode::close);
  }
}
