// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.ArchiveCodec;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How one entry changes the archive. Images come from commands and not from events: an event is for
 * ever, and whoever removes an image means it.
 */
final class ImageRows {
  // Nothing where a row is removed.
  private final Map<VersionId, Optional<StoredImage>> rows = new LinkedHashMap<>();

  /** Notes what a command that was accepted does to the archive. */
  void accepted(KeyCommand command, Instant now) {
    VersionId id = new VersionId(command.name(), command.version());
    if (command instanceof KeyCommand.DeleteImage) {
      rows.put(id, Optional.empty());
    } else if (command instanceof KeyCommand.Archive archive && archive.image() != null) {
      archived(id, archive.image(), now);
    }
  }

  /** Notes an image that goes into the archive. */
  void archived(VersionId id, KeyImage image, Instant now) {
    rows.put(id, Optional.of(new StoredImage(id.key(), id.version(), image, now)));
  }

  void write(KeyValueStore.Batch batch) {
    rows.forEach(
        (id, image) -> {
          byte[] key = RowKeys.version(id.key(), id.version());
          image.ifPresentOrElse(
              stored -> batch.put(Table.IMAGES, key, ArchiveCodec.encodeImage(stored)),
              () -> batch.delete(Table.IMAGES, key));
        });
  }
}
