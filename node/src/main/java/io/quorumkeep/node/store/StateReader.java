// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.ErasureCodec;
import io.quorumkeep.node.codec.GovernanceCodec;
import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.policy.Grant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the state as values. As current, and as safe for threads, as the rows beneath. */
public final class StateReader {
  private final Rows rows;

  public StateReader(Rows rows) {
    this.rows = rows;
  }

  public @Nullable Key key(KeyName name) {
    byte[] row = rows.get(Table.KEYS, RowKeys.key(name));
    return row == null ? null : RowCodec.decodeKey(row);
  }

  public @Nullable KeyVersion version(KeyName name, int version) {
    byte[] row = rows.get(Table.VERSIONS, RowKeys.version(name, version));
    return row == null ? null : RowCodec.decodeVersion(row);
  }

  /**
   * Several versions at once.
   *
   * @param keys of {@link Table#VERSIONS}
   * @return in the order of the keys; null where there is no such version
   */
  public List<@Nullable KeyVersion> versions(List<byte[]> keys) {
    List<@Nullable KeyVersion> versions = new ArrayList<>(keys.size());
    for (byte[] row : rows.getAll(Table.VERSIONS, keys)) {
      versions.add(row == null ? null : RowCodec.decodeVersion(row));
    }
    return versions;
  }

  /** How the version was used; never null. */
  public Usage usage(KeyName name, int version) {
    byte[] row = rows.get(Table.USAGE, RowKeys.version(name, version));
    return row == null ? Usage.NONE : RowCodec.decodeUsage(row);
  }

  public ClusterFacts cluster() {
    byte[] row = rows.get(Table.CLUSTER, RowKeys.cluster());
    return row == null ? ClusterFacts.none() : RowCodec.decodeCluster(row);
  }

  /** The epochs; counts what is there if the store is older than their row. */
  public ErasureState erasure() {
    byte[] row = rows.get(Table.ERASURE, RowKeys.erasure());
    if (row != null) {
      return ErasureCodec.decodeState(row);
    }
    ErasureState[] state = {ErasureState.start()};
    rows.scan(
        Table.VERSIONS,
        new byte[0],
        (key, value) -> {
          state[0] = state[0].counting(null, RowCodec.decodeVersion(value).material());
          return true;
        });
    return state[0];
  }

  /**
   * Certificates of erasure, the newest first.
   *
   * @param before the number before which to begin; 0 for the newest
   */
  public List<ErasureCertificate> certificates(long before, int limit) {
    long newest = erasure().certificates();
    long from = before == 0 || before > newest ? newest : before - 1;
    List<ErasureCertificate> certificates = new ArrayList<>();
    for (long number = from; number > 0 && certificates.size() < limit; number--) {
      byte[] row = rows.get(Table.CERTIFICATES, RowKeys.sequence(number));
      if (row == null) {
        throw new CorruptLogException("certificate " + number + " is not there");
      }
      certificates.add(ErasureCodec.decodeCertificate(row));
    }
    return certificates;
  }

  /**
   * What was to happen by {@code now}, the earliest first.
   *
   * @param after the one after which to begin; null for the first
   * @param limit how many at most
   */
  public List<Deadline> dueAt(Instant now, @Nullable Deadline after, int limit) {
    List<Deadline> due = new ArrayList<>();
    rows.scan(
        Table.DUE,
        after == null ? new byte[0] : RowKeys.due(after),
        (key, value) -> {
          Deadline deadline = RowKeys.deadline(key);
          if (deadline.at().isAfter(now)) {
            return false;
          }
          if (!deadline.equals(after)) {
            due.add(deadline);
          }
          return due.size() < limit;
        });
    return due;
  }

  /**
   * Grants in the order of their ids.
   *
   * @param after the id after which to begin; empty for the first
   */
  public List<Grant> grants(String after, int limit) {
    List<Grant> grants = new ArrayList<>();
    rows.scan(
        Table.GRANTS,
        RowKeys.grant(after),
        (key, value) -> {
          Grant grant = RowCodec.decodeGrant(value);
          if (!grant.id().equals(after)) {
            grants.add(grant);
          }
          return grants.size() < limit;
        });
    return grants;
  }

  /** The policy of a namespace, or null if it was given none. */
  public @Nullable NamespacePolicy namespacePolicy(String namespace) {
    byte[] row = rows.get(Table.NAMESPACES, RowKeys.namespacePolicy(namespace));
    return row == null ? null : GovernanceCodec.decodePolicy(row);
  }

  public @Nullable Proposal proposal(String id) {
    byte[] row = rows.get(Table.PROPOSALS, RowKeys.proposal(id));
    return row == null ? null : GovernanceCodec.decodeProposal(row);
  }

  /**
   * Visits proposals in the order of their ids, also those that are over.
   *
   * @param after the id after which to begin; empty for the first
   * @param visitor returns false to stop
   */
  public void proposals(String after, Predicate<Proposal> visitor) {
    rows.scan(
        Table.PROPOSALS,
        RowKeys.proposal(after),
        (key, value) -> {
          Proposal proposal = GovernanceCodec.decodeProposal(value);
          return proposal.id().equals(after) || visitor.test(proposal);
        });
  }
}
