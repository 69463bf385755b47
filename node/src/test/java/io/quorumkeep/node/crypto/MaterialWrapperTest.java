// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaterialWrapperTest {
  private static final String CLUSTER = "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
  private static final MaterialContext CONTEXT =
      new MaterialContext(CLUSTER, "payments", "cards", 3, "AES_256", 5);

  private final EpochSecrets secrets = new EpochSecrets();
  private final MaterialWrapper wrapper = new MaterialWrapper(secrets, new SystemEntropy());

  @BeforeEach
  void addEpochs() {
    secrets.add(1, filled(1));
    secrets.add(2, filled(2));
  }

  @AfterEach
  void close() {
    secrets.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 32, 4000, MaterialWrapper.MAX_MATERIAL_BYTES})
  void givenMaterial_whenWrappedAndUnwrapped_thenTheSame(int bytes) {
    try (SecretBytes material = wrapper.generate(bytes)) {
      byte[] blob = wrapper.wrap(CONTEXT, secrets.current(), material);

      try (SecretBytes opened = wrapper.unwrap(CONTEXT, 2, blob)) {
        assertThat(clear(opened)).isEqualTo(clear(material));
        assertThat(blob).hasSize(bytes + MaterialWrapper.OVERHEAD_BYTES);
      }
    }
  }

  @Test
  void givenMaterial_whenWrappedTwice_thenSaltNonceAndCiphertextDiffer() {
    byte[] first = wrapped(1);
    byte[] second = wrapped(1);

    assertThat(Arrays.copyOfRange(first, 1, 17)).isNotEqualTo(Arrays.copyOfRange(second, 1, 17));
    assertThat(Arrays.copyOfRange(first, 17, 29)).isNotEqualTo(Arrays.copyOfRange(second, 17, 29));
    assertThat(Arrays.copyOfRange(first, 29, 61)).isNotEqualTo(Arrays.copyOfRange(second, 29, 61));
  }

  static Stream<MaterialContext> otherContexts() {
    return Stream.of(
        new MaterialContext(CLUSTER.replace('0', '1'), "payments", "cards", 3, "AES_256", 5),
        new MaterialContext(CLUSTER, "payment", "cards", 3, "AES_256", 5),
        new MaterialContext(CLUSTER, "payments", "card", 3, "AES_256", 5),
        new MaterialContext(CLUSTER, "payment", "scards", 3, "AES_256", 5),
        new MaterialContext(CLUSTER, "cards", "payments", 3, "AES_256", 5),
        new MaterialContext(CLUSTER, "payments", "cards", 4, "AES_256", 5),
        new MaterialContext(CLUSTER, "payments", "cards", 3, "AES_128", 5),
        new MaterialContext(CLUSTER, "payments", "cards", 3, "AES_256", 4));
  }

  @ParameterizedTest
  @MethodSource("otherContexts")
  void givenBlob_whenOpenedInAnotherContext_thenRefused(MaterialContext other) {
    byte[] blob = wrapped(1);

    assertRefused(other, 1, blob);
    assertThat(other.encode((byte) 1, 1)).isNotEqualTo(CONTEXT.encode((byte) 1, 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 0, -1})
  void givenBlob_whenOpenedInAnotherEpoch_thenRefused(int epoch) {
    assertRefused(CONTEXT, epoch, wrapped(1));
  }

  @Test
  void givenBlobOfAForgottenEpoch_whenOpened_thenRefused() {
    byte[] blob = wrapped(1);

    secrets.remove(1);

    assertRefused(CONTEXT, 1, blob);
  }

  @Test
  void givenBlob_whenAnyBitIsFlipped_thenRefused() {
    byte[] blob = wrapped(1);
    for (int bit = 0; bit < blob.length * 8; bit++) {
      byte[] changed = blob.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));

      assertRefused(CONTEXT, 1, changed);
    }
  }

  @Test
  void givenBlob_whenTruncatedOrExtended_thenRefused() {
    byte[] blob = wrapped(1);
    for (int length = 0; length < blob.length; length++) {
      assertRefused(CONTEXT, 1, Arrays.copyOf(blob, length));
    }
    assertRefused(CONTEXT, 1, Arrays.copyOf(blob, blob.length + 1));
    assertRefused(CONTEXT, 1, new byte[1 << 20]);
  }

  @Test
  void givenRefusals_whenCompared_thenTheyTellNothingApart() {
    byte[] blob = wrapped(1);
    byte[] changed = blob.clone();
    changed[40] ^= 1;

    List<String> messages = new ArrayList<>();
    for (Callable<SecretBytes> attempt :
        List.<Callable<SecretBytes>>of(
            () -> wrapper.unwrap(CONTEXT, 9, blob),
            () -> wrapper.unwrap(CONTEXT, 1, changed),
            () -> wrapper.unwrap(CONTEXT, 1, new byte[3]))) {
      try {
        attempt.call().close();
      } catch (Exception e) {
        assertThat(e).isInstanceOf(UnwrapException.class).hasNoCause();
        messages.add(String.valueOf(e.getMessage()));
      }
    }

    assertThat(messages).hasSize(3).containsOnly("the sealed bytes do not open");
  }

  @Test
  void givenBlob_whenOpenedFromItsDocumentationAlone_thenTheMaterial() throws Exception {
    byte[] material = new byte[32];
    Arrays.fill(material, (byte) 0x5c);
    byte[] blob;
    try (SecretBytes secret = SecretBytes.takeOwnership(material.clone())) {
      blob = wrapper.wrap(CONTEXT, 2, secret);
    }

    HexFormat hex = HexFormat.of();
    String encoding =
        "01"
            + "00000024"
            + hex.formatHex(CLUSTER.getBytes(StandardCharsets.UTF_8))
            + "00000008"
            + hex.formatHex("payments".getBytes(StandardCharsets.UTF_8))
            + "00000005"
            + hex.formatHex("cards".getBytes(StandardCharsets.UTF_8))
            + "00000003"
            + "00000007"
            + hex.formatHex("AES_256".getBytes(StandardCharsets.UTF_8))
            + "00000005"
            + "00000002";
    byte[] epochSecret = new byte[32];
    Arrays.fill(epochSecret, (byte) 2);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(epochSecret, "HmacSHA256"));
    mac.update(hex.parseHex("00000001"));
    mac.update("quorumkeep material".getBytes(StandardCharsets.UTF_8));
    mac.update((byte) 0);
    mac.update(hex.parseHex(encoding));
    mac.update(blob, 1, 16);
    mac.update(hex.parseHex("00000100"));
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(mac.doFinal(), "AES"),
        new GCMParameterSpec(128, blob, 17, 12));
    cipher.updateAAD(hex.parseHex(encoding));

    assertThat(blob[0]).isEqualTo((byte) 1);
    assertThat(cipher.doFinal(blob, 29, blob.length - 29)).isEqualTo(material);
  }

  @Test
  void refusesEmptyAndOversizedMaterialAndUnknownEpochs() {
    try (SecretBytes none = SecretBytes.takeOwnership(new byte[0]);
        SecretBytes most = wrapper.generate(MaterialWrapper.MAX_MATERIAL_BYTES + 1);
        SecretBytes some = wrapper.generate(32)) {
      assertThatThrownBy(() -> wrapper.wrap(CONTEXT, 1, none))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> wrapper.wrap(CONTEXT, 1, most))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> wrapper.wrap(CONTEXT, 3, some))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesContextsThatAreNotComplete() {
    assertThatThrownBy(() -> new MaterialContext(CLUSTER, "", "k", 1, "AES_256", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MaterialContext(CLUSTER, "n", "k", 0, "AES_256", 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenManyThreads_whenWrappingAndUnwrapping_thenEachGetsItsOwn() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int version = thread + 1;
        results.add(pool.submit(() -> roundTrips(version, 500)));
      }
      for (Future<Integer> result : results) {
        assertThat(result.get()).isEqualTo(500);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private int roundTrips(int version, int count) {
    MaterialContext context = new MaterialContext(CLUSTER, "n", "k", version, "AES_256", 0);
    int same = 0;
    for (int i = 0; i < count; i++) {
      try (SecretBytes material = wrapper.generate(32);
          SecretBytes opened = wrapper.unwrap(context, 1, wrapper.wrap(context, 1, material))) {
        if (Arrays.equals(clear(material), clear(opened))) {
          same++;
        }
      }
    }
    return same;
  }

  private byte[] wrapped(int epoch) {
    try (SecretBytes material = filled(9)) {
      return wrapper.wrap(CONTEXT, epoch, material);
    }
  }

  private void assertRefused(MaterialContext context, int epoch, byte[] blob) {
    assertThatThrownBy(() -> wrapper.unwrap(context, epoch, blob))
        .isInstanceOf(UnwrapException.class);
  }

  private static byte[] clear(SecretBytes secret) {
    return secret.lend(byte[]::clone);
  }

  private static SecretBytes filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return SecretBytes.takeOwnership(bytes);
  }
}
