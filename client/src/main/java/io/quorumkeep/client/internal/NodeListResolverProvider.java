// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.grpc.Attributes;
import io.grpc.EquivalentAddressGroup;
import io.grpc.NameResolver;
import io.grpc.NameResolverProvider;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Resolves {@code quorumkeep:///host:port,host:port} to every address of every node.
 *
 * <p>gRPC's own resolvers take one name. Each address becomes a group of its own, so that {@code
 * round_robin} uses all of them, and carries the host it came from, so that each node's certificate
 * is checked against the name that the user gave for that node.
 */
final class NodeListResolverProvider extends NameResolverProvider {
  static final String SCHEME = "quorumkeep";

  /** Below that of DNS, which must stay the default of other channels in this process. */
  private static final int PRIORITY = 4;

  @Override
  protected boolean isAvailable() {
    return true;
  }

  @Override
  protected int priority() {
    return PRIORITY;
  }

  @Override
  public String getDefaultScheme() {
    return SCHEME;
  }

  @Override
  public Collection<Class<? extends SocketAddress>> getProducedSocketAddressTypes() {
    return Set.of(InetSocketAddress.class);
  }

  @Override
  public @Nullable NameResolver newNameResolver(URI target, NameResolver.Args args) {
    if (!SCHEME.equals(target.getScheme())) {
      return null;
    }
    String path = target.getPath();
    Executor executor = args.getOffloadExecutor();
    return new NodeListResolver(
        NodeAddress.parseList(path.substring(1)), executor == null ? Runnable::run : executor);
  }

  /** Looks the hosts up again whenever the channel lost a connection. */
  private static final class NodeListResolver extends NameResolver {
    private final List<NodeAddress> nodes;
    private final Executor lookups;
    private @Nullable Listener2 listener;

    NodeListResolver(List<NodeAddress> nodes, Executor lookups) {
      this.nodes = nodes;
      this.lookups = lookups;
    }

    @Override
    public String getServiceAuthority() {
      return nodes.get(0).authority();
    }

    @Override
    public void start(Listener2 newListener) {
      listener = newListener;
      refresh();
    }

    @Override
    public void refresh() {
      Listener2 told = listener;
      if (told != null) {
        lookups.execute(() -> told.onResult(lookUpAll()));
      }
    }

    @Override
    public void shutdown() {}

    private ResolutionResult lookUpAll() {
      List<EquivalentAddressGroup> groups = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (NodeAddress node : nodes) {
        try {
          for (InetAddress address : InetAddress.getAllByName(node.host())) {
            groups.add(
                new EquivalentAddressGroup(
                    new InetSocketAddress(address, node.port()),
                    Attributes.newBuilder()
                        .set(EquivalentAddressGroup.ATTR_AUTHORITY_OVERRIDE, node.authority())
                        .build()));
          }
        } catch (UnknownHostException e) {
          unknown.add(node.host());
        }
      }
      StatusOr<List<EquivalentAddressGroup>> result =
          groups.isEmpty()
              ? StatusOr.fromStatus(
                  Status.UNAVAILABLE.withDescription("no such host: " + String.join(", ", unknown)))
              : StatusOr.fromValue(groups);
      return ResolutionResult.newBuilder().setAddressesOrError(result).build();
    }
  }
}
