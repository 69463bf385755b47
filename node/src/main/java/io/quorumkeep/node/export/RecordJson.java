// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.AuditDecision;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.audit.ChainHead;

/**
 * The outer form of a record: an OCSF 1.8.0 API Activity (class 6003) as canonical JSON (RFC 8785).
 *
 * <p>Nothing but the stored record, the chain and the chain's name goes into it, so whoever builds
 * it, and whenever, gets the same bytes: a lost topic or file can be made again. docs/audit.md
 * describes every field, docs/audit-record.schema.json is the schema. The members of every object
 * stand in the order of their names, which is why this reads the way it does.
 *
 * <p>Writes some hundred thousand records a second, and one thread at a time.
 */
public final class RecordJson {
  private static final int INFORMATIONAL = 1;
  private static final int LOW = 2;
  private static final int MEDIUM = 3;
  private static final int API_ACTIVITY = 600_300;

  private final JsonBytes out = new JsonBytes();
  private final OperationNames operations = new OperationNames();
  private final String cluster;
  private final String chain;

  public RecordJson(ChainName chain) {
    this.cluster = chain.clusterId();
    this.chain = chain.uid();
  }

  /** Makes a record ready to go out; {@code before} and {@code after} are the chain around it. */
  public ExportedRecord export(AuditRecord record, ChainHead before, ChainHead after) {
    out.clear();
    OperationNames.Names names = operations.of(record.operation());
    boolean allowed = record.decision() == AuditDecision.ALLOWED;
    out.raw("{\"activity_id\":").number(names.activity().id());
    out.raw(",\"activity_name\":").string(names.activityName());
    actor(record);
    api(record, names, allowed);
    out.raw(",\"category_uid\":6,\"class_uid\":6003,\"dst_endpoint\":{\"hostname\":");
    out.string(record.node()).raw(",\"svc_name\":").string(cluster).raw("}");
    message(record);
    metadata(record, names);
    resources(record);
    out.raw(",\"severity_id\":").number(severity(record.decision()));
    source(record.source());
    out.raw(allowed ? ",\"status\":\"Success\"" : ",\"status\":\"Failure\"");
    out.raw(",\"status_code\":").string(allowed ? "OK" : record.reason());
    out.raw(",\"status_id\":").number(allowed ? 1 : 2);
    out.raw(",\"time\":").number(record.timeMs());
    out.raw(",\"type_uid\":").number(API_ACTIVITY + names.activity().id());
    unmapped(record, before, after);
    out.raw("}");
    return new ExportedRecord(record, after, out.toBytes());
  }

  private void actor(AuditRecord record) {
    out.raw(",\"actor\":{\"authorizations\":[{\"decision\":\"");
    out.raw(record.decision() == AuditDecision.DENIED ? "denied" : "allowed");
    out.raw("\"}],\"user\":{\"type\":\"Service\",\"type_id\":4,\"uid\":");
    out.string(record.principal()).raw("}}");
  }

  private void api(AuditRecord record, OperationNames.Names names, boolean allowed) {
    RequestId request = record.requestId();
    out.raw(",\"api\":{\"operation\":").string(names.camelCase());
    out.raw(",\"request\":{\"uid\":\"").uuid(request.high(), request.low());
    out.raw("\"},\"response\":{");
    if (allowed) {
      out.raw("\"code\":0");
    } else {
      out.raw("\"error\":").string(record.reason());
    }
    out.raw("},\"service\":{\"name\":\"quorumkeep\"},\"version\":\"v1\"}");
  }

  private void message(AuditRecord record) {
    out.raw(",\"message\":\"").escaped(record.operation()).raw(" ").escaped(record.resource());
    out.raw(
        switch (record.decision()) {
          case ALLOWED -> ": allowed\"";
          case DENIED -> ": denied\"";
          case REJECTED -> ": rejected\"";
        });
  }

  private void metadata(AuditRecord record, OperationNames.Names names) {
    RequestId request = record.requestId();
    out.raw(",\"metadata\":{\"correlation_uid\":\"").uuid(request.high(), request.low());
    out.raw("\",\"event_code\":\"quorumkeep.").escaped(names.lowerCase());
    out.raw("\",\"product\":{\"name\":\"quorumkeep\",\"vendor_name\":\"quorumkeep\"}");
    out.raw(",\"sequence\":").number(record.sequence());
    String tenant = ResourceNames.namespaceOf(record.resource());
    if (!tenant.isEmpty()) {
      out.raw(",\"tenant_uid\":").string(tenant);
    }
    out.raw(",\"uid\":");
    uid(record.sequence());
    out.raw(",\"version\":\"1.8.0\"}");
  }

  private void resources(AuditRecord record) {
    out.raw(",\"resources\":[{\"type\":\"").raw(ResourceNames.typeOf(record.resource()));
    out.raw("\",\"uid\":").string(record.resource());
    if (record.version() > 0) {
      out.raw(",\"version\":\"").number(record.version()).raw("\"");
    }
    out.raw("}]");
  }

  private static int severity(AuditDecision decision) {
    return switch (decision) {
      case ALLOWED -> INFORMATIONAL;
      case REJECTED -> LOW;
      case DENIED -> MEDIUM;
    };
  }

  private void source(String source) {
    SourceAddress address = SourceAddress.parse(source);
    if (address == null) {
      out.raw(",\"src_endpoint\":{\"name\":").string(source).raw("}");
    } else {
      out.raw(",\"src_endpoint\":{\"ip\":").string(address.ip());
      out.raw(",\"port\":").number(address.port()).raw("}");
    }
  }

  private void unmapped(AuditRecord record, ChainHead before, ChainHead after) {
    out.raw(",\"unmapped\":{\"attestation_list\":[{\"authority_uid\":").string(cluster);
    out.raw(",\"chain_uid\":").string(chain).raw(",");
    fingerprint(after);
    out.raw(",\"prev_event\":{");
    fingerprint(before);
    out.raw(",\"uid\":");
    uid(record.sequence() - 1);
    out.raw("}}]");
    quorumkeep(record);
    out.raw("}");
  }

  private void fingerprint(ChainHead head) {
    out.raw("\"fingerprint\":{\"algorithm\":\"SHA-256\",\"algorithm_id\":3,\"encoding_id\":1");
    out.raw(",\"serialization_id\":99,\"value\":\"").hex(head.digest()).raw("\"}");
  }

  /** What the chain is over, as it was stored: a verifier rebuilds the canonical bytes from it. */
  private void quorumkeep(AuditRecord record) {
    out.raw(",\"quorumkeep\":{\"decision\":").number(record.decision().number());
    out.raw(",\"details\":[");
    String separator = "";
    for (AuditRecord.Detail detail : record.details()) {
      out.raw(separator).raw("{\"name\":").string(detail.name());
      out.raw(",\"value\":").string(detail.value()).raw("}");
      separator = ",";
    }
    out.raw("],\"node\":").string(record.node());
    out.raw(",\"operation\":").string(record.operation());
    out.raw(",\"raft_index\":").number(record.raftIndex());
    out.raw(",\"raft_term\":").number(record.raftTerm());
    out.raw(",\"reason\":").string(record.reason());
    out.raw(",\"source\":").string(record.source());
    out.raw(",\"version\":").number(record.version()).raw("}");
  }

  private void uid(long sequence) {
    out.raw("\"").escaped(chain).raw("/").number(sequence).raw("\"");
  }
}
