// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.KeyServiceGrpc;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that nobody would write: every one is answered, none as a failure of the node. */
class RandomMessagesTest {
  private static final int MESSAGES = 2_000;
  private static final long DEFAULT_SEED = 20_261_124L;

  @Test
  void givenRandomMessages_whenSentToEveryMethod_thenAnsweredOrRefusedWithReason() {
    long seed = Long.getLong("quorumkeep.seed", DEFAULT_SEED);
    Random random = new Random(seed);
    List<MethodDescriptor<?, ?>> methods = ApiMethods.all();
    Map<Status.Code, Integer> seen = new EnumMap<>(Status.Code.class);
    try (ApiFixture api = ApiFixture.start()) {
      for (int i = 0; i < MESSAGES; i++) {
        MethodDescriptor<?, ?> method = methods.get(random.nextInt(methods.size()));
        byte[] start = ApiMethods.wellFormed(method);
        byte[] message = mutate(start, random);
        Status.Code code = Status.Code.OK;
        try {
          Object unused = ApiMethods.call(api.admin(), method, message);
        } catch (StatusRuntimeException e) {
          code = refusal(e).code();
        }
        assertThat(code)
            .as("seed %d, message %d to %s", seed, i, method.getFullMethodName())
            .isNotIn(Status.Code.INTERNAL, Status.Code.UNKNOWN, Status.Code.UNAVAILABLE);
        seen.merge(code, 1, Integer::sum);
      }
      assertThat(
              refusal(
                      () ->
                          KeyServiceGrpc.newBlockingStub(api.admin())
                              .getKey(
                                  GetKeyRequest.newBuilder()
                                      .setName("namespaces/none/keys/none")
                                      .build()))
                  .reason())
          .isEqualTo("KEY_NOT_FOUND");
    }
    // Else the messages were all of one kind, and this proves nothing.
    assertThat(seen).as("seed %d", seed).containsKeys(Status.Code.OK, Status.Code.INVALID_ARGUMENT);
  }

  private static byte[] mutate(byte[] start, Random random) {
    byte[] message = start.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        message = new byte[random.nextInt(200)];
        random.nextBytes(message);
      }
      case 1 -> message = java.util.Arrays.copyOf(message, random.nextInt(message.length + 1));
      case 2 -> {
        // Twice the same message, which protobuf merges.
        message = java.util.Arrays.copyOf(message, 2 * start.length);
        System.arraycopy(start, 0, message, start.length, start.length);
      }
      default -> {
        int flips = 1 + random.nextInt(4);
        for (int i = 0; i < flips && message.length > 0; i++) {
          message[random.nextInt(message.length)] = (byte) random.nextInt();
        }
      }
    }
    return message;
  }
}
