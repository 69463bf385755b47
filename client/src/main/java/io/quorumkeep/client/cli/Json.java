// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.Approval;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.AuditRecord;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.ClusterMember;
import io.quorumkeep.client.ClusterStatus;
import io.quorumkeep.client.Grant;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeyVersion;
import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.RetrievedKey;
import java.time.Instant;
import java.util.Optional;

/**
 * Results as JSON, one object a line. The names and their order are part of the interface: fields
 * may be added, none is renamed or removed. What is absent is left out. Times are RFC 3339.
 */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String line(ObjectNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  static ObjectNode of(Key key) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("name", key.name())
            .put("algorithm", key.algorithm().name())
            .put("state", key.state().name())
            .put("currentVersion", key.currentVersion())
            .put("createTime", key.createTime().toString())
            .put("creator", key.creator());
    key.originatorUsagePeriod()
        .ifPresent(period -> node.put("originatorUsagePeriod", period.toString()));
    key.recipientUsagePeriod()
        .ifPresent(period -> node.put("recipientUsagePeriod", period.toString()));
    ObjectNode labels = node.putObject("labels");
    key.labels().forEach(labels::put);
    ArrayNode usages = node.putArray("usages");
    key.usages().forEach(usage -> usages.add(usage.name()));
    KeyOptions options = key.options();
    node.put("owner", options.owner())
        .put("description", options.description())
        .put("deletable", options.deletable())
        .put("exportable", options.exportable())
        .put("mirrored", options.mirrored());
    ObjectNode rotation = node.putObject("rotationPolicy");
    options.rotation().period().ifPresent(period -> rotation.put("period", period.toString()));
    rotation
        .put("maxOperations", options.rotation().maxOperations())
        .put("maxBytes", options.rotation().maxBytes());
    node.putObject("usageBudget")
        .put("maxOperations", options.budget().maxOperations())
        .put("maxBytes", options.budget().maxBytes());
    time(node, "scheduledActivationTime", key.schedule().activation());
    time(node, "nextRotationTime", key.schedule().rotation());
    time(node, "scheduledDestructionTime", key.schedule().destruction());
    return node.put("etag", key.etag());
  }

  static ObjectNode of(KeyDetails details) {
    ObjectNode node = of(details.key());
    node.set("version", of(details.version()));
    return node;
  }

  static ObjectNode of(KeyVersion version) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("name", version.name())
            .put("state", version.state().name())
            .put("createTime", version.createTime().toString());
    time(node, "activationTime", version.activationTime());
    time(node, "protectStopTime", version.protectStopTime());
    time(node, "deactivationTime", version.deactivationTime());
    node.put("revocationReason", version.revocationReason().name());
    time(node, "compromiseTime", version.compromiseTime());
    node.put("useCount", version.useCount());
    time(node, "lastUseTime", version.lastUseTime());
    version
        .lastUse()
        .ifPresent(
            use ->
                node.putObject("lastUse")
                    .put("principal", use.principal())
                    .put("operation", use.operation())
                    .put("auditSequence", use.auditSequence()));
    node.put("protectOperations", version.protectOperations())
        .put("protectBytes", version.protectBytes());
    time(node, "scheduledDestructionTime", version.scheduledDestruction());
    return node;
  }

  /** Without the material. */
  static ObjectNode of(RetrievedKey key) {
    return MAPPER
        .createObjectNode()
        .put("name", key.name())
        .put("algorithm", key.algorithm().name())
        .put("state", key.state().name())
        .put("auditSequence", key.auditSequence());
  }

  static ObjectNode of(Grant grant) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("name", grant.name())
            .put("principal", grant.principal())
            .put("resource", grant.resource());
    ArrayNode permissions = node.putArray("permissions");
    grant.permissions().forEach(permission -> permissions.add(permission.name()));
    return node.put("effect", grant.effect().name())
        .put("createTime", grant.createTime().toString())
        .put("creator", grant.creator());
  }

  /** A policy, with the namespace it is for. */
  static ObjectNode of(String namespace, NamespacePolicy policy) {
    ObjectNode node = MAPPER.createObjectNode().put("name", namespace);
    put(node, policy);
    return node;
  }

  private static void put(ObjectNode node, NamespacePolicy policy) {
    ArrayNode algorithms = node.putArray("algorithms");
    policy.algorithms().forEach(algorithm -> algorithms.add(algorithm.name()));
    node.put("minimumStrengthBits", policy.minimumStrengthBits());
    ObjectNode approvals = node.putObject("requiredApprovals");
    policy
        .requiredApprovals()
        .forEach((operation, count) -> approvals.put(operation.name(), count));
    node.put("proposalLifetime", policy.proposalLifetime().toString());
  }

  static ObjectNode of(GuardedAction action) {
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("operation", action.operation().name())
            .put("resource", action.resource());
    action.policy().ifPresent(policy -> put(node.putObject("policy"), policy));
    if (!action.digest().isEmpty()) {
      node.put("digest", action.digest());
    }
    return node;
  }

  static ObjectNode of(Proposal proposal) {
    ObjectNode node = MAPPER.createObjectNode().put("name", proposal.name());
    node.set("action", of(proposal.action()));
    node.put("reason", proposal.reason())
        .put("proposer", proposal.proposer())
        .put("createTime", proposal.createTime().toString())
        .put("expireTime", proposal.expireTime().toString());
    ArrayNode approvals = node.putArray("approvals");
    for (Approval approval : proposal.approvals()) {
      approvals
          .addObject()
          .put("principal", approval.principal())
          .put("time", approval.time().toString());
    }
    node.put("requiredApprovals", proposal.requiredApprovals())
        .put("state", proposal.state().name());
    time(node, "closeTime", proposal.closeTime());
    if (!proposal.closer().isEmpty()) {
      node.put("closer", proposal.closer());
    }
    return node;
  }

  static ObjectNode of(ChainedAuditRecord chained) {
    AuditRecord record = chained.record();
    ObjectNode node =
        MAPPER
            .createObjectNode()
            .put("sequence", record.sequence())
            .put("time", record.time().toString())
            .put("raftTerm", record.raftTerm())
            .put("raftIndex", record.raftIndex())
            .put("node", record.node())
            .put("principal", record.principal())
            .put("source", record.source())
            .put("operation", record.operation())
            .put("resource", record.resource())
            .put("version", record.version())
            .put("requestId", record.requestId())
            .put("decision", record.decision().name())
            .put("reason", record.reason());
    ArrayNode details = node.putArray("details");
    for (AuditDetail detail : record.details()) {
      details.addObject().put("name", detail.name()).put("value", detail.value());
    }
    return node.put("chainHead", chained.head());
  }

  static ObjectNode of(ClusterStatus status) {
    ObjectNode node =
        MAPPER.createObjectNode().put("clusterId", status.clusterId()).put("node", status.node());
    status.leader().ifPresent(leader -> node.put("leader", leader));
    node.put("term", status.term())
        .put("commitIndex", status.commitIndex())
        .put("appliedIndex", status.appliedIndex());
    ArrayNode members = node.putArray("members");
    for (ClusterMember member : status.members()) {
      members
          .addObject()
          .put("node", member.node())
          .put("clientAddress", member.clientAddress())
          .put("peerAddress", member.peerAddress())
          .put("voter", member.voter());
    }
    node.put("auditSequence", status.auditSequence())
        .put("auditChainHead", status.auditChainHead())
        .put("publishedSequence", status.publishedSequence());
    status
        .stateDigest()
        .ifPresent(
            digest -> node.put("stateDigest", digest.sha256()).put("digestIndex", digest.index()));
    return node;
  }

  private static void time(ObjectNode node, String name, Optional<Instant> time) {
    time.ifPresent(value -> node.put(name, value.toString()));
  }
}
