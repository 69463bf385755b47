// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.ImagePayload;
import io.quorumkeep.node.crypto.MaterialContext;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes, wraps and opens the material of keys, each bound to the one version it belongs to. */
public final class Materials {
  private final MaterialWrapper wrapper;
  private final EpochSecrets secrets;
  private final Supplier<String> clusterId;
  private final Supplier<ErasureState> epochs;

  /**
   * Makes materials of one cluster.
   *
   * @param clusterId the cluster's UUID, known before the first key exists
   * @param epochs as of the last entry applied here: new material goes under the current one, not
   *     under the newest secret that this node has
   */
  public Materials(
      MaterialWrapper wrapper,
      EpochSecrets secrets,
      Supplier<String> clusterId,
      Supplier<ErasureState> epochs) {
    this.wrapper = wrapper;
    this.secrets = secrets;
    this.clusterId = clusterId;
    this.epochs = epochs;
  }

  /** Whether this node lacks a secret that it needs to open and wrap material. */
  public boolean isSealed() {
    ErasureState now = epochs.get();
    return clusterId.get().isEmpty()
        || !isHeld(now.epoch(), now)
        || !now.materials().byEpoch().keySet().stream().allMatch(epoch -> isHeld(epoch, now));
  }

  /**
   * Whether this node has the secret of an epoch that the cluster means. For the epoch of the
   * erasure under way it may have another for a moment, which it made when it led and nobody took:
   * what was wrapped under that would be lost with it.
   */
  private boolean isHeld(int epoch, ErasureState now) {
    ErasureRun run = now.run();
    return secrets.has(epoch)
        && (run == null
            || run.toEpoch() != epoch
            || run.offers(secrets.fingerprint(epoch, clusterId.get())));
  }

  /** The epoch under which new material goes. */
  private int currentEpoch() {
    ErasureState now = epochs.get();
    if (!isHeld(now.epoch(), now)) {
      throw new RequestFailedException(Failure.SEALED);
    }
    return now.epoch();
  }

  /** Whether this node has the secret under which the material of a version is wrapped. */
  boolean hasSecretOf(KeyVersion version) {
    WrappedMaterial material = version.material();
    return material != null && isHeld(material.epoch(), epochs.get());
  }

  /**
   * Fresh material for a version, wrapped under the current epoch.
   *
   * @throws RequestFailedException if this node lacks that epoch's secret
   */
  WrappedMaterial generate(KeyName name, int version, KeyAlgorithm algorithm, KeyUsages usages) {
    int epoch = currentEpoch();
    try (SecretBytes material = wrapper.generate(algorithm.lengthBits() / Byte.SIZE)) {
      return new WrappedMaterial(
          epoch, wrapper.wrap(context(name, version, algorithm, usages), epoch, material));
    }
  }

  /** Fresh material for the version of {@code key} that comes next. */
  WrappedMaterial generateNext(Key key) {
    return generate(key.name(), key.currentVersion() + 1, key.algorithm(), key.usages());
  }

  /**
   * Opens the material of a version.
   *
   * @throws UnwrapException if it does not open here, or was destroyed
   */
  SecretBytes open(Key key, KeyVersion version) {
    WrappedMaterial material = version.material();
    if (material == null) {
      throw new UnwrapException();
    }
    return wrapper.unwrap(
        context(key.name(), version.number(), key.algorithm(), key.usages()),
        material.epoch(),
        material.blob());
  }

  /**
   * What an image of a version holds: its material, with its name.
   *
   * @throws UnwrapException if the material does not open here, or was destroyed
   */
  SecretBytes imagePayload(Key key, KeyVersion version, Entropy entropy) {
    try (SecretBytes material = open(key, version)) {
      return ImagePayload.encode(
          context(key.name(), version.number(), key.algorithm(), key.usages()), entropy, material);
    }
  }

  /** The material of a payload, wrapped for its version again; null if it is of another one. */
  @Nullable WrappedMaterial wrapAgain(KeyVersionName name, ImagePayload payload) {
    MaterialContext context = payload.context();
    if (!context.clusterId().equals(clusterId.get())
        || !context.namespace().equals(name.key().namespace())
        || !context.key().equals(name.key().key())
        || context.version() != name.version()) {
      return null;
    }
    int epoch = currentEpoch();
    return new WrappedMaterial(epoch, wrapper.wrap(context, epoch, payload.material()));
  }

  /**
   * The material of a version under another epoch.
   *
   * @throws UnwrapException if it does not open here
   */
  byte[] rewrap(Key key, KeyVersion version, int epoch) {
    try (SecretBytes material = open(key, version)) {
      return wrapper.wrap(
          context(key.name(), version.number(), key.algorithm(), key.usages()), epoch, material);
    }
  }

  private MaterialContext context(
      KeyName name, int version, KeyAlgorithm algorithm, KeyUsages usages) {
    return new MaterialContext(
        clusterId.get(),
        name.namespace(),
        name.key(),
        version,
        algorithm.name(),
        usages.boundMask());
  }
}
