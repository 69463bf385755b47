// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.ImagePayload;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.store.StateReader;

/** Makes images of versions, from what this node holds of them. */
final class Images {
  private final Materials materials;
  private final StateReader state;
  private final ArchiveSealer sealer;
  private final Entropy entropy;

  Images(Materials materials, StateReader state, Archiving.Ports ports) {
    this.materials = materials;
    this.state = state;
    this.sealer = ports.sealer();
    this.entropy = ports.entropy();
  }

  /**
   * Makes the image of a version that is known to be there. This takes public-key cryptography's
   * time.
   *
   * @throws RequestFailedException if there is no recipient, the node is sealed, or the material
   *     does not open here, as that of a version which was destroyed meanwhile
   */
  KeyImage make(KeyVersionName name) {
    Key key = state.key(name.key());
    KeyVersion version = state.version(name.key(), name.version());
    if (!sealer.isConfigured()) {
      throw new RequestFailedException(Failure.ARCHIVE_NOT_CONFIGURED);
    }
    if (materials.isSealed()) {
      throw new RequestFailedException(Failure.SEALED);
    }
    if (key == null || version == null) {
      throw new IllegalStateException("a version that was just looked at is not there");
    }
    try (SecretBytes payload = materials.imagePayload(key, version, entropy)) {
      byte[] content = sealer.seal(payload);
      return new KeyImage(
          content,
          new Digest(ImagePayload.sha256(content)),
          new Digest(ImagePayload.commitment(payload)));
    } catch (UnwrapException e) {
      throw new RequestFailedException(Failure.MATERIAL_UNREADABLE);
    }
  }
}
