// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.Status;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RetrieveKeyResult;

/**
 * Retrievals as messages have them.
 *
 * <p>Material goes into a message without a copy: the message wraps the array that is on loan. That
 * holds because gRPC writes a message out before {@code onNext} returns, and every answer is given
 * within the callback that lends the material. A message with material must never be kept.
 */
final class Retrievals {
  private Retrievals() {}

  /**
   * What a request asks for. All three methods hash it alike, so a retry may come by another.
   *
   * @throws RefusedException if a field is not as it must be
   */
  static Retrieval.Item item(RetrieveKeyRequest request, RequestIds ids) {
    KeyVersionName name = Parse.keyVersionName(request.getName());
    RequestId id = ids.of(request.getRequestId());
    RequestHash hash =
        RequestHash.of("RetrieveKey")
            .text(name.key().namespace())
            .text(name.key().key())
            .number(name.version());
    long operations = request.getProtectOperations();
    long bytes = request.getProtectBytes();
    if (operations == 0 && bytes == 0) {
      return new Retrieval.Item(name, id, hash.finish());
    }
    checkAmounts(name, operations, bytes);
    long asked = hash.number(operations).number(bytes).finish();
    return new Retrieval.Item(name, id, asked, Math.max(1, operations), bytes);
  }

  private static void checkAmounts(KeyVersionName name, long operations, long bytes) {
    String field = operations == 0 ? "protect_bytes" : "protect_operations";
    if (name.version() > 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          field,
          "only the current version protects: name the key without a version");
    }
    if (operations < 0 || operations > UsageBudget.MAX_OPERATIONS || bytes < 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          field,
          "protect_operations is from 0 to 2^31, protect_bytes is not negative");
    }
  }

  static RetrieveKeyResponse response(RetrievalResult.Released released, byte[] material) {
    Key key = released.key();
    ByteString wrapped = UnsafeByteOperations.unsafeWrap(material);
    return RetrieveKeyResponse.newBuilder()
        .setName(new KeyVersionName(key.name(), released.version().number()).toString())
        .setAlgorithmValue(key.algorithm().number())
        .setStateValue(released.version().state().orStricter(key.state()).number())
        .setMaterial(wrapped)
        .setAuditSequence(released.sequence())
        .build();
  }

  static RetrieveKeyResult released(RetrievalResult.Released released, byte[] material) {
    return RetrieveKeyResult.newBuilder().setKey(response(released, material)).build();
  }

  static RetrieveKeyResult refused(Status error) {
    return RetrieveKeyResult.newBuilder().setError(error).build();
  }

  /** The error of a result that released nothing. */
  static Status error(RetrievalResult result, RequestId id) {
    if (result instanceof RetrievalResult.Refused refused) {
      return Errors.of(refused.rejection(), id);
    }
    if (result instanceof RetrievalResult.Failed failed) {
      return Errors.of(failed.failure(), id);
    }
    throw new IllegalArgumentException("what was released is no error");
  }
}
