// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.ALICE;
import static io.quorumkeep.node.domain.key.KeyFixtures.NAME;
import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static io.quorumkeep.node.domain.key.KeyFixtures.keyThatIs;
import static io.quorumkeep.node.domain.key.KeyFixtures.material;
import static io.quorumkeep.node.domain.key.KeyFixtures.versionThatIs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.Reason;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** When an image must be there, may be made, may go, and brings a version back. */
class ArchiveRulesTest {
  private static final Digest COMMITMENT = digest(1);
  private static final Digest IMAGE = digest(2);
  private static final Archive ARCHIVE = new Archive(COMMITMENT, IMAGE, NOON);
  private static final KeyImage SEALED = new KeyImage(new byte[] {7}, IMAGE, COMMITMENT);

  @Test
  void givenMirroredKey_whenAVersionIsDeactivated_thenItNeedsAnImage() {
    Key key = mirrored(keyThatIs(KeyState.ACTIVE, 3));
    KeyCommand revoke = revoke(2, RevocationReason.SUPERSEDED);

    assertThat(reason(key, versionThatIs(KeyState.ACTIVE, 2), revoke))
        .isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED);
    assertThat(reason(key, archived(versionThatIs(KeyState.ACTIVE, 2)), revoke)).isNull();
    assertThat(reason(keyThatIs(KeyState.ACTIVE, 3), versionThatIs(KeyState.ACTIVE, 2), revoke))
        .isNull();
    assertThat(reason(key, versionThatIs(KeyState.DEACTIVATED, 2), revoke))
        .isEqualTo(Reason.KEY_STATE_FORBIDS);
  }

  @Test
  void givenMirroredKey_whenDeactivatedAsAWhole_thenEveryVersionNeedsAnImage() {
    Key key = mirrored(keyThatIs(KeyState.ACTIVE, 3));
    KeyCommand revoke = revoke(0, RevocationReason.SUPERSEDED);

    assertThat(reason(key, null, revoke)).isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED);
    assertThat(reason(key.withCovered(2), null, revoke)).isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED);
    assertThat(reason(key.withCovered(3), null, revoke)).isNull();
  }

  /** A compromise cannot wait. */
  @Test
  void givenMirroredKey_whenCompromised_thenItNeedsNoImage() {
    Key key = mirrored(keyThatIs(KeyState.ACTIVE, 3));

    assertThat(
            reason(
                key, versionThatIs(KeyState.ACTIVE, 2), revoke(2, RevocationReason.KEY_COMPROMISE)))
        .isNull();
    assertThat(reason(key, null, revoke(0, RevocationReason.CA_COMPROMISE))).isNull();
  }

  @ParameterizedTest
  @EnumSource(value = KeyState.class, names = "DESTROYED", mode = Mode.EXCLUDE)
  void givenVersionWithMaterial_whenArchived_thenItMayBe(KeyState state) {
    KeyVersion version = versionThatIs(state, 1);

    assertThat(reason(keyThatIs(KeyState.ACTIVE), version, archive(null)))
        .isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED);
    assertThat(events(keyThatIs(KeyState.ACTIVE), version, archive(SEALED)))
        .containsExactly(new KeyEvent.Archived(NAME, NOON, 1, COMMITMENT, IMAGE));
  }

  @Test
  void givenNothingToArchive_whenArchived_thenTheReasonSaysWhat() {
    assertThat(reason(null, null, archive(SEALED))).isEqualTo(Reason.KEY_NOT_FOUND);
    assertThat(reason(keyThatIs(KeyState.ACTIVE), null, archive(SEALED)))
        .isEqualTo(Reason.KEY_VERSION_NOT_FOUND);
    assertThat(
            reason(keyThatIs(KeyState.ACTIVE), versionThatIs(KeyState.DESTROYED), archive(SEALED)))
        .isEqualTo(Reason.KEY_STATE_FORBIDS);
  }

  @Test
  void givenDestroyedVersion_whenRecoveredWithWhatWasArchived_thenItIsWithProvenance() {
    KeyVersion version = archived(versionThatIs(KeyState.DESTROYED));

    assertThat(events(keyThatIs(KeyState.ACTIVE), version, recover(COMMITMENT, material(9))))
        .containsExactly(
            new KeyEvent.Recovered(
                NAME,
                NOON,
                1,
                material(9),
                new KeyEvent.Recovery(ALICE.uri(), "p-1", IMAGE, "old backups")));
  }

  @Test
  void givenAnythingElse_whenRecovered_thenRefused() {
    Key key = keyThatIs(KeyState.ACTIVE);
    KeyVersion destroyed = archived(versionThatIs(KeyState.DESTROYED));

    assertThat(reason(null, null, recover(COMMITMENT, material(9))))
        .isEqualTo(Reason.KEY_NOT_FOUND);
    assertThat(reason(key, null, recover(COMMITMENT, material(9))))
        .isEqualTo(Reason.KEY_VERSION_NOT_FOUND);
    assertThat(reason(key, destroyed, recover(digest(3), material(9))))
        .isEqualTo(Reason.RECOVERY_MISMATCH);
    assertThat(reason(key, destroyed, recover(COMMITMENT, null)))
        .isEqualTo(Reason.RECOVERY_MISMATCH);
    assertThat(reason(key, versionThatIs(KeyState.DESTROYED), recover(COMMITMENT, material(9))))
        .isEqualTo(Reason.IMAGE_NOT_FOUND);
    for (KeyState state : KeyState.values()) {
      if (state != KeyState.DESTROYED) {
        assertThat(reason(key, archived(versionThatIs(state)), recover(COMMITMENT, material(9))))
            .isEqualTo(Reason.KEY_STATE_FORBIDS);
      }
    }
  }

  @Test
  void givenVersions_whenTheirImagesAreDeleted_thenOnlyThoseOfDestroyedOnesGo() {
    Key key = keyThatIs(KeyState.ACTIVE);
    KeyCommand delete = new KeyCommand.DeleteImage(NAME, 1, "", "law");

    assertThat(events(key, archived(versionThatIs(KeyState.DESTROYED)), delete))
        .containsExactly(new KeyEvent.ImageDeleted(NAME, NOON, 1, "law"));
    assertThat(reason(key, archived(versionThatIs(KeyState.DEACTIVATED)), delete))
        .isEqualTo(Reason.KEY_STATE_FORBIDS);
    assertThat(reason(key, versionThatIs(KeyState.DESTROYED), delete))
        .isEqualTo(Reason.IMAGE_NOT_FOUND);
    assertThat(reason(null, null, delete)).isEqualTo(Reason.KEY_NOT_FOUND);
    assertThat(reason(key, null, delete)).isEqualTo(Reason.KEY_VERSION_NOT_FOUND);
  }

  @Test
  void givenKey_whenItsVersionsAreArchivedAndDestroyed_thenTheyAreCountedOnce() {
    KeyEvent archived = new KeyEvent.Archived(NAME, NOON, 1, COMMITMENT, IMAGE);
    KeyEvent destroyed = new KeyEvent.Destroyed(NAME, NOON, 1, "");
    KeyVersion version = versionThatIs(KeyState.ACTIVE, 1);
    Key key = keyThatIs(KeyState.ACTIVE, 3);

    Key once = KeyEvolution.evolve(key, version, archived);
    KeyVersion withImage = KeyEvolution.evolveVersion(version, archived);
    assertThat(once.coveredVersions()).isEqualTo(1);
    assertThat(once.revision()).isEqualTo(key.revision() + 1);
    assertThat(withImage.archive()).isEqualTo(ARCHIVE);
    assertThat(KeyEvolution.evolve(once, withImage, archived).coveredVersions()).isEqualTo(1);
    assertThat(KeyEvolution.evolve(once, withImage, destroyed).coveredVersions()).isEqualTo(1);
    assertThat(KeyEvolution.evolve(key, version, destroyed).coveredVersions()).isEqualTo(1);
    assertThat(KeyEvolution.evolveVersion(withImage, destroyed).archive()).isEqualTo(ARCHIVE);
    assertThat(
            KeyEvolution.evolve(key, null, new KeyEvent.Destroyed(NAME, NOON, 0, ""))
                .coveredVersions())
        .isEqualTo(3);
  }

  @Test
  void givenDestroyedVersion_whenRecovered_thenItIsNotInUse() {
    KeyVersion compromised = archived(versionThatIs(KeyState.DESTROYED));
    KeyVersion clean = archived(versionThatIs(KeyState.DEACTIVATED)).destroyed();

    assertThat(KeyEvolution.evolveVersion(compromised, recovered()).state())
        .isEqualTo(KeyState.COMPROMISED);
    KeyVersion back = KeyEvolution.evolveVersion(clean, recovered());
    assertThat(back.state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(back.material()).isEqualTo(material(9));
    assertThat(back.archive()).isEqualTo(ARCHIVE);
  }

  @Test
  void givenDestroyedKey_whenAVersionIsRecovered_thenTheKeyIsBackAndNotInUse() {
    KeyVersion version = archived(versionThatIs(KeyState.DESTROYED));
    Key clean = keyThatIs(KeyState.DEACTIVATED).destroyed();

    assertThat(KeyEvolution.evolve(clean, version, recovered()).state())
        .isEqualTo(KeyState.DEACTIVATED);
    assertThat(KeyEvolution.evolve(keyThatIs(KeyState.DESTROYED), version, recovered()).state())
        .isEqualTo(KeyState.COMPROMISED);
    assertThat(KeyEvolution.evolve(keyThatIs(KeyState.ACTIVE), version, recovered()).state())
        .isEqualTo(KeyState.ACTIVE);
  }

  @Test
  void givenEventsThatCannotFollow_whenFolded_thenTheLogIsCorrupt() {
    KeyVersion destroyed = versionThatIs(KeyState.DESTROYED);
    KeyVersion active = archived(versionThatIs(KeyState.ACTIVE));
    KeyEvent archived = new KeyEvent.Archived(NAME, NOON, 1, COMMITMENT, IMAGE);
    KeyEvent deleted = new KeyEvent.ImageDeleted(NAME, NOON, 1, "");

    assertImpossible(destroyed, archived);
    assertImpossible(destroyed, recovered());
    assertImpossible(destroyed, deleted);
    assertImpossible(active, recovered());
    assertImpossible(active, deleted);
    for (KeyEvent event : List.of(archived, recovered(), deleted)) {
      assertImpossible(null, event);
      assertThatThrownBy(() -> KeyEvolution.evolve(null, event))
          .isInstanceOf(CorruptLogException.class);
    }
    assertThat(KeyEvolution.evolveVersion(archived(destroyed), deleted).archive()).isNull();
  }

  private static void assertImpossible(@Nullable KeyVersion before, KeyEvent event) {
    assertThatThrownBy(() -> KeyEvolution.evolveVersion(before, event))
        .isInstanceOf(CorruptLogException.class);
  }

  private static KeyEvent recovered() {
    return new KeyEvent.Recovered(
        NAME, NOON, 1, material(9), new KeyEvent.Recovery(ALICE.uri(), "", IMAGE, ""));
  }

  private static KeyCommand archive(@Nullable KeyImage image) {
    return new KeyCommand.Archive(NAME, 1, image, false);
  }

  private static KeyCommand recover(Digest commitment, @Nullable WrappedMaterial material) {
    return new KeyCommand.Recover(NAME, 1, commitment, material, "p-1", "old backups");
  }

  private static KeyCommand revoke(int version, RevocationReason reason) {
    return new KeyCommand.Revoke(NAME, version, reason, null);
  }

  private static @Nullable Reason reason(
      @Nullable Key key, @Nullable KeyVersion version, KeyCommand command) {
    return KeyDecider.decide(key, version, command, NOON, ALICE)
            instanceof KeyDecision.Rejected rejected
        ? rejected.rejection().reason()
        : null;
  }

  private static List<KeyEvent> events(Key key, KeyVersion version, KeyCommand command) {
    return ((KeyDecision.Accepted) KeyDecider.decide(key, version, command, NOON, ALICE)).events();
  }

  private static KeyVersion archived(KeyVersion version) {
    return version.archived(ARCHIVE);
  }

  private static Key mirrored(Key key) {
    KeyAttributes was = key.attributes();
    return key.withAttributes(
        new KeyAttributes(
            was.usagePeriods(),
            was.labels(),
            was.owner(),
            was.description(),
            was.deletable(),
            was.exportable(),
            true,
            was.rotation(),
            was.budget()),
        key.schedule());
  }

  private static Digest digest(int value) {
    byte[] bytes = new byte[Digest.LENGTH];
    Arrays.fill(bytes, (byte) value);
    return new Digest(bytes);
  }
}
