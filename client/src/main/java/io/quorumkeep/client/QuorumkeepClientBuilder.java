// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import io.quorumkeep.client.internal.CallContext;
import io.quorumkeep.client.internal.Connection;
import io.quorumkeep.client.internal.Credentials;
import io.quorumkeep.client.internal.NodeAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** Describes a {@link QuorumkeepClient}. Nodes, an identity and a trusted authority are needed. */
public final class QuorumkeepClientBuilder {
  private List<NodeAddress> nodes = List.of();
  private @Nullable Path certificate;
  private @Nullable Path privateKey;
  private @Nullable Path authorities;
  private CallContext context = CallContext.DEFAULT;
  private Executor callbacks = ForkJoinPool.commonPool();

  QuorumkeepClientBuilder() {}

  /**
   * Where the nodes listen: {@code host:port}, several separated by commas, as many as there are.
   * Each node's certificate must carry the host that is written here.
   */
  public QuorumkeepClientBuilder nodes(String list) {
    nodes = NodeAddress.parseList(list);
    return this;
  }

  /**
   * Who the caller is.
   *
   * @param certificateFile PEM: the certificate, and what leads from it to its authority
   * @param privateKeyFile PEM: its private key, PKCS #8, not encrypted
   */
  public QuorumkeepClientBuilder identity(Path certificateFile, Path privateKeyFile) {
    certificate = certificateFile;
    privateKey = privateKeyFile;
    return this;
  }

  /** PEM: the authorities that the nodes' certificates come from. No other is trusted. */
  public QuorumkeepClientBuilder trust(Path authorityFile) {
    authorities = authorityFile;
    return this;
  }

  /** How long a release may take, all attempts together. Default: 2 seconds. */
  public QuorumkeepClientBuilder retrieveDeadline(Duration deadline) {
    context = context.withDeadlines(deadline, context.adminDeadline());
    return this;
  }

  /** How long everything else may take, all attempts together. Default: 10 seconds. */
  public QuorumkeepClientBuilder adminDeadline(Duration deadline) {
    context = context.withDeadlines(context.retrieveDeadline(), deadline);
    return this;
  }

  /** How often a request is sent before it is given up. Default: 16; 1 turns retries off. */
  public QuorumkeepClientBuilder maxAttempts(int attempts) {
    context = context.withMaxAttempts(attempts);
    return this;
  }

  /**
   * Where asynchronous results complete, and what depends on them runs. Default: the common pool.
   * {@code Runnable::run} saves a hop for the busiest callers, who then must not block there: it is
   * the thread that reads from the network.
   */
  public QuorumkeepClientBuilder callbackExecutor(Executor executor) {
    callbacks = executor;
    return this;
  }

  /**
   * Makes the client. Reads the files now and connects with the first call.
   *
   * @throws IllegalArgumentException if something is missing, or a file cannot be used
   */
  public QuorumkeepClient build() {
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("nodes are missing: where does the cluster listen?");
    }
    if (certificate == null || privateKey == null) {
      throw new IllegalArgumentException(
          "an identity is missing: the nodes know callers by their certificates");
    }
    if (authorities == null) {
      throw new IllegalArgumentException(
          "trust is missing: which authority do the nodes' certificates come from?");
    }
    Credentials credentials = new Credentials(certificate, privateKey, authorities);
    return QuorumkeepClient.over(Connection.open(nodes, credentials, callbacks), context);
  }
}
