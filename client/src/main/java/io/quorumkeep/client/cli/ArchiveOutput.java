// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.ArchiveImage;
import io.quorumkeep.client.ImageVerification;
import io.quorumkeep.client.recovery.OpenedImage;
import java.util.List;

/** Images in columns and as JSON. */
final class ArchiveOutput {
  private ArchiveOutput() {}

  static Table table(List<ArchiveImage> images) {
    Table table = new Table("NAME", "ARCHIVED", "BYTES", "IMAGE DIGEST");
    for (ArchiveImage image : images) {
      table.row(
          image.name(),
          image.archiveTime().toString(),
          Integer.toString(image.sizeBytes()),
          image.imageDigest());
    }
    return table;
  }

  static Table table(ImageVerification found) {
    Table table =
        new Table("ATTRIBUTE", "VALUE")
            .row("name", found.image().name())
            .row("image", found.intact() ? "intact" : "DAMAGED")
            .row("archived", found.image().archiveTime().toString())
            .row("image digest", found.image().imageDigest())
            .row("commitment", found.image().commitment());
    found
        .recipients()
        .forEach(
            recipient ->
                table.row(
                    recipient.inImage() ? "recipient" : "left out",
                    recipient.issuer()
                        + ", serial "
                        + recipient.serialNumber()
                        + (recipient.configured() ? "" : ", not configured any more")));
    return table;
  }

  static Table table(OpenedImage opened) {
    return new Table("ATTRIBUTE", "VALUE")
        .row("name", opened.name())
        .row("cluster", opened.clusterId())
        .row("algorithm", opened.algorithm())
        .row("material", opened.materialBytes() + " bytes, not shown")
        .row("commitment", opened.commitment());
  }

  static ObjectNode json(ArchiveImage image) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", image.name())
        .put("imageDigest", image.imageDigest())
        .put("commitment", image.commitment())
        .put("archiveTime", image.archiveTime().toString())
        .put("sizeBytes", image.sizeBytes());
  }

  static ObjectNode json(ImageVerification found) {
    ObjectNode node = json(found.image()).put("intact", found.intact());
    ArrayNode recipients = node.putArray("recipients");
    found
        .recipients()
        .forEach(
            recipient ->
                recipients
                    .addObject()
                    .put("issuer", recipient.issuer())
                    .put("serialNumber", recipient.serialNumber())
                    .put("inImage", recipient.inImage())
                    .put("configured", recipient.configured()));
    return node;
  }

  static ObjectNode json(OpenedImage opened) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", opened.name())
        .put("clusterId", opened.clusterId())
        .put("algorithm", opened.algorithm())
        .put("materialBytes", opened.materialBytes())
        .put("commitment", opened.commitment());
  }
}
