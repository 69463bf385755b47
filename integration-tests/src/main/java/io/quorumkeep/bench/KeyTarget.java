// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import io.grpc.Channel;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.v1.BatchRetrieveKeysResponse;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateKeyResponse;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.RotateKeyResponse;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Calls of the key and retrieval services, over one or more connections in turn. */
final class KeyTarget {
  private static final int CREATE_EVERY = 20;
  private static final int MATERIAL_BYTES = 32;

  private final List<RetrievalServiceGrpc.RetrievalServiceStub> retrievals = new ArrayList<>();
  private final List<KeyServiceGrpc.KeyServiceStub> keys = new ArrayList<>();
  private final List<Stream> streams = new ArrayList<>();
  private final Requests requests;
  private final int versions;
  private final Workload workload;
  private final Shape shape;
  private final ErrorLog errors;
  private final AtomicLong turn = new AtomicLong();

  KeyTarget(
      List<Channel> channels,
      Requests requests,
      int versions,
      Workload workload,
      Shape shape,
      ErrorLog errors) {
    this.versions = versions;
    this.requests = requests;
    this.workload = workload;
    this.shape = shape;
    this.errors = errors;
    for (Channel channel : channels) {
      retrievals.add(RetrievalServiceGrpc.newStub(channel));
      keys.add(KeyServiceGrpc.newStub(channel));
      if (shape == Shape.STREAM) {
        streams.add(new Stream(RetrievalServiceGrpc.newStub(channel)));
      }
    }
  }

  void call(Target.Call call) {
    long now = turn.getAndIncrement();
    int connection = (int) (now % retrievals.size());
    if (workload == Workload.CREATE || (workload == Workload.MIXED && now % CREATE_EVERY == 0)) {
      keys.get(connection).createKey(requests.create(), new Create(call));
      return;
    }
    switch (shape) {
      case UNARY -> retrievals.get(connection).retrieveKey(next(), new Unary(call));
      case BATCH64 ->
          retrievals
              .get(connection)
              .batchRetrieveKeys(requests.batch(shape.keysPerCall()), new Batch(call));
      case STREAM -> streams.get(connection).send(call);
    }
  }

  private RetrieveKeyRequest next() {
    return switch (workload) {
      case RETRIEVE_VERSIONS -> requests.retrieveVersion(versions);
      case RETRIEVE_MANY -> requests.retrieveAny();
      default -> requests.retrieve();
    };
  }

  /** Creates a key. */
  void create(CreateKeyRequest key, Target.Call call) {
    keys.get((int) (turn.getAndIncrement() % keys.size())).createKey(key, new Create(call));
  }

  /** Rotates a key. */
  void rotate(RotateKeyRequest key, Target.Call call) {
    keys.get(0).rotateKey(key, new Rotate(call));
  }

  /** Creates the keys that are retrieved. */
  void create(int index, Target.Call call) {
    keys.get(index % keys.size())
        .createKey(requests.create(Requests.keyId(index)), new Create(call));
  }

  private static boolean isGood(RetrieveKeyResponse response) {
    return response.getMaterial().size() == MATERIAL_BYTES;
  }

  private static boolean isGood(RetrieveKeyResult result) {
    return result.hasKey() && isGood(result.getKey());
  }

  private abstract class Single<T> implements StreamObserver<T> {
    private final Target.Call call;

    Single(Target.Call call) {
      this.call = call;
    }

    abstract int good(T response);

    @Override
    public void onNext(T response) {
      int good = good(response);
      call.answered(good, shape == Shape.BATCH64 && good > 1 ? shape.keysPerCall() - good : 0);
    }

    @Override
    public void onError(Throwable failure) {
      errors.add(failure);
      call.answered(0, shape.keysPerCall());
    }

    @Override
    public void onCompleted() {}
  }

  private final class Unary extends Single<RetrieveKeyResponse> {
    Unary(Target.Call call) {
      super(call);
    }

    @Override
    int good(RetrieveKeyResponse response) {
      return isGood(response) ? 1 : 0;
    }
  }

  private final class Create extends Single<CreateKeyResponse> {
    Create(Target.Call call) {
      super(call);
    }

    @Override
    int good(CreateKeyResponse response) {
      return 1;
    }
  }

  private final class Rotate extends Single<RotateKeyResponse> {
    Rotate(Target.Call call) {
      super(call);
    }

    @Override
    int good(RotateKeyResponse response) {
      return 1;
    }
  }

  private final class Batch extends Single<BatchRetrieveKeysResponse> {
    Batch(Target.Call call) {
      super(call);
    }

    @Override
    int good(BatchRetrieveKeysResponse response) {
      int good = 0;
      for (RetrieveKeyResult result : response.getResultsList()) {
        good += isGood(result) ? 1 : 0;
      }
      return good;
    }
  }

  /** One stream; answers come in any order. */
  private final class Stream implements StreamObserver<StreamRetrieveKeysResponse> {
    private final Map<Long, Target.Call> open = new ConcurrentHashMap<>();
    private final StreamObserver<StreamRetrieveKeysRequest> out;
    private final AtomicLong tags = new AtomicLong();

    Stream(RetrievalServiceGrpc.RetrievalServiceStub stub) {
      out = stub.streamRetrieveKeys(this);
    }

    void send(Target.Call call) {
      long tag = tags.incrementAndGet();
      open.put(tag, call);
      StreamRetrieveKeysRequest request =
          StreamRetrieveKeysRequest.newBuilder().setTag(tag).setRequest(next()).build();
      synchronized (out) {
        out.onNext(request);
      }
    }

    @Override
    public void onNext(StreamRetrieveKeysResponse response) {
      Target.Call call = open.remove(response.getTag());
      if (call == null) {
        errors.add(new IllegalStateException("an answer to nothing"));
        return;
      }
      boolean good = isGood(response.getResult());
      if (!good) {
        errors.add(
            new IllegalStateException(
                String.valueOf(response.getResult().getError().getMessage())));
      }
      call.answered(good ? 1 : 0, good ? 0 : 1);
    }

    @Override
    public void onError(Throwable failure) {
      errors.add(failure);
      List<Target.Call> lost = List.copyOf(open.values());
      open.clear();
      lost.forEach(call -> call.answered(0, 1));
    }

    @Override
    public void onCompleted() {}
  }
}
