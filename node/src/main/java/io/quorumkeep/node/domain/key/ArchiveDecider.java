// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what concerns images: whether one must be there, when one may be made or removed, and
 * what brings a destroyed version back.
 */
final class ArchiveDecider {
  private static final KeyDecision IMAGE_REQUIRED =
      KeyDecider.rejected(
          Reason.ARCHIVE_IMAGE_REQUIRED, "a version has no image in the archive yet");
  private static final KeyDecision KEY_NOT_FOUND =
      KeyDecider.rejected(Reason.KEY_NOT_FOUND, "no key has this name");
  private static final KeyDecision VERSION_NOT_FOUND =
      KeyDecider.rejected(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version");
  private static final KeyDecision IMAGE_NOT_FOUND =
      KeyDecider.rejected(Reason.IMAGE_NOT_FOUND, "the version has no image in the archive");
  private static final KeyDecision MISMATCH =
      KeyDecider.rejected(
          Reason.RECOVERY_MISMATCH, "the payload is not what was archived of this version");

  private ArchiveDecider() {}

  /**
   * Returns the refusal of a deactivation for the want of an image, or null if none is missing.
   *
   * @param version the version to be deactivated; null for the key with all of them
   */
  static @Nullable KeyDecision missingImage(Key key, @Nullable KeyVersion version) {
    if (!key.attributes().mirrored()) {
      return null;
    }
    boolean missing =
        version == null
            ? key.coveredVersions() < key.currentVersion()
            : version.archive() == null && version.state() != KeyState.DESTROYED;
    return missing ? IMAGE_REQUIRED : null;
  }

  static KeyDecision archive(
      @Nullable Key key, @Nullable KeyVersion version, KeyCommand.Archive command, Instant now) {
    if (key == null) {
      return KEY_NOT_FOUND;
    }
    if (version == null) {
      return VERSION_NOT_FOUND;
    }
    if (version.state() == KeyState.DESTROYED) {
      return KeyDecider.rejected(
          Reason.KEY_STATE_FORBIDS, "version is DESTROYED; nothing is left to archive");
    }
    KeyImage image = command.image();
    return image == null
        ? IMAGE_REQUIRED
        : KeyDecider.accepted(archived(key.name(), now, version.number(), image));
  }

  static KeyEvent archived(KeyName name, Instant now, int version, KeyImage image) {
    return new KeyEvent.Archived(name, now, version, image.commitment(), image.digest());
  }

  static KeyDecision recover(
      @Nullable Key key,
      @Nullable KeyVersion version,
      KeyCommand.Recover command,
      Instant now,
      Principal principal) {
    if (key == null) {
      return KEY_NOT_FOUND;
    }
    if (version == null) {
      return VERSION_NOT_FOUND;
    }
    if (version.state() != KeyState.DESTROYED) {
      return KeyDecider.rejected(
          Reason.KEY_STATE_FORBIDS,
          "version is " + version.state() + "; only a DESTROYED one is recovered");
    }
    Archive archive = version.archive();
    if (archive == null) {
      return IMAGE_NOT_FOUND;
    }
    WrappedMaterial material = command.material();
    if (material == null || !archive.commitment().equals(command.commitment())) {
      return MISMATCH;
    }
    return KeyDecider.accepted(
        new KeyEvent.Recovered(
            key.name(),
            now,
            version.number(),
            material,
            new KeyEvent.Recovery(
                principal.uri(), command.proposal(), archive.image(), command.reason())));
  }

  static KeyDecision deleteImage(
      @Nullable Key key,
      @Nullable KeyVersion version,
      KeyCommand.DeleteImage command,
      Instant now) {
    if (key == null) {
      return KEY_NOT_FOUND;
    }
    if (version == null) {
      return VERSION_NOT_FOUND;
    }
    if (version.state() != KeyState.DESTROYED) {
      return KeyDecider.rejected(
          Reason.KEY_STATE_FORBIDS,
          "version is " + version.state() + "; only a DESTROYED one may lose its image");
    }
    return version.archive() == null
        ? IMAGE_NOT_FOUND
        : KeyDecider.accepted(
            new KeyEvent.ImageDeleted(key.name(), now, version.number(), command.reason()));
  }
}
