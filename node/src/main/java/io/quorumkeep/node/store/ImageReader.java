// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.codec.ArchiveCodec;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.StoredImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads images of the archive. As current, and as safe for threads, as the rows beneath. */
public final class ImageReader {
  private final Rows rows;

  public ImageReader(Rows rows) {
    this.rows = rows;
  }

  public @Nullable StoredImage image(KeyName name, int version) {
    byte[] row = rows.get(Table.IMAGES, RowKeys.version(name, version));
    return row == null ? null : ArchiveCodec.decodeImage(row);
  }

  /**
   * The images of a namespace, or of one key in it, by key and version.
   *
   * @param key the id of the key; empty for all
   * @param after the version after which to begin; null for the first
   */
  public List<StoredImage> images(
      String namespace, String key, @Nullable KeyVersionName after, int limit) {
    byte[] start =
        (namespace + '\0' + (key.isEmpty() ? "" : key + '\0'))
            .getBytes(StandardCharsets.ISO_8859_1);
    byte[] last = after == null ? start : RowKeys.version(after.key(), after.version());
    List<StoredImage> images = new ArrayList<>();
    rows.scan(
        Table.IMAGES,
        last,
        (rowKey, value) -> {
          if (!Arrays.equals(
              rowKey, 0, Math.min(rowKey.length, start.length), start, 0, start.length)) {
            return false;
          }
          if (after == null || !Arrays.equals(rowKey, last)) {
            images.add(ArchiveCodec.decodeImage(value));
          }
          return images.size() < limit;
        });
    return images;
  }
}
