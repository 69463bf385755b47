// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.codec.ArchiveCodec;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of mirrored keys get their image when their time is over, from whoever leads. */
class MirroredDueTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration DAY = Duration.ofDays(1);
  private static final KeyName CARD = new KeyName("pay", "card");
  private static final KeyName OTHER = new KeyName("pay", "other");

  private final AtomicLong ids = new AtomicLong();

  @Test
  void givenReplicas_whenAPeriodOfAMirroredKeyEnds_thenEachHasTheSameImageAndDeactivatedVersion(
      @TempDir Path directory) throws Exception {
    try (LocalReplicas replicas = LocalReplicas.start(directory)) {
      replicas.recipients(SingleNode.RECOVERY);
      await()
          .atMost(PATIENCE)
          .until(() -> replicas.all().stream().noneMatch(r -> r.materials().isSealed()));
      KeyLifecycle lifecycle = LocalReplicas.lifecycle(replicas.get(0));
      create(lifecycle, LocalReplicas.ADMIN.uri(), CARD, Duration.ofSeconds(1), true);

      for (Replica replica : replicas.all()) {
        await()
            .atMost(PATIENCE)
            .until(() -> stateOf(replica.store(), CARD) == KeyState.DEACTIVATED);
        assertImageOpens(replica.store(), CARD);
      }
      await()
          .atMost(PATIENCE)
          .until(
              () -> replicas.all().stream().map(MirroredDueTest::digest).distinct().count() == 1);
    }
  }

  @Test
  void
      givenNoRecipient_whenPeriodsEnd_thenOnlyMirroredVersionsWaitAndAnImageOfElsewhereFreesThem() {
    try (SingleNode node = SingleNode.start()) {
      node.recipients();
      create(node, CARD, true);
      create(node, OTHER, false);
      node.advance(DAY.multipliedBy(2));

      await().atMost(PATIENCE).until(() -> stateOf(node.store(), OTHER) == KeyState.DEACTIVATED);
      assertThat(stateOf(node.store(), CARD)).isEqualTo(KeyState.ACTIVE);
      node.recipients(SingleNode.RECOVERY);
      var archived =
          node.useCases()
              .archiving()
              .archive(request(SingleNode.ADMIN.uri()), new KeyVersionName(CARD, 1))
              .join();
      assertThat(archived.rejection()).isNull();

      await().atMost(PATIENCE).until(() -> stateOf(node.store(), CARD) == KeyState.DEACTIVATED);
      assertImageOpens(node.store(), CARD);
    }
  }

  @Test
  void givenVersionThatWaits_whenItsKeyIsMirroredNoMore_thenDeactivatedWithoutAnImage() {
    try (SingleNode node = SingleNode.start()) {
      node.recipients();
      create(node, CARD, true);
      create(node, OTHER, false);
      node.advance(DAY.multipliedBy(2));
      await().atMost(PATIENCE).until(() -> stateOf(node.store(), OTHER) == KeyState.DEACTIVATED);

      KeyEdit edit = new KeyEdit(null, null, null, null, null, null, false, null, null);
      var edited =
          node.useCases()
              .keys()
              .update(request(SingleNode.ADMIN.uri()), new KeyCommand.Update(CARD, edit, 0, ""))
              .join();

      assertThat(edited.rejection()).isNull();
      await().atMost(PATIENCE).until(() -> stateOf(node.store(), CARD) == KeyState.DEACTIVATED);
      assertThat(image(node.store(), CARD)).isNull();
    }
  }

  @Test
  void givenMaterialThatDoesNotOpen_whenItsPeriodEnds_thenItStaysAndOthersGoOn() {
    try (SingleNode node = SingleNode.start()) {
      create(node, CARD, true);
      node.replaceSecret();
      create(node, OTHER, true);
      node.advance(DAY.multipliedBy(2));

      await().atMost(PATIENCE).until(() -> stateOf(node.store(), OTHER) == KeyState.DEACTIVATED);
      assertImageOpens(node.store(), OTHER);
      assertThat(stateOf(node.store(), CARD)).isEqualTo(KeyState.ACTIVE);
      assertThat(image(node.store(), CARD)).isNull();
    }
  }

  @Test
  void givenSealedNode_whenAPeriodEnds_thenNothingHappens() {
    try (SingleNode node = SingleNode.start()) {
      create(node, CARD, true);
      long before = node.auditSequence();
      node.seal();
      node.advance(DAY.multipliedBy(2));

      await()
          .during(Duration.ofMillis(1_500))
          .atMost(PATIENCE)
          .until(() -> stateOf(node.store(), CARD) == KeyState.ACTIVE);
      assertThat(node.auditSequence()).isEqualTo(before);
    }
  }

  private void create(SingleNode node, KeyName name, boolean mirrored) {
    create(node.useCases().keys(), SingleNode.ADMIN.uri(), name, DAY, mirrored);
  }

  private void create(
      KeyLifecycle lifecycle, String admin, KeyName name, Duration period, boolean mirrored) {
    KeyAttributes plain = KeyAttributes.of(new UsagePeriods(period, period), List.of());
    KeyAttributes attributes =
        new KeyAttributes(
            plain.usagePeriods(),
            plain.labels(),
            "",
            "",
            true,
            true,
            mirrored,
            plain.rotation(),
            plain.budget());
    var outcome =
        lifecycle
            .create(
                request(admin),
                new KeyLifecycle.NewKey(
                    name, KeyAlgorithm.AES_256, KeyUsages.DATA_ENCRYPTION, false, null, attributes))
            .join();
    assertThat(outcome.rejection()).isNull();
  }

  private Submissions.Request request(String principal) {
    return new Submissions.Request(
        new Origin(new Principal(principal), "127.0.0.1:1"),
        new RequestId(9, ids.incrementAndGet()),
        1,
        PATIENCE);
  }

  private static KeyVersion version(KeyValueStore store, KeyName name) {
    return Objects.requireNonNull(new StateReader(store).version(name, 1));
  }

  private static @Nullable KeyState stateOf(KeyValueStore store, KeyName name) {
    KeyVersion version = new StateReader(store).version(name, 1);
    return version == null ? null : version.state();
  }

  private static @Nullable StoredImage image(KeyValueStore store, KeyName name) {
    byte[] row = store.get(Table.IMAGES, RowKeys.version(name, 1));
    return row == null ? null : ArchiveCodec.decodeImage(row);
  }

  /**
   * The image is the one on record, and its recipient finds in it what the version committed to.
   */
  private static void assertImageOpens(KeyValueStore store, KeyName name) {
    StoredImage stored = Objects.requireNonNull(image(store, name));
    var archive = Objects.requireNonNull(version(store, name).archive());
    assertThat(archive.image()).isEqualTo(stored.image().digest());
    byte[] payload = SingleNode.RECOVERY.open(stored.image().content()).orElseThrow();
    assertThat(archive.commitment().bytes()).isEqualTo(sha256(payload));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String digest(Replica replica) {
    return HexFormat.of().formatHex(StateDigest.ofReplica(replica.store()));
  }
}
