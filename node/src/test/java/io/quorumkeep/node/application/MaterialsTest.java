// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.EpochCounts;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MaterialsTest {
  private static final String CLUSTER = "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
  private static final String ANOTHER = "0123456789abcdef".repeat(4);
  private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");
  private static final KeyName NAME = new KeyName("pay", "card");

  private final SystemEntropy entropy = new SystemEntropy();
  private final EpochSecrets secrets = new EpochSecrets();

  @AfterEach
  void close() {
    secrets.close();
  }

  @Test
  void givenSecretThatTheClusterTook_whenWrapped_thenInTheNewEpoch() {
    add(2);
    Materials materials = materials(turnedTo(secrets.fingerprint(2, CLUSTER)));

    assertThat(materials.isSealed()).isFalse();
    assertThat(generate(materials).epoch()).isEqualTo(2);
  }

  @Test
  void givenSecretOfItsOwnThatNobodyTook_whenTheEpochTurned_thenNothingIsWrappedUnderIt() {
    add(2);
    Materials materials = materials(turnedTo(ANOTHER));

    assertThat(materials.isSealed()).isTrue();
    assertThatThrownBy(() -> generate(materials))
        .isInstanceOfSatisfying(
            RequestFailedException.class, e -> assertThat(e.failure()).isEqualTo(Failure.SEALED));
    assertThat(materials.hasSecretOf(versionIn(2))).isFalse();
  }

  @Test
  void givenErasureThatHasNotTurned_whenWrapped_thenInTheOldEpoch() {
    add(1);
    add(2);
    ErasureRun run =
        new ErasureRun(
            ErasurePhase.DISTRIBUTING,
            2,
            TIME,
            "admin",
            "",
            List.of("n1"),
            new EpochOffer(ANOTHER, "n1"),
            List.of(),
            null,
            0,
            0,
            List.of());
    Materials materials = materials(state(1, run));

    assertThat(materials.isSealed()).isFalse();
    assertThat(generate(materials).epoch()).isEqualTo(1);
  }

  private void add(int epoch) {
    secrets.add(epoch, SecretBytes.takeOwnership(entropy.bytes(EpochSecrets.SECRET_BYTES)));
  }

  private Materials materials(ErasureState state) {
    return new Materials(
        new MaterialWrapper(secrets, entropy), secrets, () -> CLUSTER, () -> state);
  }

  private static WrappedMaterial generate(Materials materials) {
    return materials.generate(NAME, 1, KeyAlgorithm.AES_256, KeyUsages.DATA_ENCRYPTION);
  }

  private static KeyVersion versionIn(int epoch) {
    return new KeyVersion(
        1, KeyState.PRE_ACTIVE, TIME, null, null, new WrappedMaterial(epoch, new byte[] {1}));
  }

  private static ErasureState turnedTo(String fingerprint) {
    return state(
        2,
        new ErasureRun(
            ErasurePhase.REWRAPPING,
            2,
            TIME,
            "admin",
            "",
            List.of("n1"),
            new EpochOffer(fingerprint, "n1"),
            List.of("n1"),
            TIME,
            0,
            0,
            List.of()));
  }

  private static ErasureState state(int epoch, ErasureRun run) {
    return new ErasureState(epoch, EpochCounts.NONE, EpochCounts.NONE, run, 0, null);
  }
}
