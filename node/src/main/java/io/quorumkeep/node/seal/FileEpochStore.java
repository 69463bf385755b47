// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import io.quorumkeep.node.crypto.EpochSecrets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps epoch secrets in an {@link EpochFile}, which is made with the first of them. */
final class FileEpochStore implements EpochStore {
  private final Path path;
  private final Seal seal;
  private @Nullable EpochFile file;

  private FileEpochStore(Path path, Seal seal, @Nullable EpochFile file) {
    this.path = path;
    this.seal = seal;
    this.file = file;
  }

  /** Opens the file if there is one. */
  static FileEpochStore open(Path path, Seal seal) {
    return new FileEpochStore(
        path, seal, EpochFile.exists(path) ? EpochFile.open(path, seal) : null);
  }

  @Override
  public String clusterId() {
    EpochFile known = file;
    return known == null ? "" : known.clusterId();
  }

  @Override
  public EpochSecrets load() {
    EpochFile known = file;
    return known == null ? new EpochSecrets() : known.load();
  }

  /** In place: a file that is removed and made anew leaves secrets in free blocks. */
  @Override
  public void store(String clusterId, EpochSecrets secrets) {
    EpochFile known = file;
    if (known == null) {
      file = EpochFile.create(path, seal, clusterId, secrets);
    } else {
      known.store(clusterId, secrets);
    }
  }

  @Override
  public void forget(EpochSecrets secrets, int epoch) {
    EpochFile known = file;
    if (known != null) {
      known.forget(secrets, epoch);
    }
  }
}
