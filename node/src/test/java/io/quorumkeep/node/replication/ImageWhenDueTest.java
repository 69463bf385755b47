// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.quorumkeep.node.codec.ArchiveCodec;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that come with the deactivation of a mirrored version by its date, in the log. */
class ImageWhenDueTest {
  private static final KeyName KEY = new KeyName("payments", "mirrored");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant END = Replica.START.plus(HOUR);
  private static final KeyImage IMAGE = image(5);

  private final Replica replica = new Replica();
  private final Requests requests = new Requests();

  @BeforeEach
  void createMirrored() {
    replica.one(requests.bootstrap());
    replica.one(requests.create(KEY, new UsagePeriods(HOUR, HOUR), false));
    mirror(true);
    replica.setClock(END);
  }

  @Test
  void givenVersionWithoutImage_whenDueWithOne_thenStoredAndDeactivatedUnderTwoRecords() {
    Outcome outcome = replica.one(due(IMAGE));

    assertThat(outcome.rejection()).isNull();
    assertThat(version().state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(Objects.requireNonNull(version().archive()).image()).isEqualTo(IMAGE.digest());
    assertThat(Objects.requireNonNull(replica.state().key(KEY)).coveredVersions()).isEqualTo(1);
    assertThat(storedImage()).isEqualTo(IMAGE);
    List<AuditRecord> records = replica.audit();
    assertThat(records.subList(records.size() - 2, records.size()))
        .extracting(AuditRecord::operation, AuditRecord::version, AuditRecord::details)
        .containsExactly(
            tuple(
                "ARCHIVE_KEY",
                1,
                List.of(
                    new AuditRecord.Detail("scheduled", "true"),
                    new AuditRecord.Detail("image_digest", IMAGE.digest().toString()),
                    new AuditRecord.Detail("commitment", IMAGE.commitment().toString()))),
            tuple("REVOKE_KEY", 1, List.of(new AuditRecord.Detail("scheduled", "true"))));
    assertThat(outcome.sequence()).isEqualTo(records.size());
    assertReplays();
  }

  @Test
  void givenVersionWithoutImage_whenDueWithoutOne_thenNeitherDeactivatedNorRecorded() {
    int before = replica.audit().size();

    Outcome outcome = replica.one(due(null));

    assertThat(Objects.requireNonNull(outcome.rejection()).reason())
        .isEqualTo(Reason.ARCHIVE_IMAGE_REQUIRED);
    assertThat(version().state()).isEqualTo(KeyState.ACTIVE);
    assertThat(replica.audit()).hasSize(before);
  }

  @Test
  void givenImageThatCameFirst_whenDueWithAnother_thenTheFirstStays() {
    KeyImage first = image(9);
    replica.apply(
        requests.change(new KeyCommand.Archive(KEY, 1, first, false)), due(IMAGE), due(image(7)));

    assertThat(version().state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(Objects.requireNonNull(version().archive()).image()).isEqualTo(first.digest());
    assertThat(storedImage()).isEqualTo(first);
    assertReplays();
  }

  @Test
  void givenKeyThatIsNotMirroredAnyMore_whenDueWithAnImage_thenTheImageIsDropped() {
    mirror(false);

    replica.one(due(IMAGE));

    assertThat(version().state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(version().archive()).isNull();
    assertThat(replica.store.get(Table.IMAGES, RowKeys.version(KEY, 1))).isNull();
    assertThat(replica.lastRecord().operation()).isEqualTo("REVOKE_KEY");
    assertReplays();
  }

  @Test
  void givenSuspendedKey_whenAVersionOfItIsDueWithAnImage_thenArchivedAndDeactivated() {
    replica.one(requests.suspend(KEY, 0));

    replica.one(due(IMAGE));

    assertThat(version().state()).isEqualTo(KeyState.DEACTIVATED);
    assertThat(storedImage()).isEqualTo(IMAGE);
    assertReplays();
  }

  private void assertReplays() {
    InMemoryKeyValueStore fresh = new InMemoryKeyValueStore();
    EventReplay.replay(replica.store, fresh);
    assertThat(StateDigest.ofEventSourced(fresh))
        .isEqualTo(StateDigest.ofEventSourced(replica.store));
  }

  private Command due(@Nullable KeyImage image) {
    return requests.of(
        Requests.ADMIN,
        new CommandBody.Due(KEY, new DueDecider.Due(DueKind.DEACTIVATE, 1, 0, null, image)));
  }

  private void mirror(boolean mirrored) {
    KeyEdit edit = new KeyEdit(null, null, null, null, null, null, mirrored, null, null);
    replica.one(requests.change(new KeyCommand.Update(KEY, edit, 0, "")));
  }

  private KeyVersion version() {
    return Objects.requireNonNull(replica.state().version(KEY, 1));
  }

  private KeyImage storedImage() {
    return ArchiveCodec.decodeImage(
            Objects.requireNonNull(replica.store.get(Table.IMAGES, RowKeys.version(KEY, 1))))
        .image();
  }

  private static KeyImage image(int filler) {
    byte[] digest = new byte[Digest.LENGTH];
    digest[0] = (byte) filler;
    return new KeyImage(new byte[] {(byte) filler}, new Digest(digest), new Digest(digest));
  }
}
