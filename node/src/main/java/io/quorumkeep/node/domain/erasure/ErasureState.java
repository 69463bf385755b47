// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of a cluster: which is current, how much material each holds, and the erasure under
 * way.
 *
 * @param epoch under which new material is wrapped, from 1
 * @param materials of versions that are not destroyed, counted as they come and go, so that an
 *     erasure knows its end without looking at every row
 * @param destroyed versions destroyed and not yet covered by a certificate, by the epoch that was
 *     current then: a copy of their material may be in that epoch or in one before
 * @param run the erasure under way, or null
 * @param certificates how many erasures were completed
 * @param lastErasedAt log time of the last, or null
 */
public record ErasureState(
    int epoch,
    EpochCounts materials,
    EpochCounts destroyed,
    @Nullable ErasureRun run,
    long certificates,
    @Nullable Instant lastErasedAt) {
  /** The epoch of a new cluster. */
  public static final int FIRST_EPOCH = 1;

  public ErasureState {
    if (epoch < FIRST_EPOCH || certificates < 0 || (certificates > 0) != (lastErasedAt != null)) {
      throw new IllegalArgumentException("not the epochs of a cluster");
    }
  }

  /** Before the first key. */
  public static ErasureState start() {
    return new ErasureState(FIRST_EPOCH, EpochCounts.NONE, EpochCounts.NONE, null, 0, null);
  }

  /** Materials that are yet to be moved to the current epoch. */
  public long remaining() {
    return materials.before(epoch);
  }

  /** The epochs whose secrets a node needs to serve, ascending. */
  public SortedSet<Integer> needed() {
    SortedSet<Integer> needed = new TreeSet<>(materials.byEpoch().keySet());
    needed.add(epoch);
    return Collections.unmodifiableSortedSet(needed);
  }

  /**
   * Whether the secrets of all epochs before this may be forgotten: no material that lives is, or
   * will be, in them.
   */
  public boolean needsNothingBefore(int some) {
    boolean settled = run == null || run.phase() == ErasurePhase.PURGING;
    return settled && some <= epoch && remaining() == 0;
  }

  /**
   * The state after the material of one version changed.
   *
   * @param before null if there was no such version, or it had none
   * @param after null if it is destroyed
   */
  public ErasureState counting(@Nullable WrappedMaterial before, @Nullable WrappedMaterial after) {
    if (before == null && after == null) {
      return this;
    }
    if (before != null && after != null && before.epoch() == after.epoch()) {
      return this;
    }
    EpochCounts next = materials;
    if (before != null) {
      next = next.plus(before.epoch(), -1);
    }
    if (after != null) {
      next = next.plus(after.epoch(), 1);
    }
    EpochCounts gone = before != null && after == null ? destroyed.plus(epoch, 1) : destroyed;
    return new ErasureState(epoch, next, gone, run, certificates, lastErasedAt);
  }

  ErasureState withRun(@Nullable ErasureRun next) {
    return new ErasureState(epoch, materials, destroyed, next, certificates, lastErasedAt);
  }

  ErasureState withMaterials(EpochCounts next) {
    return new ErasureState(epoch, next, destroyed, run, certificates, lastErasedAt);
  }
}
