// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to change a key, not yet judged. Whatever is uncertain (material, times) was settled by
 * the node that proposed it.
 */
public sealed interface KeyCommand {
  KeyName name();

  /** The version meant, or 0 for the key as a whole. */
  int version();

  Permission permission();

  /** What its principal must be permitted beside that: what a part of it does by itself. */
  default List<Permission> furtherPermissions() {
    return List.of();
  }

  <R> R match(Cases<R> cases);

  /** What audit records call it: its permission, unless that covers several. */
  default String operation() {
    return permission().name();
  }

  /** The approved proposal by which it is asked for; empty if there is none. */
  default String proposal() {
    return "";
  }

  /**
   * Makes a key.
   *
   * @param preActive leaves it PRE_ACTIVE until it is activated
   * @param activation when it becomes ACTIVE by itself; null for at once, or for never if {@code
   *     preActive}
   */
  record Create(
      KeyName name,
      KeyAlgorithm algorithm,
      KeyUsages usages,
      boolean preActive,
      @Nullable Instant activation,
      KeyAttributes attributes,
      WrappedMaterial material)
      implements KeyCommand {
    @Override
    public int version() {
      return 0;
    }

    @Override
    public Permission permission() {
      return Permission.CREATE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.create(this);
    }
  }

  record Activate(KeyName name) implements KeyCommand {
    @Override
    public int version() {
      return 0;
    }

    @Override
    public Permission permission() {
      return Permission.ACTIVATE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.activate(this);
    }
  }

  /**
   * Makes a new version.
   *
   * @param newVersion the number that the material is bound to
   * @param reason why; may be empty
   */
  record Rotate(KeyName name, int newVersion, WrappedMaterial material, String reason)
      implements KeyCommand {
    public Rotate {
      checkReason(reason);
    }

    /** Without a reason. */
    public Rotate(KeyName name, int newVersion, WrappedMaterial material) {
      this(name, newVersion, material, "");
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public Permission permission() {
      return Permission.ROTATE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rotate(this);
    }
  }

  record Suspend(KeyName name, int version, String reason) implements KeyCommand {
    public Suspend {
      checkReason(reason);
    }

    /** Without a reason. */
    public Suspend(KeyName name, int version) {
      this(name, version, "");
    }

    @Override
    public Permission permission() {
      return Permission.SUSPEND_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.suspend(this);
    }
  }

  record Reactivate(KeyName name, int version, String reason) implements KeyCommand {
    public Reactivate {
      checkReason(reason);
    }

    /** Without a reason. */
    public Reactivate(KeyName name, int version) {
      this(name, version, "");
    }

    @Override
    public Permission permission() {
      return Permission.REACTIVATE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.reactivate(this);
    }
  }

  /**
   * Revokes a key or version.
   *
   * @param compromisedAt for a compromise: when it is thought to have happened; null for now
   */
  record Revoke(KeyName name, int version, RevocationReason reason, @Nullable Instant compromisedAt)
      implements KeyCommand {
    @Override
    public Permission permission() {
      return Permission.REVOKE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.revoke(this);
    }
  }

  /**
   * Edits attributes.
   *
   * @param expectedRevision the revision that the editor saw; 0 for any
   * @param reason why; may be empty
   */
  record Update(KeyName name, KeyEdit edit, long expectedRevision, String reason)
      implements KeyCommand {
    public Update {
      if (edit.equals(KeyEdit.NOTHING) || expectedRevision < 0) {
        throw new IllegalArgumentException("an update changes something, at a revision from 1");
      }
      checkReason(reason);
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public Permission permission() {
      return Permission.UPDATE_KEY;
    }

    /** Whoever says when a key becomes ACTIVE activates it. */
    @Override
    public List<Permission> furtherPermissions() {
      return edit.activation() == null ? List.of() : List.of(Permission.ACTIVATE_KEY);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.update(this);
    }
  }

  /**
   * Plans the destruction of a key, or of one version of it.
   *
   * @param after how long from now, 7 to 365 days
   * @param reason why; may be empty
   */
  record ScheduleDestruction(KeyName name, int version, Duration after, String reason)
      implements KeyCommand {
    /** The shortest time in which a destruction can be taken back. */
    public static final Duration SHORTEST = Duration.ofDays(7);

    public static final Duration LONGEST = Duration.ofDays(365);

    /** If the request names none. */
    public static final Duration DEFAULT = Duration.ofDays(30);

    public ScheduleDestruction {
      if (after.compareTo(SHORTEST) < 0 || after.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("a destruction is scheduled 7 to 365 days ahead");
      }
      checkReason(reason);
    }

    @Override
    public Permission permission() {
      return Permission.SCHEDULE_DESTRUCTION;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.scheduleDestruction(this);
    }
  }

  record CancelDestruction(KeyName name, int version, String reason) implements KeyCommand {
    public CancelDestruction {
      checkReason(reason);
    }

    @Override
    public Permission permission() {
      return Permission.CANCEL_DESTRUCTION;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.cancelDestruction(this);
    }
  }

  /** Destroys a key, or one version of it, at once. */
  record Destroy(KeyName name, int version, String proposal, String reason) implements KeyCommand {
    public Destroy {
      checkReason(reason);
    }

    @Override
    public Permission permission() {
      return Permission.DESTROY_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.destroy(this);
    }
  }

  /**
   * Puts an image of a version into the archive, in the place of one that is there.
   *
   * @param image null to ask whether it may be made, before anybody makes it
   * @param forRevocation whether it is made for a revocation, under the right to that
   */
  record Archive(KeyName name, int version, @Nullable KeyImage image, boolean forRevocation)
      implements KeyCommand {
    @Override
    public Permission permission() {
      return forRevocation ? Permission.REVOKE_KEY : Permission.ARCHIVE_KEY;
    }

    @Override
    public String operation() {
      return Permission.ARCHIVE_KEY.name();
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.archive(this);
    }
  }

  /**
   * Brings a destroyed version back.
   *
   * @param commitment SHA-256 of the payload that was given
   * @param material the material in that payload; null if the payload is of another version
   */
  record Recover(
      KeyName name,
      int version,
      Digest commitment,
      @Nullable WrappedMaterial material,
      String proposal,
      String reason)
      implements KeyCommand {
    public Recover {
      checkReason(reason);
    }

    @Override
    public Permission permission() {
      return Permission.RECOVER_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.recover(this);
    }
  }

  /** Takes the image of a destroyed version out of the archive, which makes that final. */
  record DeleteImage(KeyName name, int version, String proposal, String reason)
      implements KeyCommand {
    public DeleteImage {
      checkReason(reason);
    }

    @Override
    public Permission permission() {
      return Permission.DESTROY_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.deleteImage(this);
    }
  }

  /** Characters of a reason. */
  int MAX_REASON_LENGTH = 256;

  private static void checkReason(String reason) {
    if (reason.length() > MAX_REASON_LENGTH) {
      throw new IllegalArgumentException(
          "a reason has at most " + MAX_REASON_LENGTH + " characters");
    }
  }

  /** One method for each command, so that a new one does not compile until it is handled. */
  interface Cases<R> {
    R create(Create command);

    R activate(Activate command);

    R rotate(Rotate command);

    R suspend(Suspend command);

    R reactivate(Reactivate command);

    R revoke(Revoke command);

    R update(Update command);

    R scheduleDestruction(ScheduleDestruction command);

    R cancelDestruction(CancelDestruction command);

    R destroy(Destroy command);

    R archive(Archive command);

    R recover(Recover command);

    R deleteImage(DeleteImage command);
  }
}
