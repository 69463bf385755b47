// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.Attestation;
import io.quorumkeep.client.ErasureCertificate;
import io.quorumkeep.client.ErasureStatus;

/** Erasures as JSON, by the rules of {@link Json}. */
final class ErasureJson {
  private ErasureJson() {}

  static ObjectNode of(ErasureStatus status) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("phase", status.phase().name())
            .put("epoch", status.epoch())
            .put("materials", status.materials())
            .put("destroyedVersions", status.destroyedVersions())
            .put("certificates", status.certificates());
    status.lastCompleteTime().ifPresent(time -> node.put("lastCompleteTime", time.toString()));
    status.run().ifPresent(run -> addRun(node, run));
    return node;
  }

  private static void addRun(ObjectNode node, ErasureStatus.Run run) {
    node.put("fromEpoch", run.fromEpoch())
        .put("toEpoch", run.toEpoch())
        .put("startTime", run.startTime().toString())
        .put("startedBy", run.startedBy())
        .put("reason", run.reason())
        .put("total", run.total())
        .put("remaining", run.remaining());
    ArrayNode members = node.putArray("members");
    for (ErasureStatus.Member member : run.members()) {
      ObjectNode each =
          members.addObject().put("node", member.node()).put("holdsSecret", member.holdsSecret());
      member.attestation().ifPresent(attestation -> each.set("attestation", of(attestation)));
    }
  }

  static ObjectNode of(ErasureCertificate certificate) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("number", certificate.number())
            .put("epoch", certificate.epoch())
            .put("startTime", certificate.startTime().toString())
            .put("turnTime", certificate.turnTime().toString())
            .put("completeTime", certificate.completeTime().toString())
            .put("startedBy", certificate.startedBy())
            .put("reason", certificate.reason())
            .put("destroyedVersions", certificate.destroyedVersions())
            .put("rewrapped", certificate.rewrapped());
    ArrayNode attestations = node.putArray("attestations");
    certificate.attestations().forEach(each -> attestations.add(of(each)));
    return node;
  }

  private static ObjectNode of(Attestation attestation) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("node", attestation.node())
        .put("time", attestation.time().toString())
        .put("snapshotIndex", attestation.snapshotIndex())
        .put("firstLogIndex", attestation.firstLogIndex());
  }
}
