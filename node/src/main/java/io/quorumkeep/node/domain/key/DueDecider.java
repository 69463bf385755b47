// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides what happens to a key by itself. A leader that is late, or was deposed, may ask for it
 * too early or twice; then it is {@link Reason#NOT_DUE}, and nothing happens.
 */
public final class DueDecider {
  private static final KeyDecision NOT_DUE =
      new KeyDecision.Rejected(new Rejection(Reason.NOT_DUE, "it is not due, or was done already"));

  private DueDecider() {}

  /**
   * Decides one deadline.
   *
   * @param key the key as it is, or null if there is none
   * @param version the version that the deadline is about, else null
   * @param now log time
   */
  public static KeyDecision decide(
      @Nullable Key key, @Nullable KeyVersion version, Due due, Instant now) {
    if (key == null || !isDue(key, version, due, now)) {
      return NOT_DUE;
    }
    return switch (due.kind()) {
      case ACTIVATE ->
          KeyDecider.accepted(KeyDecider.activation(key.name(), now, key.attributes()));
      case ROTATE -> rotate(key, due, now);
      case WARN -> version == null ? NOT_DUE : warn(key, version, now);
      case DEACTIVATE -> deactivate(key, version, due, now);
      case DESTROY -> destroy(key, due.version(), now);
    };
  }

  /** Whoever made the key not deletable after it was planned wants it kept. */
  private static KeyDecision destroy(Key key, int version, Instant now) {
    return KeyDecider.accepted(
        key.attributes().deletable()
            ? new KeyEvent.Destroyed(key.name(), now, version, "as scheduled")
            : new KeyEvent.DestructionCancelled(
                key.name(), now, version, "the key is not deletable"));
  }

  /**
   * What a leader found to be due.
   *
   * @param version 0 for the key as a whole
   * @param newVersion for a rotation, the version that the material is bound to; else 0
   * @param material for a rotation; else null
   * @param image for the deactivation of a version that {@link #needsImage}; else null
   */
  public record Due(
      DueKind kind,
      int version,
      int newVersion,
      @Nullable WrappedMaterial material,
      @Nullable KeyImage image) {
    public Due {
      if ((kind == DueKind.ROTATE) != (material != null)
          || (newVersion > 0) != (material != null)) {
        throw new IllegalArgumentException("a rotation, and nothing else, brings material");
      }
      if (image != null && kind != DueKind.DEACTIVATE) {
        throw new IllegalArgumentException("a deactivation, and nothing else, brings an image");
      }
    }

    /** Without an image. */
    public Due(DueKind kind, int version, int newVersion, @Nullable WrappedMaterial material) {
      this(kind, version, newVersion, material, null);
    }
  }

  /** Whether a version that is there needs an image before it may be deactivated. */
  public static boolean needsImage(Key key, KeyVersion version) {
    return ArchiveDecider.missingImage(key, version) != null;
  }

  private static boolean isDue(Key key, @Nullable KeyVersion version, Due due, Instant now) {
    List<Deadline> deadlines =
        due.version() == 0 ? Deadline.of(key) : Deadline.of(key.name(), version);
    for (Deadline deadline : deadlines) {
      if (deadline.kind() == due.kind() && !now.isBefore(deadline.at())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Its dates forbid its use in any case; without an image it keeps its state in name. The image
   * that was brought counts only if one is needed still: one that came first stays, and so does a
   * key without images that is not mirrored any more.
   */
  private static KeyDecision deactivate(
      Key key, @Nullable KeyVersion version, Due due, Instant now) {
    KeyEvent deactivated =
        new KeyEvent.Deactivated(
            key.name(), now, due.version(), RevocationReason.CESSATION_OF_OPERATION);
    KeyDecision refused = ArchiveDecider.missingImage(key, version);
    if (refused == null) {
      return KeyDecider.accepted(deactivated);
    }
    KeyImage image = due.image();
    return image == null
        ? refused
        : new KeyDecision.Accepted(
            List.of(ArchiveDecider.archived(key.name(), now, due.version(), image), deactivated));
  }

  private static KeyDecision rotate(Key key, Due due, Instant now) {
    WrappedMaterial material = due.material();
    if (material == null || key.currentVersion() >= KeyDecider.MAX_VERSIONS) {
      return NOT_DUE;
    }
    return due.newVersion() == key.currentVersion() + 1
        ? KeyDecider.accepted(KeyDecider.rotation(key, now, material, ""))
        : NOT_DUE;
  }

  /** The latest that is due; those before it have nothing to add. */
  private static KeyDecision warn(Key key, KeyVersion version, Instant now) {
    List<ExpiryWarnings.Warning> all = ExpiryWarnings.of(version);
    int given = version.warnings();
    while (given < all.size() && !now.isBefore(all.get(given).at())) {
      given++;
    }
    ExpiryWarnings.Warning latest = all.get(given - 1);
    return KeyDecider.accepted(
        new KeyEvent.ExpiryWarned(
            key.name(), now, version.number(), latest.end(), latest.days(), given));
  }
}
