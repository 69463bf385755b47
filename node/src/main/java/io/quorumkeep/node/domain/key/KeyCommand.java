// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Permission;
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

  <R> R match(Cases<R> cases);

  record Create(
      KeyName name,
      KeyAlgorithm algorithm,
      boolean preActive,
      UsagePeriods usagePeriods,
      List<Label> labels,
      WrappedMaterial material)
      implements KeyCommand {
    public Create {
      labels = List.copyOf(labels);
    }

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
   */
  record Rotate(KeyName name, int newVersion, WrappedMaterial material) implements KeyCommand {
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

  record Suspend(KeyName name, int version) implements KeyCommand {
    @Override
    public Permission permission() {
      return Permission.SUSPEND_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.suspend(this);
    }
  }

  record Reactivate(KeyName name, int version) implements KeyCommand {
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
   * @param labels the labels it is to have; null to leave them
   * @param usagePeriods the periods that later versions are to have; null to leave them
   * @param expectedRevision the revision that the editor saw; 0 for any
   * @param reason why; may be empty
   */
  record Update(
      KeyName name,
      @Nullable List<Label> labels,
      @Nullable UsagePeriods usagePeriods,
      long expectedRevision,
      String reason)
      implements KeyCommand {
    /** Characters of a reason. */
    public static final int MAX_REASON_LENGTH = 256;

    public Update {
      labels = labels == null ? null : List.copyOf(labels);
      if (labels == null && usagePeriods == null) {
        throw new IllegalArgumentException("an update changes something");
      }
      if (expectedRevision < 0 || reason.length() > MAX_REASON_LENGTH) {
        throw new IllegalArgumentException(
            "a revision counts from 1, and a reason has at most "
                + MAX_REASON_LENGTH
                + " characters");
      }
    }

    @Override
    public int version() {
      return 0;
    }

    @Override
    public Permission permission() {
      return Permission.UPDATE_KEY;
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.update(this);
    }

    KeyAttributes appliedTo(KeyAttributes before) {
      return new KeyAttributes(
          usagePeriods == null ? before.usagePeriods() : usagePeriods,
          labels == null ? before.labels() : labels);
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
  }
}
