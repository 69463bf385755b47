// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.domain.audit.AuditRecord;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Who may do what, alone or with others: the part of the {@link Ledger} about that. */
final class AuthorityModel {
  private static final String PROPOSALS = "proposals/";

  private final NavigableMap<Long, Map<String, GrantModel>> grants = new TreeMap<>();
  private final Map<String, ProposalModel> proposals = new TreeMap<>();
  private final Map<String, PolicyModel> policies = new TreeMap<>();

  AuthorityModel() {
    grants.put(0L, Map.of());
  }

  /** Whether the principal of a record may ask for what it says. */
  boolean mayAsk(AuditRecord record) {
    return mayI(record.sequence(), record.principal(), permissionOf(record), scopeOf(record))
        && (!isActivationMoved(record)
            || mayI(record.sequence(), record.principal(), "ACTIVATE_KEY", scopeOf(record)));
  }

  private static boolean isActivationMoved(AuditRecord record) {
    return record.operation().equals("UPDATE_KEY") && new Details(record).has("activate_time");
  }

  /** Whether a principal has a permission after record {@code seq}. */
  boolean mayI(long seq, String principal, String permission, String resource) {
    boolean allowed = false;
    for (GrantModel grant : grantsAt(seq).values()) {
      if (!grant.isAbout(permission) || !grant.isFor(principal)) {
        continue;
      }
      if (grant.deny() && grant.overlaps(resource)) {
        return false;
      }
      allowed |= !grant.deny() && grant.covers(resource);
    }
    return allowed;
  }

  /** The records, between two and with both, after which rights were others than before. */
  Set<Long> changes(long from, long to) {
    return grants.subMap(from, true, to, true).keySet();
  }

  /** How a permitted request about grants, proposals or policies should have ended. */
  String judge(AuditRecord record) {
    Details details = new Details(record);
    return switch (record.operation()) {
      case "CREATE_GRANT" ->
          grantsAt(record.sequence()).containsKey(grantId(record)) ? "GRANT_ALREADY_EXISTS" : "";
      case "REVOKE_GRANT" -> ungrant(record);
      case "SET_NAMESPACE_POLICY" -> {
        PolicyModel before = policyOf(record.resource());
        boolean lowers = before.isLoweredBy(PolicyModel.of(details));
        yield clearance(record, lowers ? before.needed(record.operation()) : 0);
      }
      default -> proposal(record, details);
    };
  }

  /** Takes over what an allowed request about grants, proposals or policies changed. */
  void follow(AuditRecord record) {
    Details details = new Details(record);
    switch (record.operation()) {
      case "BOOTSTRAP" ->
          putGrant(
              record.sequence(),
              "bootstrap-admin",
              new GrantModel(details.text("admin"), "*", GrantModel.ALL, false));
      case "CREATE_GRANT" -> putGrant(record.sequence(), grantId(record), GrantModel.of(record));
      case "REVOKE_GRANT" -> putGrant(record.sequence(), grantId(record), null);
      case "SET_NAMESPACE_POLICY" -> policies.put(record.resource(), PolicyModel.of(details));
      default -> putProposal(record, details);
    }
  }

  /** An operation was carried out, and its proposal with it. */
  void carriedOut(AuditRecord record) {
    String used = new Details(record).text("proposal");
    if (!used.isEmpty()) {
      proposals.computeIfPresent(PROPOSALS + used, (id, proposal) -> proposal.over());
    }
  }

  /** Why a guarded operation on a key does not have the approvals that its namespace asks for. */
  String clearance(AuditRecord record) {
    return clearance(record, policyOf(record.resource()).needed(record.operation()));
  }

  /** Why a new key cannot be of its algorithm; or "". */
  String refusalOfAlgorithm(AuditRecord record) {
    return policyOf(record.resource()).refusal(new Details(record).text("algorithm"));
  }

  private PolicyModel policyOf(String resource) {
    String[] parts = resource.split("/", 3);
    String namespace = parts[0].equals("namespaces") ? parts[0] + "/" + parts[1] : "";
    return policies.getOrDefault(namespace, PolicyModel.USUAL);
  }

  private String ungrant(AuditRecord record) {
    GrantModel grant = grantsAt(record.sequence()).get(grantId(record));
    if (grant == null) {
      return "GRANT_NOT_FOUND";
    }
    return clearance(record, grant.permissions().contains("APPROVE_PROPOSAL") ? 1 : 0);
  }

  private String proposal(AuditRecord record, Details details) {
    ProposalModel proposal = proposals.get(record.resource());
    String change = details.text("change");
    if (change.equals("create")) {
      return proposal == null ? "" : "PROPOSAL_ALREADY_EXISTS";
    }
    if (proposal == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    return change.equals("approve")
        ? proposal.approval(record.principal(), record.timeMs())
        : proposal.uselessness(record.timeMs());
  }

  /** Why an operation does not have the approvals it needs; or "". */
  private String clearance(AuditRecord record, int needed) {
    String id = new Details(record).text("proposal");
    if (id.isEmpty()) {
      return needed == 0 ? "" : "APPROVAL_REQUIRED";
    }
    ProposalModel proposal = proposals.get(PROPOSALS + id);
    if (proposal == null) {
      return "PROPOSAL_NOT_FOUND";
    }
    if (!proposal.proposer().equals(record.principal())
        || !proposal.target().equals(target(record))) {
      return "PROPOSAL_MISMATCH";
    }
    String useless = proposal.uselessness(record.timeMs());
    if (!useless.isEmpty()) {
      return useless;
    }
    long agreed =
        proposal.approvers().stream()
            .filter(who -> mayI(record.sequence(), who, "APPROVE_PROPOSAL", proposal.scope()))
            .count();
    return agreed >= Math.max(needed, proposal.required()) ? "" : "APPROVALS_MISSING";
  }

  private static String target(AuditRecord record) {
    String version = record.version() == 0 ? "" : "/versions/" + record.version();
    return target(record.operation(), record.resource() + version, new Details(record));
  }

  private static String target(String operation, String resource, Details details) {
    String target = operation + " " + resource;
    return operation.equals("SET_NAMESPACE_POLICY")
        ? target + " " + PolicyModel.of(details)
        : target;
  }

  private void putProposal(AuditRecord record, Details details) {
    String id = record.resource();
    switch (details.text("change")) {
      case "create" -> {
        String operation = details.text("proposed_operation");
        String resource = details.text("proposed_resource");
        PolicyModel policy = policyOf(resource);
        long lifetimeMs = Math.min(Workload.lifetimeOf(id).toMillis(), policy.lifetimeMs());
        proposals.put(
            id,
            new ProposalModel(
                target(operation, resource, details),
                scope(resource),
                record.principal(),
                policy.needed(operation),
                record.timeMs() + lifetimeMs,
                List.of(),
                false));
      }
      case "approve" ->
          proposals.computeIfPresent(
              id, (same, proposal) -> proposal.approvedBy(record.principal()));
      default -> proposals.computeIfPresent(id, (same, proposal) -> proposal.over());
    }
  }

  /** What a grant must cover so that somebody may propose something about a resource. */
  private static String scope(String resource) {
    if (resource.contains("/keys/")) {
      return resource.split("/versions/", 2)[0];
    }
    return resource.startsWith("namespaces/") ? resource + "/keys/*" : "*";
  }

  private String permissionOf(AuditRecord record) {
    Details details = new Details(record);
    if (Ledger.isImageForRevocation(record)) {
      return "REVOKE_KEY";
    }
    if (!details.text("change").equals("withdraw")) {
      return record.operation();
    }
    ProposalModel proposal = proposals.get(record.resource());
    return proposal != null && proposal.proposer().equals(record.principal())
        ? "CREATE_PROPOSAL"
        : "APPROVE_PROPOSAL";
  }

  private String scopeOf(AuditRecord record) {
    Details details = new Details(record);
    switch (record.operation()) {
      case "CREATE_GRANT" -> {
        return details.text("resource");
      }
      case "REVOKE_GRANT" -> {
        GrantModel grant = grantsAt(record.sequence()).get(grantId(record));
        return grant == null ? "*" : grant.resource();
      }
      case "CREATE_PROPOSAL", "APPROVE_PROPOSAL" -> {
        if (details.text("change").equals("create")) {
          return scope(details.text("proposed_resource"));
        }
        ProposalModel proposal = proposals.get(record.resource());
        return proposal == null ? "*" : proposal.scope();
      }
      case "SET_NAMESPACE_POLICY" -> {
        return scope(record.resource());
      }
      default -> {
        return record.resource();
      }
    }
  }

  private void putGrant(long seq, String id, @Nullable GrantModel grant) {
    Map<String, GrantModel> next = new TreeMap<>(grantsAt(seq));
    if (grant == null) {
      next.remove(id);
    } else {
      next.put(id, grant);
    }
    grants.put(seq, next);
  }

  private Map<String, GrantModel> grantsAt(long seq) {
    return grants.floorEntry(seq).getValue();
  }

  private static String grantId(AuditRecord record) {
    return record.resource().substring("grants/".length());
  }
}
