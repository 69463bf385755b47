// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.RequestRow;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.policy.Grant;
import org.jspecify.annotations.Nullable;

/** Results of requests to and from their rows. */
public final class RequestCodec {
  private RequestCodec() {}

  public static byte[] encode(RequestResult result) {
    var row =
        RequestRow.newBuilder()
            .setRequestHash(result.requestHash())
            .setSequence(result.sequence())
            .setVersion(result.version());
    Rejection rejection = result.rejection();
    if (rejection != null) {
      row.setReason(rejection.reason().name()).setDetail(rejection.detail());
    }
    Key key = result.key();
    if (key != null) {
      row.setKey(RowCodec.keyRow(key));
    }
    Grant grant = result.grant();
    if (grant != null) {
      row.setGrant(RowCodec.grantRow(grant));
    }
    Governed governed = result.governed();
    if (governed instanceof Proposal proposal) {
      row.setProposal(GovernanceCodec.proposal(proposal));
    } else if (governed instanceof NamespacePolicy policy) {
      row.setNamespacePolicy(GovernanceCodec.policy(policy));
    }
    return row.build().toByteArray();
  }

  public static RequestResult decode(byte[] bytes) {
    return Guarded.decode(
        "the row of a request",
        () -> {
          RequestRow row = Fields.known(RequestRow.parseFrom(bytes));
          return new RequestResult(
              row.getRequestHash(),
              row.getSequence(),
              rejection(row),
              row.getVersion(),
              row.hasKey() ? RowCodec.key(row.getKey()) : null,
              row.hasGrant() ? RowCodec.grant(row.getGrant()) : null,
              governed(row));
        });
  }

  private static @Nullable Governed governed(RequestRow row) {
    if (row.hasProposal()) {
      return GovernanceCodec.proposal(row.getProposal());
    }
    return row.hasNamespacePolicy() ? GovernanceCodec.policy(row.getNamespacePolicy()) : null;
  }

  private static @Nullable Rejection rejection(RequestRow row) {
    return row.getReason().isEmpty()
        ? null
        : new Rejection(Reason.valueOf(row.getReason()), row.getDetail());
  }
}
