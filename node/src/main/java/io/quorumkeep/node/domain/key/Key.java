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
 * @param labels in the order of their names
 * @param revision counts the changes of the key, from 1
 */
public record Key(
    KeyName name,
    KeyAlgorithm algorithm,
    KeyState state,
    int currentVersion,
    Instant createdAt,
    String creator,
    UsagePeriods usagePeriods,
    List<Label> labels,
    @Nullable Revocation revocation,
    long revision) {
  public Key {
    if (currentVersion < 1 || revision < 1) {
      throw new IllegalArgumentException("versions and revisions of a key count from 1");
    }
    labels = List.copyOf(labels);
  }

  public KeyAttributes attributes() {
    return new KeyAttributes(usagePeriods, labels);
  }

  Key withAttributes(KeyAttributes next) {
    return new Key(
        name,
        algorithm,
        state,
        currentVersion,
        createdAt,
        creator,
        next.usagePeriods(),
        next.labels(),
        revocation,
        revision + 1);
  }

  Key withState(KeyState next, @Nullable Revocation why) {
    return new Key(
        name,
        algorithm,
        next,
        currentVersion,
        createdAt,
        creator,
        usagePeriods,
        labels,
        why,
        revision + 1);
  }

  Key withCurrentVersion(int next) {
    return new Key(
        name,
        algorithm,
        state,
        next,
        createdAt,
        creator,
        usagePeriods,
        labels,
        revocation,
        revision + 1);
  }

  /** The key after a change of one of its versions only. */
  Key withVersionChanged() {
    return withCurrentVersion(currentVersion);
  }
}
