// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import com.google.protobuf.Duration;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.RotationPolicy;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Makes requests: keys in turn, a request id of its own for each. */
final class Requests {
  static final String NAMESPACE = "bench";

  private static final String MANY_VERSIONS = "namespaces/" + NAMESPACE + "/keys/many-versions";

  private static final long ROTATED_AFTER_DAYS = 90;

  private final int keys;
  private final int many;
  private final SplittableRandom random = new SplittableRandom();
  private final AtomicLong next = new AtomicLong();
  private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);

  /**
   * Makes requests.
   *
   * @param keys that are retrieved in turn
   * @param many all keys of the workloads that have very many, those among them
   */
  Requests(int keys, int many) {
    this.keys = keys;
    this.many = many;
  }

  synchronized RetrieveKeyRequest retrieve() {
    return RetrieveKeyRequest.newBuilder()
        .setName(keyName((int) (next.getAndIncrement() % keys)))
        .setRequestId(id())
        .build();
  }

  /** Of any of the many keys. */
  synchronized RetrieveKeyRequest retrieveAny() {
    return RetrieveKeyRequest.newBuilder()
        .setName(keyName(random.nextInt(many)))
        .setRequestId(id())
        .build();
  }

  /** One of the many keys: with a deadline, which is far away. */
  synchronized CreateKeyRequest createOneOfMany(int index) {
    return create(keyId(index)).toBuilder()
        .setRotationPolicy(
            RotationPolicy.newBuilder()
                .setPeriod(
                    Duration.newBuilder().setSeconds(TimeUnit.DAYS.toSeconds(ROTATED_AFTER_DAYS))))
        .build();
  }

  /** Of the key that has {@code versions}: every other time the current one. */
  synchronized RetrieveKeyRequest retrieveVersion(int versions) {
    boolean current = next.getAndIncrement() % 2 == 0;
    return RetrieveKeyRequest.newBuilder()
        .setName(
            current ? MANY_VERSIONS : MANY_VERSIONS + "/versions/" + (1 + random.nextInt(versions)))
        .setRequestId(id())
        .build();
  }

  /** A key that is to be rotated by itself at {@code due}, in milliseconds since 1970. */
  synchronized CreateKeyRequest createDue(int index, long due) {
    long left = due - System.currentTimeMillis();
    return create("due-" + index).toBuilder()
        .setRotationPolicy(
            RotationPolicy.newBuilder()
                .setPeriod(
                    Duration.newBuilder()
                        .setSeconds(left / 1_000)
                        .setNanos((int) (left % 1_000) * 1_000_000)))
        .build();
  }

  synchronized CreateKeyRequest createManyVersions() {
    return create(MANY_VERSIONS.substring(MANY_VERSIONS.lastIndexOf('/') + 1));
  }

  synchronized RotateKeyRequest rotateManyVersions() {
    return RotateKeyRequest.newBuilder().setName(MANY_VERSIONS).setRequestId(id()).build();
  }

  BatchRetrieveKeysRequest batch(int size) {
    BatchRetrieveKeysRequest.Builder batch = BatchRetrieveKeysRequest.newBuilder();
    for (int i = 0; i < size; i++) {
      batch.addRequests(retrieve());
    }
    return batch.build();
  }

  synchronized CreateKeyRequest create() {
    return create("new-" + run + "-" + next.getAndIncrement());
  }

  synchronized CreateKeyRequest create(String keyId) {
    return CreateKeyRequest.newBuilder()
        .setParent("namespaces/" + NAMESPACE)
        .setKeyId(keyId)
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
        .setRequestId(id())
        .build();
  }

  static String keyId(int index) {
    return "key-" + index;
  }

  private static String keyName(int index) {
    return "namespaces/" + NAMESPACE + "/keys/" + keyId(index);
  }

  /** A UUID of version 7, as the client makes them. */
  private String id() {
    long high = (System.currentTimeMillis() << 16) | 0x7000L | (random.nextLong() & 0xfffL);
    long low = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
