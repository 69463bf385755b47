// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import com.google.protobuf.FieldMask;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyDetails;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeyQuery;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.KeyUpdate;
import io.quorumkeep.client.Page;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.v1.ActivateKeyRequest;
import io.quorumkeep.v1.CancelDestructionRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ReactivateKeyRequest;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.ScheduleDestructionRequest;
import io.quorumkeep.v1.SuspendKeyRequest;
import io.quorumkeep.v1.UpdateKeyRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.KeyService}. */
public final class KeyCalls {
  private static final String KEYS = "/keys/";

  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public KeyCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Creates {@code namespaces/{namespace}/keys/{key}}. */
  public CompletableFuture<Key> create(String name, KeySpec spec) {
    int keys = name.indexOf(KEYS);
    if (keys < 0) {
      throw new IllegalArgumentException("not namespaces/{namespace}/keys/{key}: \"" + name + "\"");
    }
    String id = context.newRequestId();
    CreateKeyRequest.Builder request =
        CreateKeyRequest.newBuilder()
            .setParent(name.substring(0, keys))
            .setKeyId(name.substring(keys + KEYS.length()))
            .setAlgorithm(KeyMessages.algorithm(spec.algorithm()))
            .setPreActive(spec.preActive())
            .putAllLabels(spec.labels())
            .setRequestId(id);
    KeySpec.Periods periods = spec.periods();
    periods.originator().map(Times::duration).ifPresent(request::setOriginatorUsagePeriod);
    periods.recipient().map(Times::duration).ifPresent(request::setRecipientUsagePeriod);
    request.setWithoutEnd(periods.withoutEnd());
    spec.usages().forEach(usage -> request.addUsages(KeyMessages.usage(usage)));
    spec.activationTime().map(Times::timestamp).ifPresent(request::setActivationTime);
    KeyOptions options = spec.options();
    request
        .setOwner(options.owner())
        .setDescription(options.description())
        .setDeletable(options.deletable())
        .setExportable(options.exportable())
        .setMirrored(options.mirrored())
        .setRotationPolicy(KeyMessages.rotation(options.rotation()))
        .setUsageBudget(KeyMessages.budget(options.budget()));
    return connection.call(
        KeyServiceGrpc.getCreateKeyMethod(),
        request.build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Reads a key, or a version of it. */
  public CompletableFuture<KeyDetails> get(String name, boolean allowStale) {
    return connection.call(
        KeyServiceGrpc.getGetKeyMethod(),
        GetKeyRequest.newBuilder().setName(name).setAllowStale(allowStale).build(),
        "",
        context.adminLimits(),
        response ->
            new KeyDetails(
                KeyMessages.key(response.getKey()), KeyMessages.version(response.getVersion())));
  }

  /** Reads a page of the keys of a namespace. */
  public CompletableFuture<Page<Key>> list(
      String parent, KeyQuery query, int pageSize, String pageToken) {
    return connection.call(
        KeyServiceGrpc.getListKeysMethod(),
        ListKeysRequest.newBuilder()
            .setParent(parent)
            .setFilter(query.filter())
            .setOrderBy(query.descending() ? "name desc" : "")
            .setPageSize(pageSize)
            .setPageToken(pageToken)
            .build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getKeysList().stream().map(KeyMessages::key).toList(),
                Pages.token(response.getNextPageToken())));
  }

  /** Moves a pre-active key to ACTIVE. */
  public CompletableFuture<Key> activate(String name) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getActivateKeyMethod(),
        ActivateKeyRequest.newBuilder().setName(name).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Makes a new version and makes it the current one. */
  public CompletableFuture<Key> rotate(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getRotateKeyMethod(),
        RotateKeyRequest.newBuilder().setName(name).setReason(reason).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Revokes a key or version, reversibly. */
  public CompletableFuture<Key> suspend(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getSuspendKeyMethod(),
        SuspendKeyRequest.newBuilder().setName(name).setReason(reason).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Moves a suspended or deactivated key or version back to ACTIVE. */
  public CompletableFuture<Key> reactivate(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getReactivateKeyMethod(),
        ReactivateKeyRequest.newBuilder().setName(name).setReason(reason).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Edits attributes of a key. */
  public CompletableFuture<Key> update(String name, KeyUpdate update) {
    String id = context.newRequestId();
    io.quorumkeep.v1.Key.Builder key =
        io.quorumkeep.v1.Key.newBuilder().setName(name).setEtag(update.etag());
    FieldMask.Builder mask = FieldMask.newBuilder();
    update
        .labels()
        .ifPresent(
            labels -> {
              key.putAllLabels(labels);
              mask.addPaths("labels");
            });
    update
        .usagePeriods()
        .ifPresent(
            periods -> {
              periods.originator().map(Times::duration).ifPresent(key::setOriginatorUsagePeriod);
              periods.recipient().map(Times::duration).ifPresent(key::setRecipientUsagePeriod);
              mask.addPaths("originator_usage_period").addPaths("recipient_usage_period");
            });
    update.options().ifPresent(options -> edit(key, mask, options));
    update
        .activation()
        .ifPresent(
            activation -> {
              activation.time().map(Times::timestamp).ifPresent(key::setScheduledActivationTime);
              mask.addPaths("scheduled_activation_time");
            });
    return connection.call(
        KeyServiceGrpc.getUpdateKeyMethod(),
        UpdateKeyRequest.newBuilder()
            .setKey(key)
            .setUpdateMask(mask)
            .setReason(update.reason())
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  private static void edit(
      io.quorumkeep.v1.Key.Builder key, FieldMask.Builder mask, KeyOptions options) {
    key.setOwner(options.owner())
        .setDescription(options.description())
        .setDeletable(options.deletable())
        .setExportable(options.exportable())
        .setMirrored(options.mirrored())
        .setRotationPolicy(KeyMessages.rotation(options.rotation()))
        .setUsageBudget(KeyMessages.budget(options.budget()));
    mask.addPaths("owner")
        .addPaths("description")
        .addPaths("deletable")
        .addPaths("exportable")
        .addPaths("mirrored")
        .addPaths("rotation_policy")
        .addPaths("usage_budget");
  }

  /** Plans the destruction of a key or version; empty for the default of 30 days. */
  public CompletableFuture<KeyDetails> scheduleDestruction(
      String name, Optional<Duration> after, String reason) {
    String id = context.newRequestId();
    ScheduleDestructionRequest.Builder request =
        ScheduleDestructionRequest.newBuilder().setName(name).setReason(reason).setRequestId(id);
    after.map(Times::duration).ifPresent(request::setAfter);
    return connection.call(
        KeyServiceGrpc.getScheduleDestructionMethod(),
        request.build(),
        id,
        context.adminLimits(),
        response ->
            new KeyDetails(
                KeyMessages.key(response.getKey()), KeyMessages.version(response.getVersion())));
  }

  /** Takes a planned destruction back. */
  public CompletableFuture<Key> cancelDestruction(String name, String reason) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getCancelDestructionMethod(),
        CancelDestructionRequest.newBuilder()
            .setName(name)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Destroys a key or version at once. */
  public CompletableFuture<Key> destroy(String name, String proposal, String reason) {
    String id = context.newRequestId();
    return connection.call(
        KeyServiceGrpc.getDestroyKeyMethod(),
        DestroyKeyRequest.newBuilder()
            .setName(name)
            .setProposal(proposal)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Moves a key or version to DEACTIVATED or COMPROMISED. */
  public CompletableFuture<Key> revoke(
      String name, RevocationReason reason, Optional<Instant> compromiseTime) {
    String id = context.newRequestId();
    RevokeKeyRequest.Builder request =
        RevokeKeyRequest.newBuilder()
            .setName(name)
            .setReason(KeyMessages.reason(reason))
            .setRequestId(id);
    compromiseTime.ifPresent(time -> request.setCompromiseTime(Times.timestamp(time)));
    return connection.call(
        KeyServiceGrpc.getRevokeKeyMethod(),
        request.build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }
}
