// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.peer.v1.EpochSecret;
import io.quorumkeep.peer.v1.EpochSecretRequest;
import io.quorumkeep.peer.v1.EpochSecretResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the epoch secrets to a node that has none, over the peer plane.
 *
 * <p>The bytes are the messages of {@code quorumkeep.peer.v1}. An answer holds secrets in the clear
 * and must travel over mutually authenticated TLS only, to a caller that is a member: the
 * transport's work, not done here. Whoever sends or receives an answer wipes the array; every copy
 * made here is wiped here.
 */
public final class EpochHandover {
  private EpochHandover() {}

  /**
   * The request of a node that joins.
   *
   * @param clusterId the cluster it belongs to, or null if it does not know yet
   */
  public static byte[] request(@Nullable String clusterId) {
    EpochSecretRequest.Builder request = EpochSecretRequest.newBuilder();
    if (clusterId != null) {
      request.setClusterId(clusterId);
    }
    return request.build().toByteArray();
  }

  /**
   * The answer of a node of {@code clusterId} that holds {@code secrets}; the caller wipes it.
   *
   * @throws HandoverException if the request is for another cluster or not a request, or if this
   *     node holds no secrets either
   */
  public static byte[] answer(byte[] request, String clusterId, EpochSecrets secrets) {
    String wanted = clusterIdOf(request);
    if (!wanted.isEmpty() && !wanted.equals(clusterId)) {
      throw new HandoverException(
          "a node of cluster " + wanted + " asks cluster " + clusterId + " for epoch secrets");
    }
    List<byte[]> copies = new ArrayList<>();
    try {
      EpochSecretResponse.Builder answer = EpochSecretResponse.newBuilder().setClusterId(clusterId);
      for (int epoch : secrets.epochs()) {
        byte[] copy = secrets.lend(epoch, byte[]::clone);
        copies.add(copy);
        answer.addSecrets(
            EpochSecret.newBuilder()
                .setEpoch(epoch)
                .setSecret(UnsafeByteOperations.unsafeWrap(copy)));
      }
      if (copies.isEmpty()) {
        throw new HandoverException("this node holds no epoch secrets to hand over");
      }
      return answer.build().toByteArray();
    } finally {
      copies.forEach(copy -> Arrays.fill(copy, (byte) 0));
    }
  }

  /**
   * Adds the secrets of an answer to {@code into} and wipes {@code answer}.
   *
   * @param clusterId the cluster this node belongs to, or null if it does not know yet
   * @return the id of the cluster that answered
   * @throws HandoverException if another cluster answered, or the bytes are not an answer with at
   *     least one secret; nothing was added then
   * @throws IllegalStateException if an epoch has another secret here
   */
  public static String accept(byte[] answer, @Nullable String clusterId, EpochSecrets into) {
    try {
      EpochSecretResponse response = parse(answer);
      if (clusterId != null && !clusterId.equals(response.getClusterId())) {
        throw new HandoverException(
            "cluster " + response.getClusterId() + " answered a node of cluster " + clusterId);
      }
      check(response);
      for (EpochSecret secret : response.getSecretsList()) {
        into.add(secret.getEpoch(), SecretBytes.takeOwnership(secret.getSecret().toByteArray()));
      }
      return response.getClusterId();
    } finally {
      Arrays.fill(answer, (byte) 0);
    }
  }

  private static void check(EpochSecretResponse response) {
    int count = response.getSecretsCount();
    if (response.getClusterId().isEmpty() || count < 1 || count > EpochSecrets.MAX_EPOCHS) {
      throw new HandoverException("the answer has " + count + " epoch secrets or no cluster");
    }
    for (EpochSecret secret : response.getSecretsList()) {
      ByteString bytes = secret.getSecret();
      if (secret.getEpoch() < 1 || bytes.size() != EpochSecrets.SECRET_BYTES) {
        throw new HandoverException("the answer has an epoch secret of a wrong form");
      }
    }
  }

  /** Parses without copying: the secrets in the message are views of {@code answer}. */
  private static EpochSecretResponse parse(byte[] answer) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(answer);
      in.enableAliasing(true);
      return EpochSecretResponse.parseFrom(in);
    } catch (IOException e) {
      throw new HandoverException("the answer is not one: " + e.getClass().getSimpleName());
    }
  }

  private static String clusterIdOf(byte[] request) {
    try {
      return EpochSecretRequest.parseFrom(request).getClusterId();
    } catch (InvalidProtocolBufferException e) {
      throw new HandoverException("the request is not one");
    }
  }
}
