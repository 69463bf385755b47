// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.v1.RetrieveKeyRequest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RequestHashTest {
  @Test
  void givenRetrieval_whenHashed_thenTheBytesAreThoseThatEveryVersionHashes()
      throws IOException, NoSuchAlgorithmException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (String text : new String[] {"RetrieveKey", "pay", "card"}) {
      out.writeLong(text.length());
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    out.writeLong(7);
    long expected =
        ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray())).getLong();

    Retrieval.Item item =
        Retrievals.item(
            RetrieveKeyRequest.newBuilder().setName("namespaces/pay/keys/card/versions/7").build(),
            new RequestIds());

    assertThat(item.requestHash()).isEqualTo(expected);
  }

  @Test
  void givenFieldsThatJoinToTheSameText_whenHashed_thenTheHashesDiffer() {
    long one = RequestHash.of("m").text("ab").text("c").finish();

    assertThat(RequestHash.of("m").text("a").text("bc").finish()).isNotEqualTo(one);
    assertThat(RequestHash.of("m").text("ab").text("c").finish()).isEqualTo(one);
  }

  @Test
  void givenHashThatWasNotFinished_whenAnotherIsBegun_thenItCountsForNothing() {
    long clean = RequestHash.of("m").text("a").finish();
    RequestHash.of("other").text("left over");

    assertThat(RequestHash.of("m").text("a").finish()).isEqualTo(clean);
  }

  @Test
  void givenNoRequestId_whenMadeUp_thenUniqueUuidsOfVersion8() {
    RequestIds ids = new RequestIds();
    Set<RequestId> made = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      RequestId id = ids.of("");
      made.add(id);
      UUID uuid = UUID.fromString(id.toString());
      assertThat(uuid.version()).isEqualTo(8);
      assertThat(uuid.variant()).isEqualTo(2);
    }

    assertThat(made).hasSize(10_000).doesNotContain(new RequestIds().next());
  }
}
