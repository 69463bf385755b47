// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.quorumkeep.client.ErrorCode;
import io.quorumkeep.client.Failure;
import io.quorumkeep.client.QuorumkeepException;
import io.quorumkeep.client.RetrievalStream;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.v1.BatchRetrieveKeysRequest;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResult;
import io.quorumkeep.v1.StreamRetrieveKeysRequest;
import io.quorumkeep.v1.StreamRetrieveKeysResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Retrieves over one call at a time, and over another when that one ends: what is unanswered is
 * sent again, to the next node, with the request ids it has.
 *
 * <p>Sending is under one lock, because a gRPC call is not safe for many threads; answering is not.
 */
final class StreamedRetrieval implements RetrievalStream {
  private static final Duration SWEEP_PERIOD = Duration.ofMillis(20);

  private final Connection connection;
  private final CallContext context;
  private final AtomicLong tags = new AtomicLong();
  private final Semaphore room = new Semaphore(MAX_UNANSWERED);
  private final Map<Long, Pending> unanswered = new ConcurrentHashMap<>();
  private final ScheduledFuture<?> sweeper;
  private final Object sending = new Object();

  /** The call under way; guarded by {@link #sending}. */
  private @Nullable Exchange exchange;

  /** Whether {@link #reopen} is on its way; guarded by {@link #sending}. */
  private boolean reopening;

  /** How many calls ended without a single answer, in a row; guarded by {@link #sending}. */
  private int barrenCalls;

  /** Guarded by {@link #sending}. */
  private boolean closed;

  StreamedRetrieval(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
    this.sweeper = connection.every(this::sweep, SWEEP_PERIOD);
  }

  @Override
  public CompletableFuture<RetrievedKey> retrieve(String name) {
    long deadlineNanos = System.nanoTime() + context.retrieveDeadline().toNanos();
    RetrieveKeyRequest request =
        RetrieveKeyRequest.newBuilder().setName(name).setRequestId(context.newRequestId()).build();
    Pending pending = new Pending(request, deadlineNanos);
    try {
      if (!room.tryAcquire(context.retrieveDeadline().toNanos(), TimeUnit.NANOSECONDS)) {
        pending.fail(ErrorCode.DEADLINE_EXCEEDED, "too many requests were unanswered", false);
        return pending.result;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      pending.fail(ErrorCode.CANCELLED, "interrupted", false);
      return pending.result;
    }
    long tag = tags.incrementAndGet();
    synchronized (sending) {
      if (closed) {
        room.release();
        pending.fail(ErrorCode.CANCELLED, "the stream is closed", false);
        return pending.result;
      }
      unanswered.put(tag, pending);
      if (exchange == null && !reopening) {
        exchange = new Exchange();
        exchange.start();
      }
      if (exchange != null) {
        exchange.send(tag, pending);
      }
    }
    return pending.result;
  }

  @Override
  public void close() {
    Exchange ended;
    synchronized (sending) {
      closed = true;
      ended = exchange;
      exchange = null;
    }
    sweeper.cancel(false);
    if (ended != null) {
      ended.finish();
    }
    for (Long tag : unanswered.keySet()) {
      Pending pending = take(tag);
      if (pending != null) {
        pending.fail(ErrorCode.CANCELLED, "the stream is closed", pending.attempts.get() > 0);
      }
    }
  }

  private @Nullable Pending take(long tag) {
    Pending pending = unanswered.remove(tag);
    if (pending != null) {
      room.release();
    }
    return pending;
  }

  /** Looks after what has no answer yet: see {@link #leaveIfSilent} and {@link #rescue}. */
  private void sweep() {
    long now = System.nanoTime();
    long half = context.retrieveDeadline().toNanos() / 2;
    boolean waitedLong = false;
    List<Long> lost = new ArrayList<>();
    for (Map.Entry<Long, Pending> entry : unanswered.entrySet()) {
      Pending pending = entry.getValue();
      long remaining = pending.deadlineNanos - now;
      if (remaining <= 0) {
        failLate(entry.getKey());
      } else if (remaining < half) {
        waitedLong = true;
        if (!pending.rescued) {
          pending.rescued = true;
          lost.add(entry.getKey());
        }
      }
    }
    for (int from = 0; from < lost.size(); from += RetrievalCalls.MAX_BATCH) {
      int to = Math.min(lost.size(), from + RetrievalCalls.MAX_BATCH);
      rescue(List.copyOf(lost.subList(from, to)), Duration.ofNanos(half));
    }
    if (waitedLong) {
      leaveIfSilent(now, half);
    }
  }

  /** A node that has said nothing at all for half a deadline hangs: everything moves on. */
  private void leaveIfSilent(long now, long half) {
    Exchange hung;
    synchronized (sending) {
      hung = exchange;
    }
    if (hung != null && now - hung.heardNanos > half) {
      ended(hung, unavailable("the node went silent"));
      hung.finish();
    }
  }

  /**
   * Asks another node for what this one may have lost: a leader that dies takes what was on its way
   * to it along, and the node at the other end of the stream learns that late. In batches, because
   * nodes disconnect a client that gives up hundreds of calls at once. If this fails as well, the
   * deadline tells.
   */
  private void rescue(List<Long> tags, Duration limit) {
    List<Long> asked = new ArrayList<>();
    BatchRetrieveKeysRequest.Builder batch = BatchRetrieveKeysRequest.newBuilder();
    for (Long tag : tags) {
      Pending pending = unanswered.get(tag);
      if (pending != null) {
        pending.attempts.incrementAndGet();
        asked.add(tag);
        batch.addRequests(pending.request);
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    var unused =
        connection
            .call(
                RetrievalServiceGrpc.getBatchRetrieveKeysMethod(),
                batch.build(),
                "",
                new CallLimits(limit, context.maxAttempts()),
                response -> BatchedRetrieval.checked(response, asked.size()))
            .thenAccept(
                response -> {
                  for (int i = 0; i < asked.size(); i++) {
                    answered(asked.get(i), response.getResults(i));
                  }
                });
  }

  private void failLate(long tag) {
    Pending late = take(tag);
    if (late != null) {
      late.fail(
          ErrorCode.DEADLINE_EXCEEDED,
          "no node answered within " + context.retrieveDeadline().toMillis() + " ms",
          late.attempts.get() > 0);
    }
  }

  private void answered(long tag, RetrieveKeyResult result) {
    Pending pending = unanswered.get(tag);
    if (pending == null) {
      return;
    }
    if (result.hasKey()) {
      if (take(tag) != null) {
        RetrievedKey key = KeyMessages.retrieved(result.getKey());
        connection.callbacks().execute(() -> pending.succeed(key));
      }
      return;
    }
    QuorumkeepException refusal =
        Failures.ofItem(result.getError(), pending.request.getRequestId());
    long wait = connection.backoffNanos(pending.attempts.get(), refusal.failure());
    boolean again =
        refusal.retryable()
            && pending.attempts.get() < context.maxAttempts()
            && System.nanoTime() + wait - pending.deadlineNanos < 0;
    if (again && connection.later(() -> sendAgain(tag), wait)) {
      return;
    }
    if (take(tag) != null) {
      pending.fail(refusal);
    }
  }

  private void sendAgain(long tag) {
    synchronized (sending) {
      Pending pending = unanswered.get(tag);
      if (pending != null && exchange != null) {
        exchange.send(tag, pending);
      }
    }
  }

  private void ended(Exchange which, QuorumkeepException failure) {
    long wait;
    synchronized (sending) {
      if (exchange != which) {
        return;
      }
      exchange = null;
      barrenCalls = which.fruitful ? 0 : barrenCalls + 1;
      reopening = failure.retryable();
      wait = connection.backoffNanos(Math.max(1, barrenCalls), failure.failure());
    }
    connection.noteUnavailable(failure);
    boolean again = failure.retryable() && connection.later(this::reopen, wait);
    if (failure.retryable() && !again) {
      close();
      return;
    }
    for (Map.Entry<Long, Pending> entry : unanswered.entrySet()) {
      if (!again || entry.getValue().attempts.get() >= context.maxAttempts()) {
        Pending pending = take(entry.getKey());
        if (pending != null) {
          pending.fail(failure);
        }
      }
    }
  }

  private void reopen() {
    synchronized (sending) {
      reopening = false;
      if (closed || exchange != null || unanswered.isEmpty()) {
        return;
      }
      Exchange opened = new Exchange();
      exchange = opened;
      opened.start();
      unanswered.forEach(opened::send);
    }
  }

  private static QuorumkeepException unavailable(String description) {
    ErrorCode code = ErrorCode.UNAVAILABLE;
    return QuorumkeepException.of(
        new Failure(code, code.name(), description, Map.of(), "", true, Optional.empty(), true, 1),
        null);
  }

  /** One call, to one node. */
  private final class Exchange implements StreamObserver<StreamRetrieveKeysResponse> {
    private final ClientCall<StreamRetrieveKeysRequest, StreamRetrieveKeysResponse> call =
        connection
            .channel()
            .newCall(RetrievalServiceGrpc.getStreamRetrieveKeysMethod(), CallOptions.DEFAULT);
    private @Nullable StreamObserver<StreamRetrieveKeysRequest> requests;
    private volatile boolean fruitful;
    private volatile long heardNanos = System.nanoTime();

    void start() {
      requests = ClientCalls.asyncBidiStreamingCall(call, this);
    }

    void send(long tag, Pending pending) {
      StreamObserver<StreamRetrieveKeysRequest> out = requests;
      if (out != null) {
        pending.attempts.incrementAndGet();
        out.onNext(
            StreamRetrieveKeysRequest.newBuilder().setTag(tag).setRequest(pending.request).build());
      }
    }

    void finish() {
      call.cancel("the stream is closed", null);
    }

    @Override
    public void onNext(StreamRetrieveKeysResponse response) {
      fruitful = true;
      heardNanos = System.nanoTime();
      answered(response.getTag(), response.getResult());
    }

    @Override
    public void onError(Throwable thrown) {
      ended(this, Failures.ofCall(thrown, ""));
    }

    /** A node that drains ends its streams in order; the next one takes over. */
    @Override
    public void onCompleted() {
      ended(this, unavailable("the node ended the stream"));
    }
  }

  /** A request that has no answer yet. */
  private static final class Pending {
    private final RetrieveKeyRequest request;
    private final long deadlineNanos;
    private final CompletableFuture<RetrievedKey> result = new CompletableFuture<>();

    /** Whether another node was asked for it; only the sweeper looks. */
    private boolean rescued;

    /** How often it was sent. */
    private final AtomicInteger attempts = new AtomicInteger();

    Pending(RetrieveKeyRequest request, long deadlineNanos) {
      this.request = request;
      this.deadlineNanos = deadlineNanos;
    }

    /** If nobody wants the key any more, nobody else would zeroize it. */
    void succeed(RetrievedKey key) {
      if (!result.complete(key)) {
        key.close();
      }
    }

    void fail(ErrorCode code, String description, boolean outcomeUnknown) {
      Failure failure =
          Failure.of(code, description, request.getRequestId())
              .after(attempts.get(), outcomeUnknown);
      result.completeExceptionally(QuorumkeepException.of(failure, null));
    }

    /** Each request fails with an exception of its own, which names its request id. */
    void fail(QuorumkeepException cause) {
      Failure failure = cause.failure().of(request.getRequestId(), attempts.get());
      result.completeExceptionally(QuorumkeepException.of(failure, cause));
    }
  }
}
