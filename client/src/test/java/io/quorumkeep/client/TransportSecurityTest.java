// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorumkeep.client.fake.FakeNode;
import io.quorumkeep.client.fake.TestPki;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.GetClusterStatusResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes, and what it says about files that it cannot use. */
@Timeout(30)
class TransportSecurityTest {
  @TempDir Path directory;
  @TempDir Path otherDirectory;

  private TestPki pki;
  private TestPki other;

  @BeforeEach
  void makeTwoAuthorities() {
    pki = TestPki.create(directory, "ours");
    other = TestPki.create(otherDirectory, "theirs");
  }

  @Test
  void givenNodeOfAnotherAuthority_whenCalled_thenItIsNotBelieved() {
    try (FakeNode node = healthy(FakeNode.start(pki));
        QuorumkeepClient client = clientOf(node, pki.caller(), other.authority())) {

      var failure =
          catchThrowableOfType(QuorumkeepException.Unavailable.class, client::clusterStatus);

      assertThat(failure.reason()).isEqualTo("TLS_HANDSHAKE_FAILED");
      assertThat(failure).hasMessageContaining("certification path");
      assertThat(failure.failure().attempts()).isEqualTo(1);
      assertThat(node.requests(GetClusterStatusRequest.class)).isEmpty();
    }
  }

  @Test
  void givenNodeWithAnotherName_whenCalled_thenItIsNotBelieved() {
    try (FakeNode node = healthy(FakeNode.start(pki, pki.misnamedNode(), "TLSv1.3"));
        QuorumkeepClient client = clientOf(node, pki.caller(), pki.authority())) {

      var failure =
          catchThrowableOfType(QuorumkeepException.Unavailable.class, client::clusterStatus);

      assertThat(failure.reason()).isEqualTo("TLS_HANDSHAKE_FAILED");
      assertThat(node.requests(GetClusterStatusRequest.class)).isEmpty();
    }
  }

  @Test
  void givenNodeThatOnlySpeaksTls12_whenCalled_thenThereIsNoConnection() {
    try (FakeNode node = healthy(FakeNode.start(pki, pki.node(), "TLSv1.2"));
        QuorumkeepClient client = clientOf(node, pki.caller(), pki.authority())) {

      var failure =
          catchThrowableOfType(QuorumkeepException.Unavailable.class, client::clusterStatus);

      assertThat(failure.reason()).isEqualTo("TLS_HANDSHAKE_FAILED");
    }
  }

  @Test
  void givenCallerOfAnotherAuthority_whenItCalls_thenTheNodeRefusesIt() {
    try (FakeNode node = healthy(FakeNode.start(pki));
        QuorumkeepClient client = clientOf(node, other.caller(), pki.authority())) {

      var failure =
          catchThrowableOfType(
              QuorumkeepException.Unavailable.class,
              () -> client.withDeadline(Duration.ofSeconds(1)).clusterStatus());

      assertThat(failure).isNotNull();
      assertThat(node.requests(GetClusterStatusRequest.class)).isEmpty();
    }
  }

  @Test
  void givenTwoNodesByTwoNames_whenCalled_thenEachIsCheckedAgainstItsOwn() {
    try (FakeNode first = healthy(FakeNode.start(pki));
        FakeNode second = healthy(FakeNode.start(pki));
        QuorumkeepClient client =
            QuorumkeepClient.builder()
                .nodes("127.0.0.1:" + first.port() + ", localhost:" + second.port())
                .identity(pki.caller(), TestPki.keyOf(directory.resolve("caller.crt")))
                .trust(pki.authority())
                .build()) {

      while (first.requests(GetClusterStatusRequest.class).isEmpty()
          || second.requests(GetClusterStatusRequest.class).isEmpty()) {
        client.clusterStatus();
      }
    }
  }

  @Test
  void givenMissingFile_whenBuilt_thenItIsNamed() {
    Path missing = directory.resolve("nowhere.crt");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(pki.caller()).trust(missing).build())
        .withMessage("the authority file %s does not exist", missing);
  }

  @Test
  void givenKeyInPlaceOfCertificate_whenBuilt_thenItSaysWhatIsMissing() {
    Path key = TestPki.keyOf(pki.caller());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(pki.caller()).trust(key).build())
        .withMessageContaining("holds no \"BEGIN CERTIFICATE\" block");
  }

  @Test
  void givenKeyOfAnotherCertificate_whenBuilt_thenItSaysThatTheyDoNotMatch() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                QuorumkeepClient.builder()
                    .nodes("127.0.0.1")
                    .identity(pki.caller(), TestPki.keyOf(other.caller()))
                    .trust(pki.authority())
                    .build())
        .withMessageContaining("is not that of the certificate");
  }

  @Test
  void givenKeyInAnotherForm_whenBuilt_thenItSaysHowToConvertIt() throws IOException {
    Path key = TestPki.keyOf(pki.caller());
    String text = Files.readString(key);
    Files.writeString(key, text.replace("PRIVATE KEY", "EC PRIVATE KEY"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> build(key))
        .withMessageContaining("openssl pkcs8 -topk8 -nocrypt");

    Files.writeString(key, text.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> build(key))
        .withMessageContaining("is encrypted");
  }

  @Test
  void givenDamagedKey_whenBuilt_thenTheMessageDoesNotQuoteIt() throws IOException {
    Path key = TestPki.keyOf(pki.caller());
    Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> build(key))
        .withMessageContaining("cannot be read as the EC key")
        .withMessageNotContaining("MIGHAgEA")
        .withNoCause();
  }

  @Test
  void givenNothing_whenBuilt_thenItSaysWhatIsMissing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuorumkeepClient.builder().build())
        .withMessageContaining("nodes are missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QuorumkeepClient.builder().nodes("a:1").build())
        .withMessageContaining("identity is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder(pki.caller()).build())
        .withMessageContaining("trust is missing");
  }

  private void build(Path key) {
    QuorumkeepClient.builder()
        .nodes("127.0.0.1")
        .identity(directory.resolve("caller.crt"), key)
        .trust(pki.authority())
        .build()
        .close();
  }

  private static QuorumkeepClientBuilder builder(Path certificate) {
    return QuorumkeepClient.builder()
        .nodes("127.0.0.1")
        .identity(certificate, TestPki.keyOf(certificate));
  }

  private static QuorumkeepClient clientOf(FakeNode node, Path certificate, Path authority) {
    return QuorumkeepClient.builder()
        .nodes(node.address())
        .identity(certificate, TestPki.keyOf(certificate))
        .trust(authority)
        .build();
  }

  private static FakeNode healthy(FakeNode node) {
    return node.answer("GetClusterStatus", GetClusterStatusResponse.getDefaultInstance());
  }
}
