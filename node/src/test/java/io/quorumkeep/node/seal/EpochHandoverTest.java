// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.peer.v1.EpochSecret;
import io.quorumkeep.peer.v1.EpochSecretResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EpochHandoverTest {
  private static final String CLUSTER = "0b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";
  private static final String OTHER = "1b1f8c2e-5a3d-4e6f-9a7b-1c2d3e4f5a6b";

  private final EpochSecrets giver = new EpochSecrets();
  private final EpochSecrets taker = new EpochSecrets();

  @AfterEach
  void close() {
    giver.close();
    taker.close();
  }

  @Test
  void givenJoiningNode_whenAnswered_thenItHoldsTheSecretsAndTheAnswerIsWiped() {
    giver.add(4, filled(4));
    giver.add(5, filled(5));

    byte[] answer = EpochHandover.answer(EpochHandover.request(null), CLUSTER, giver);
    String cluster = EpochHandover.accept(answer, null, taker);

    assertThat(cluster).isEqualTo(CLUSTER);
    assertThat(taker.epochs()).containsExactly(4, 5);
    assertThat(taker.<byte[]>lend(4, byte[]::clone)).containsOnly(4);
    assertThat(taker.<byte[]>lend(5, byte[]::clone)).containsOnly(5);
    assertThat(giver.<byte[]>lend(5, byte[]::clone)).containsOnly(5);
    assertThat(answer).containsOnly(0);
  }

  @Test
  void givenNodeOfTheCluster_whenAnsweredTwice_thenNothingChanges() {
    giver.add(1, filled(1));
    byte[] request = EpochHandover.request(CLUSTER);

    EpochHandover.accept(EpochHandover.answer(request, CLUSTER, giver), CLUSTER, taker);
    EpochHandover.accept(EpochHandover.answer(request, CLUSTER, giver), CLUSTER, taker);

    assertThat(taker.epochs()).containsExactly(1);
  }

  @Test
  void givenNodeOfAnotherCluster_whenItAsks_thenRefused() {
    giver.add(1, filled(1));

    assertThatThrownBy(() -> EpochHandover.answer(EpochHandover.request(OTHER), CLUSTER, giver))
        .isInstanceOf(HandoverException.class);
  }

  @Test
  void givenAnswerOfAnotherCluster_whenAccepted_thenRefusedAndNothingAdded() {
    giver.add(1, filled(1));
    byte[] answer = EpochHandover.answer(EpochHandover.request(null), OTHER, giver);

    assertThatThrownBy(() -> EpochHandover.accept(answer, CLUSTER, taker))
        .isInstanceOf(HandoverException.class);
    assertThat(taker.epochs()).isEmpty();
    assertThat(answer).containsOnly(0);
  }

  @Test
  void givenNodeWithoutSecrets_whenAsked_thenRefused() {
    assertThatThrownBy(() -> EpochHandover.answer(EpochHandover.request(CLUSTER), CLUSTER, giver))
        .isInstanceOf(HandoverException.class);
  }

  @Test
  void givenMalformedAnswers_whenAccepted_thenRefusedAndNothingAdded() {
    byte[] garbage = {(byte) 0xff, 1, 2, 3};
    byte[] none = EpochSecretResponse.newBuilder().setClusterId(CLUSTER).build().toByteArray();
    byte[] shortSecret =
        EpochSecretResponse.newBuilder()
            .setClusterId(CLUSTER)
            .addSecrets(
                EpochSecret.newBuilder().setEpoch(1).setSecret(ByteString.copyFrom(new byte[32])))
            .addSecrets(
                EpochSecret.newBuilder().setEpoch(2).setSecret(ByteString.copyFrom(new byte[31])))
            .build()
            .toByteArray();

    for (byte[] answer : new byte[][] {garbage, none, shortSecret, new byte[0]}) {
      assertThatThrownBy(() -> EpochHandover.accept(answer, CLUSTER, taker))
          .isInstanceOf(HandoverException.class);
    }
    assertThat(taker.epochs()).isEmpty();
    assertThatThrownBy(() -> EpochHandover.answer(garbage, CLUSTER, giver))
        .isInstanceOf(HandoverException.class);
  }

  private static SecretBytes filled(int value) {
    byte[] bytes = new byte[EpochSecrets.SECRET_BYTES];
    Arrays.fill(bytes, (byte) value);
    return SecretBytes.takeOwnership(bytes);
  }
}
