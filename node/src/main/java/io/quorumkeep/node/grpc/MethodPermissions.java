// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.v1.ArchiveServiceGrpc;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.ClusterServiceGrpc;
import io.quorumkeep.v1.ErasureServiceGrpc;
import io.quorumkeep.v1.GovernanceServiceGrpc;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.HistoryServiceGrpc;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which permission each method asks for. They are judged where requests are applied, so that the
 * answer is the same on every node; the server starts only if each of its methods is here.
 */
final class MethodPermissions {
  private static final List<Permission> RELEASE =
      List.of(
          Permission.RETRIEVE_KEY,
          Permission.RETRIEVE_KEY_VERSION,
          Permission.RETRIEVE_COMPROMISED_KEY);

  private static final Map<String, List<Permission>> TABLE = table();

  private MethodPermissions() {}

  /**
   * What a method asks for: one permission, or those of several which the request calls for. Null
   * if the method is not in the table.
   */
  static @Nullable List<Permission> of(String fullMethodName) {
    return TABLE.get(fullMethodName);
  }

  /** All methods that have an entry. */
  static List<String> methods() {
    return List.copyOf(TABLE.keySet());
  }

  private static Map<String, List<Permission>> table() {
    Map<String, List<Permission>> table = new LinkedHashMap<>();
    String keys = KeyServiceGrpc.SERVICE_NAME + "/";
    table.put(keys + "CreateKey", List.of(Permission.CREATE_KEY));
    table.put(keys + "GetKey", List.of(Permission.GET_KEY));
    table.put(keys + "ListKeys", List.of(Permission.LIST_KEYS));
    table.put(keys + "ActivateKey", List.of(Permission.ACTIVATE_KEY));
    table.put(keys + "RotateKey", List.of(Permission.ROTATE_KEY));
    table.put(keys + "SuspendKey", List.of(Permission.SUSPEND_KEY));
    table.put(keys + "ReactivateKey", List.of(Permission.REACTIVATE_KEY));
    table.put(keys + "RevokeKey", List.of(Permission.REVOKE_KEY));
    table.put(keys + "UpdateKey", List.of(Permission.UPDATE_KEY, Permission.ACTIVATE_KEY));
    table.put(keys + "ScheduleDestruction", List.of(Permission.SCHEDULE_DESTRUCTION));
    table.put(keys + "CancelDestruction", List.of(Permission.CANCEL_DESTRUCTION));
    table.put(keys + "DestroyKey", List.of(Permission.DESTROY_KEY));
    String retrieval = RetrievalServiceGrpc.SERVICE_NAME + "/";
    table.put(retrieval + "RetrieveKey", RELEASE);
    table.put(retrieval + "BatchRetrieveKeys", RELEASE);
    table.put(retrieval + "StreamRetrieveKeys", RELEASE);
    String grants = GrantServiceGrpc.SERVICE_NAME + "/";
    table.put(grants + "CreateGrant", List.of(Permission.CREATE_GRANT));
    table.put(grants + "RevokeGrant", List.of(Permission.REVOKE_GRANT));
    table.put(grants + "ListGrants", List.of(Permission.LIST_GRANTS));
    String audit = AuditServiceGrpc.SERVICE_NAME + "/";
    table.put(audit + "ListAuditRecords", List.of(Permission.READ_AUDIT));
    String archive = ArchiveServiceGrpc.SERVICE_NAME + "/";
    table.put(archive + "ListImages", List.of(Permission.READ_ARCHIVE));
    table.put(archive + "GetImage", List.of(Permission.EXPORT_ARCHIVE));
    table.put(archive + "VerifyImage", List.of(Permission.READ_ARCHIVE));
    table.put(archive + "ArchiveKeyVersion", List.of(Permission.ARCHIVE_KEY));
    table.put(archive + "RecoverKeyVersion", List.of(Permission.RECOVER_KEY));
    table.put(archive + "DeleteImage", List.of(Permission.DESTROY_KEY));
    String cluster = ClusterServiceGrpc.SERVICE_NAME + "/";
    table.put(cluster + "GetClusterStatus", List.of(Permission.READ_CLUSTER));
    String governance = GovernanceServiceGrpc.SERVICE_NAME + "/";
    table.put(governance + "SetNamespacePolicy", List.of(Permission.SET_NAMESPACE_POLICY));
    table.put(governance + "GetNamespacePolicy", List.of(Permission.GET_NAMESPACE_POLICY));
    table.put(governance + "CreateProposal", List.of(Permission.CREATE_PROPOSAL));
    table.put(governance + "ApproveProposal", List.of(Permission.APPROVE_PROPOSAL));
    table.put(
        governance + "WithdrawProposal",
        List.of(Permission.CREATE_PROPOSAL, Permission.APPROVE_PROPOSAL));
    table.put(governance + "GetProposal", List.of(Permission.LIST_PROPOSALS));
    table.put(governance + "ListProposals", List.of(Permission.LIST_PROPOSALS));
    String history = HistoryServiceGrpc.SERVICE_NAME + "/";
    table.put(history + "GetKeyAt", List.of(Permission.READ_HISTORY));
    table.put(history + "ListKeyEvents", List.of(Permission.READ_HISTORY));
    table.put(history + "CheckAccess", List.of(Permission.READ_HISTORY));
    table.put(history + "ListRecipients", List.of(Permission.READ_RECIPIENTS));
    table.put(history + "DryRunGrant", List.of(Permission.READ_HISTORY));
    String erasures = ErasureServiceGrpc.SERVICE_NAME + "/";
    table.put(erasures + "FinalizeDestruction", List.of(Permission.FINALIZE_DESTRUCTION));
    table.put(erasures + "GetErasure", List.of(Permission.READ_CLUSTER));
    table.put(erasures + "ListErasures", List.of(Permission.READ_CLUSTER));
    return table;
  }
}
