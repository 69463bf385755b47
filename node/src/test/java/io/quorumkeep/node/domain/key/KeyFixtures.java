// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Valid keys and versions in any state. A test states only what it depends on. */
public final class KeyFixtures {
  public static final KeyName NAME = new KeyName("payments", "card-data");
  public static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  public static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  public static final Instant SUSPECTED = Instant.parse("2026-02-01T00:00:00Z");

  /** Six months and two years, the example of NIST SP 800-57 Part 1 Rev. 5, section 5.3.6. */
  public static final UsagePeriods PERIODS =
      new UsagePeriods(Duration.ofDays(182), Duration.ofDays(730));

  public static final List<Label> LABELS =
      List.of(new Label("owner", "team-a"), new Label("purpose", "Kartendaten für Zürich"));

  public static final KeyAttributes ATTRIBUTES = KeyAttributes.of(PERIODS, LABELS);

  private KeyFixtures() {}

  public static Key keyThatIs(KeyState state) {
    return keyThatIs(state, state == KeyState.PRE_ACTIVE ? 1 : 3);
  }

  public static Key keyThatIs(KeyState state, int versions) {
    return new Key(
        NAME,
        KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        state,
        versions,
        CREATED,
        ALICE.uri(),
        ATTRIBUTES,
        KeySchedule.NOTHING,
        revocationOf(state),
        7);
  }

  public static KeyVersion versionThatIs(KeyState state) {
    return versionThatIs(state, 1);
  }

  /** A version that was activated when it was created, unless it is PRE_ACTIVE. */
  public static KeyVersion versionThatIs(KeyState state, int number) {
    return new KeyVersion(
        number,
        state,
        CREATED,
        state == KeyState.PRE_ACTIVE ? null : PERIODS.startingAt(CREATED),
        revocationOf(state),
        state == KeyState.DESTROYED ? null : material(number));
  }

  /** Material that differs with {@code number}. */
  public static WrappedMaterial material(int number) {
    return new WrappedMaterial(1, new byte[] {(byte) number, 2, 3, 4});
  }

  public static KeyCommand.Create create(boolean preActive) {
    return new KeyCommand.Create(
        NAME,
        KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        preActive,
        null,
        ATTRIBUTES,
        material(1));
  }

  public static KeyCommand.Update update(long expectedRevision) {
    return new KeyCommand.Update(
        NAME, edit(UsagePeriods.WITHOUT_END, List.of()), expectedRevision, "tidied up");
  }

  public static KeyEdit edit(@Nullable UsagePeriods periods, @Nullable List<Label> labels) {
    return new KeyEdit(periods, labels, null, null, null, null, null, null, null);
  }

  private static @Nullable Revocation revocationOf(KeyState state) {
    return switch (state) {
      case PRE_ACTIVE, ACTIVE, SUSPENDED -> null;
      case DEACTIVATED -> new Revocation(RevocationReason.SUPERSEDED, null);
      case COMPROMISED, DESTROYED -> new Revocation(RevocationReason.KEY_COMPROMISE, SUSPECTED);
    };
  }
}
