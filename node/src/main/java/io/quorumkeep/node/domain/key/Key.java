// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key: its attributes, and which of its versions is the current one.
 *
 * @param state of the key as a whole; a version is usable only where both allow it
 * @param currentVersion from 1; also the number of versions
 * @param creator the principal that created it
 * @param revision counts the changes of the key, from 1
 * @param coveredVersions how many versions have an image in the archive, or were destroyed without
 *     one: the others need one before the key is deactivated, should it be mirrored
 */
public record Key(
    KeyName name,
    KeyAlgorithm algorithm,
    KeyUsages usages,
    KeyState state,
    int currentVersion,
    Instant createdAt,
    String creator,
    KeyAttributes attributes,
    KeySchedule schedule,
    @Nullable Revocation revocation,
    long revision,
    int coveredVersions) {
  public Key {
    if (currentVersion < 1 || revision < 1) {
      throw new IllegalArgumentException("versions and revisions of a key count from 1");
    }
    if (coveredVersions < 0 || coveredVersions > currentVersion) {
      throw new IllegalArgumentException("a key covers no more versions than it has");
    }
  }

  /** A key without a version in the archive. */
  public Key(
      KeyName name,
      KeyAlgorithm algorithm,
      KeyUsages usages,
      KeyState state,
      int currentVersion,
      Instant createdAt,
      String creator,
      KeyAttributes attributes,
      KeySchedule schedule,
      @Nullable Revocation revocation,
      long revision) {
    this(
        name,
        algorithm,
        usages,
        state,
        currentVersion,
        createdAt,
        creator,
        attributes,
        schedule,
        revocation,
        revision,
        0);
  }

  /** The key without the count of covered versions, for who does not see all versions. */
  public Key withoutCoverage() {
    return new Key(
        name,
        algorithm,
        usages,
        state,
        currentVersion,
        createdAt,
        creator,
        attributes,
        schedule,
        revocation,
        revision);
  }

  public UsagePeriods usagePeriods() {
    return attributes.usagePeriods();
  }

  public List<Label> labels() {
    return attributes.labels();
  }

  /** Whether it waits to be rotated by itself. */
  public boolean isRotationDue(Instant now) {
    Instant rotation = schedule.rotation();
    return rotation != null && !rotation.isAfter(now);
  }

  Key withAttributes(KeyAttributes next, KeySchedule then) {
    return new Key(
        name,
        algorithm,
        usages,
        state,
        currentVersion,
        createdAt,
        creator,
        next,
        then,
        revocation,
        revision + 1,
        coveredVersions);
  }

  Key withSchedule(KeySchedule next) {
    return withAttributes(attributes, next);
  }

  Key withState(KeyState next, @Nullable Revocation why) {
    return with(next, schedule, why);
  }

  Key activated(@Nullable Instant nextRotation) {
    return with(KeyState.ACTIVE, schedule.activated(nextRotation), null);
  }

  /** The compromise stays on record. */
  Key destroyed() {
    return new Key(
        name,
        algorithm,
        usages,
        KeyState.DESTROYED,
        currentVersion,
        createdAt,
        creator,
        attributes,
        KeySchedule.NOTHING,
        revocation,
        revision + 1,
        currentVersion);
  }

  Key withCurrentVersion(int next, KeySchedule then) {
    return new Key(
        name,
        algorithm,
        usages,
        state,
        next,
        createdAt,
        creator,
        attributes,
        then,
        revocation,
        revision + 1,
        coveredVersions);
  }

  /** The key after a change of one of its versions only. */
  Key withVersionChanged() {
    return withSchedule(schedule);
  }

  /** The key after a change of a version that {@code more} images cover. */
  Key withCovered(int more) {
    return withCovered(state, more);
  }

  /** The key with a version of it that came back from the archive. */
  Key recovered() {
    if (state != KeyState.DESTROYED) {
      return withVersionChanged();
    }
    boolean compromised = revocation != null && revocation.reason().isCompromise();
    return withCovered(compromised ? KeyState.COMPROMISED : KeyState.DEACTIVATED, 0);
  }

  private Key withCovered(KeyState next, int more) {
    return new Key(
        name,
        algorithm,
        usages,
        next,
        currentVersion,
        createdAt,
        creator,
        attributes,
        schedule,
        revocation,
        revision + 1,
        coveredVersions + more);
  }

  private Key with(KeyState next, KeySchedule then, @Nullable Revocation why) {
    return new Key(
        name,
        algorithm,
        usages,
        next,
        currentVersion,
        createdAt,
        creator,
        attributes,
        then,
        why,
        revision + 1,
        coveredVersions);
  }
}
