// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** An image, as it left the cluster. It opens only with a recovery key. */
public final class ExportedImage {
  private final ArchiveImage image;
  private final byte[] content;

  public ExportedImage(ArchiveImage image, byte[] content) {
    this.image = image;
    this.content = content.clone();
  }

  /** What the cluster knows of it. */
  public ArchiveImage image() {
    return image;
  }

  /** The image: CMS AuthEnvelopedData, DER. */
  public byte[] content() {
    return content.clone();
  }

  @Override
  public String toString() {
    return "ExportedImage(" + image + ")";
  }
}
