// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryCertificatesTest {
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path directory;

  @Test
  void givenFitCertificates_whenRead_thenTheyAreThereInOrder() {
    RecoveryFixture rsa = RecoveryFixture.rsa(3072);
    RecoveryFixture ec = RecoveryFixture.ec("secp521r1");
    RecoveryFixture free = RecoveryFixture.of(RecoveryFixture.ecKeys("secp256r1"), 0, DAY);

    assertThat(
            RecoveryCertificates.read(
                List.of(file("a", rsa), file("b", ec), file("c", free)), Instant.now()))
        .containsExactly(rsa.certificate(), ec.certificate(), free.certificate());
    assertThat(RecoveryCertificates.read(List.of(), Instant.now())).isEmpty();
  }

  @Test
  void givenDevelopmentPki_whenItsRecoveryKeyIsMade_thenItIsFit() {
    new PkiWriter(directory.resolve("pki"), new DevelopmentPki(Clock.systemUTC(), DAY, DAY))
        .createRecoveryKey("quorumkeep.local", PkiWriter.Existing.REFUSE);

    assertThat(
            RecoveryCertificates.read(
                List.of(directory.resolve("pki/recovery.pem")), Instant.now()))
        .hasSize(1);
  }

  @Test
  void givenUnfitCertificates_whenRead_thenTheMessageSaysWhichAndWhy() throws IOException {
    assertUnfit(RecoveryFixture.rsa(2048), "has an RSA key of 2048 bits; at least 3072 are needed");
    assertUnfit(RecoveryFixture.ec("secp256k1"), "has a key of another kind");
    assertUnfit(
        RecoveryFixture.of(
            RecoveryFixture.ecKeys("secp256r1"), KeyUsage.keyAgreement, DAY.negated()),
        "expired at");
    assertUnfit(
        RecoveryFixture.of(RecoveryFixture.ecKeys("secp256r1"), KeyUsage.digitalSignature, DAY),
        "has a key usage without keyAgreement");
    assertUnfit(
        RecoveryFixture.of(RecoveryFixture.rsaKeys(3072), KeyUsage.digitalSignature, DAY),
        "has a key usage without keyEncipherment");
    Path file = file("fit", RecoveryFixture.ec("secp256r1"));
    assertThatThrownBy(() -> RecoveryCertificates.read(List.of(file, file), Instant.now()))
        .hasMessageContaining("is there twice");
    assertThatThrownBy(
            () ->
                RecoveryCertificates.read(List.of(file), Instant.now().minus(DAY.multipliedBy(60))))
        .hasMessageContaining("is not valid before");
    Path text = Files.writeString(directory.resolve("text.pem"), "no certificate");
    assertThatThrownBy(() -> RecoveryCertificates.read(List.of(text), Instant.now()))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining("text.pem");
  }

  private void assertUnfit(RecoveryFixture recipient, String why) {
    Path file = file("unfit", recipient);
    assertThatThrownBy(() -> RecoveryCertificates.read(List.of(file), Instant.now()))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }

  private Path file(String name, RecoveryFixture recipient) {
    return recipient.write(directory.resolve(name + ".pem"));
  }
}
