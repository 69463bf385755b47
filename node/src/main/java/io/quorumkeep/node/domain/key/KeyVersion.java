// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a key's material.
 *
 * @param number from 1
 * @param cryptoperiod null until it is activated
 * @param material null once it is destroyed
 * @param destruction when it is to be destroyed, or null
 * @param warnings how many of the warnings of {@link ExpiryWarnings} were given or passed over
 * @param archive what is known of its image in the archive; null if there is none
 */
public record KeyVersion(
    int number,
    KeyState state,
    Instant createdAt,
    @Nullable Cryptoperiod cryptoperiod,
    @Nullable Revocation revocation,
    @Nullable WrappedMaterial material,
    @Nullable Instant destruction,
    int warnings,
    @Nullable Archive archive) {
  public KeyVersion {
    if (number < 1 || warnings < 0) {
      throw new IllegalArgumentException("versions of a key count from 1, warnings from 0");
    }
    if ((material == null) != (state == KeyState.DESTROYED)) {
      throw new IllegalArgumentException("a version has material until it is destroyed");
    }
  }

  /** A version that nothing is planned for. */
  public KeyVersion(
      int number,
      KeyState state,
      Instant createdAt,
      @Nullable Cryptoperiod cryptoperiod,
      @Nullable Revocation revocation,
      @Nullable WrappedMaterial material) {
    this(number, state, createdAt, cryptoperiod, revocation, material, null, 0, null);
  }

  /** The version with the same material, wrapped anew. */
  public KeyVersion withMaterial(WrappedMaterial next) {
    return new KeyVersion(
        number, state, createdAt, cryptoperiod, revocation, next, destruction, warnings, archive);
  }

  KeyVersion withState(KeyState next, @Nullable Revocation why) {
    return new KeyVersion(
        number, next, createdAt, cryptoperiod, why, material, destruction, warnings, archive);
  }

  KeyVersion activated(Cryptoperiod period) {
    return new KeyVersion(
        number,
        KeyState.ACTIVE,
        createdAt,
        period,
        revocation,
        material,
        destruction,
        warnings,
        archive);
  }

  KeyVersion withDestruction(@Nullable Instant at) {
    return new KeyVersion(
        number, state, createdAt, cryptoperiod, revocation, material, at, warnings, archive);
  }

  KeyVersion withWarnings(int given) {
    return new KeyVersion(
        number, state, createdAt, cryptoperiod, revocation, material, destruction, given, archive);
  }

  /** Without its material; the compromise stays on record. */
  KeyVersion destroyed() {
    return new KeyVersion(
        number,
        KeyState.DESTROYED,
        createdAt,
        cryptoperiod,
        revocation,
        null,
        null,
        warnings,
        archive);
  }

  KeyVersion archived(@Nullable Archive next) {
    return new KeyVersion(
        number, state, createdAt, cryptoperiod, revocation, material, destruction, warnings, next);
  }

  /** With its material again, but not in use: a compromise is still on record. */
  KeyVersion recovered(WrappedMaterial recovered) {
    boolean compromised = revocation != null && revocation.reason().isCompromise();
    return new KeyVersion(
        number,
        compromised ? KeyState.COMPROMISED : KeyState.DEACTIVATED,
        createdAt,
        cryptoperiod,
        revocation,
        recovered,
        null,
        warnings,
        archive);
  }
}
