// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.AccessAnswer;
import io.quorumkeep.client.AuditDetail;
import io.quorumkeep.client.DryRun;
import io.quorumkeep.client.Grant;
import io.quorumkeep.client.KeyEvent;
import io.quorumkeep.client.PastKey;
import io.quorumkeep.client.Recipient;
import java.util.List;

/** Answers about the past as JSON, by the rules of {@link Json}. */
final class HistoryJson {
  private HistoryJson() {}

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** As a key is shown now; without use counts, which are not known of the past. */
  static ObjectNode of(PastKey past) {
    ObjectNode node = Json.of(past.details());
    if (node.get("version") instanceof ObjectNode version) {
      version.remove("useCount");
    }
    grants(node, past.grants());
    return node.put("grantsTruncated", past.grantsTruncated())
        .put("asOf", past.time().toString())
        .put("lastEventSequence", past.lastEventSequence());
  }

  static ObjectNode of(KeyEvent event) {
    ObjectNode node =
        object()
            .put("type", event.type())
            .put("time", event.time().toString())
            .put("sequence", event.sequence())
            .put("version", event.version())
            .put("principal", event.principal());
    ArrayNode details = node.putArray("details");
    for (AuditDetail detail : event.details()) {
      details.addObject().put("name", detail.name()).put("value", detail.value());
    }
    return node;
  }

  static ObjectNode of(Recipient recipient) {
    return object()
        .put("principal", recipient.principal())
        .put("count", recipient.count())
        .put("firstTime", recipient.firstTime().toString())
        .put("lastTime", recipient.lastTime().toString())
        .put("firstSequence", recipient.firstSequence())
        .put("lastSequence", recipient.lastSequence());
  }

  static ObjectNode of(AccessAnswer answer) {
    ObjectNode node = object().put("allowed", answer.allowed());
    if (!answer.allowed()) {
      node.put("reason", answer.reason()).put("detail", answer.detail());
    }
    grants(node, answer.grants());
    return node.put("asOf", answer.time().toString());
  }

  static ObjectNode of(DryRun run) {
    ObjectNode node =
        object()
            .put("fromSequence", run.fromSequence())
            .put("toSequence", run.toSequence())
            .put("uses", run.uses())
            .put("wouldBeDenied", run.wouldBeDenied())
            .put("wouldBeAllowed", run.wouldBeAllowed());
    ArrayNode examples = node.putArray("examples");
    for (DryRun.Example example : run.examples()) {
      ObjectNode one =
          examples
              .addObject()
              .put("sequence", example.sequence())
              .put("time", example.time().toString())
              .put("principal", example.principal())
              .put("operation", example.operation())
              .put("resource", example.resource())
              .put("version", example.version())
              .put("recorded", example.recorded().name())
              .put("wouldBeAllowed", example.wouldBeAllowed());
      if (!example.wouldBeAllowed()) {
        one.put("reason", example.reason());
      }
    }
    return node;
  }

  private static void grants(ObjectNode node, List<Grant> grants) {
    ArrayNode array = node.putArray("grants");
    grants.forEach(grant -> array.add(Json.of(grant)));
  }
}
