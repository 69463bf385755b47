// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.v1.ActivateKeyRequest;
import io.quorumkeep.v1.ActivateKeyResponse;
import io.quorumkeep.v1.CancelDestructionRequest;
import io.quorumkeep.v1.CancelDestructionResponse;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.CreateKeyResponse;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.DestroyKeyResponse;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.KeyServiceGrpc.KeyServiceImplBase;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;
import io.quorumkeep.v1.ReactivateKeyRequest;
import io.quorumkeep.v1.ReactivateKeyResponse;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RevokeKeyResponse;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.RotateKeyResponse;
import io.quorumkeep.v1.ScheduleDestructionRequest;
import io.quorumkeep.v1.ScheduleDestructionResponse;
import io.quorumkeep.v1.SuspendKeyRequest;
import io.quorumkeep.v1.SuspendKeyResponse;
import io.quorumkeep.v1.UpdateKeyRequest;
import io.quorumkeep.v1.UpdateKeyResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * Serves {@code quorumkeep.v1.KeyService}: decodes, delegates, encodes. Holds no rule of its own.
 */
final class KeyServiceEndpoint extends KeyServiceImplBase {
  private final Calls calls;
  private final KeyLifecycle lifecycle;
  private final Queries queries;

  KeyServiceEndpoint(Calls calls, KeyLifecycle lifecycle, Queries queries) {
    this.calls = calls;
    this.lifecycle = lifecycle;
    this.queries = queries;
  }

  @Override
  public void createKey(CreateKeyRequest request, StreamObserver<CreateKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyLifecycle.NewKey key = NewKeys.of(request);
          return lifecycle
              .create(ask.change(NewKeys.hash(key)), key)
              .thenApply(done -> CreateKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  /** Answers a read that may lag as one that may not: a fresher answer is never wrong. */
  @Override
  public void getKey(GetKeyRequest request, StreamObserver<GetKeyResponse> observer) {
    calls.answer(
        observer,
        "",
        ask ->
            queries
                .key(ask.read(), Parse.keyVersionName(request.getName()))
                .thenApply(KeyServiceEndpoint::getKeyResponse));
  }

  private static GetKeyResponse getKeyResponse(Queries.Answer<Queries.KeyAnswer> answer) {
    Queries.KeyAnswer found = Answers.value(answer);
    return GetKeyResponse.newBuilder()
        .setKey(KeyMessages.key(found.key()))
        .setVersion(KeyMessages.version(found))
        .build();
  }

  /** As {@link #getKey}, never stale. */
  @Override
  public void listKeys(ListKeysRequest request, StreamObserver<ListKeysResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          KeyLists list = KeyLists.of(request);
          return queries
              .keys(ask.read(), list.search(), list.size() + 1)
              .thenApply(answer -> list.response(Answers.value(answer)));
        });
  }

  @Override
  public void activateKey(
      ActivateKeyRequest request, StreamObserver<ActivateKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyName name = Parse.keyName(request.getName());
          return lifecycle
              .activate(ask.change(RequestHash.of("ActivateKey").text(name.toString())), name)
              .thenApply(done -> ActivateKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void rotateKey(RotateKeyRequest request, StreamObserver<RotateKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyName name = Parse.keyName(request.getName());
          String reason = reason(request.getReason());
          return lifecycle
              .rotate(ask.change(hash("RotateKey", name, reason)), name, reason)
              .thenApply(done -> RotateKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void suspendKey(SuspendKeyRequest request, StreamObserver<SuspendKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = Parse.keyVersionName(request.getName());
          String reason = reason(request.getReason());
          return lifecycle
              .suspend(ask.change(hash("SuspendKey", name, reason)), name, reason)
              .thenApply(done -> SuspendKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void reactivateKey(
      ReactivateKeyRequest request, StreamObserver<ReactivateKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = Parse.keyVersionName(request.getName());
          String reason = reason(request.getReason());
          return lifecycle
              .reactivate(ask.change(hash("ReactivateKey", name, reason)), name, reason)
              .thenApply(done -> ReactivateKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<RevokeKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = Parse.keyVersionName(request.getName());
          RevocationReason reason = KeyMessages.reason("reason", request.getReasonValue());
          Instant compromisedAt =
              request.hasCompromiseTime()
                  ? Parse.timestamp("compromise_time", request.getCompromiseTime())
                  : null;
          if (compromisedAt != null && !reason.isCompromise()) {
            throw RefusedException.ofField(
                ErrorCatalog.INVALID_ARGUMENT,
                "compromise_time",
                "compromise_time is for the reasons that are a compromise");
          }
          RequestHash hash =
              RequestHash.of("RevokeKey")
                  .text(name.toString())
                  .number(reason.number())
                  .number(compromisedAt == null ? 0 : compromisedAt.toEpochMilli());
          return lifecycle
              .revoke(ask.change(hash), name, reason, compromisedAt)
              .thenApply(done -> RevokeKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void updateKey(UpdateKeyRequest request, StreamObserver<UpdateKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyCommand.Update update = KeyUpdates.of(request);
          return lifecycle
              .update(ask.change(KeyUpdates.hash(update)), update)
              .thenApply(done -> UpdateKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void scheduleDestruction(
      ScheduleDestructionRequest request, StreamObserver<ScheduleDestructionResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyCommand.ScheduleDestruction schedule = Destructions.of(request);
          return lifecycle
              .scheduleDestruction(ask.change(Destructions.hash(schedule)), schedule)
              .thenCompose(done -> withLastUse(schedule, Answers.key(done)));
        });
  }

  private CompletableFuture<ScheduleDestructionResponse> withLastUse(
      KeyCommand.ScheduleDestruction schedule, Key key) {
    int version = schedule.version() == 0 ? key.currentVersion() : schedule.version();
    return queries
        .lastUse(new KeyVersionName(key.name(), version))
        .thenApply(
            found ->
                ScheduleDestructionResponse.newBuilder()
                    .setKey(KeyMessages.key(key))
                    .setVersion(KeyMessages.version(found))
                    .build());
  }

  @Override
  public void cancelDestruction(
      CancelDestructionRequest request, StreamObserver<CancelDestructionResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyCommand.CancelDestruction cancel = Destructions.of(request);
          return lifecycle
              .cancelDestruction(ask.change(Destructions.hash(cancel)), cancel)
              .thenApply(
                  done -> CancelDestructionResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  @Override
  public void destroyKey(DestroyKeyRequest request, StreamObserver<DestroyKeyResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyCommand.Destroy destroy = Destructions.of(request);
          return lifecycle
              .destroy(ask.change(Destructions.hash(destroy)), destroy)
              .thenApply(done -> DestroyKeyResponse.newBuilder().setKey(changed(done)).build());
        });
  }

  private static String reason(String text) {
    return Parse.text("reason", text, KeyCommand.MAX_REASON_LENGTH);
  }

  /** Without a reason, as it was before requests of these methods had one. */
  private static RequestHash hash(String method, Object name, String reason) {
    RequestHash hash = RequestHash.of(method).text(name.toString());
    return reason.isEmpty() ? hash : hash.text(reason);
  }

  private static io.quorumkeep.v1.Key changed(Outcome outcome) {
    return KeyMessages.key(Answers.key(outcome));
  }
}
