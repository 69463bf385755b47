// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.KeyLifecycle.NewKey;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.v1.CreateKeyRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads requests to create a key. */
final class NewKeys {
  private NewKeys() {}

  /**
   * What the request asks for.
   *
   * @throws RefusedException naming the field that is wrong
   */
  static NewKey of(CreateKeyRequest request) {
    String namespace = Parse.namespace(request.getParent());
    String id = Parse.resourceId("key_id", request.getKeyId(), "a key");
    KeyAlgorithm algorithm = KeyMessages.algorithm("algorithm", request.getAlgorithmValue());
    KeyUsages usages = KeyUsageMessages.usages(request.getUsagesValueList());
    return new NewKey(
        new KeyName(namespace, id),
        algorithm,
        usages,
        request.getPreActive(),
        activation(request),
        attributes(request, usages));
  }

  /** By it a request is told from another under the same request id. */
  static RequestHash hash(NewKey key) {
    KeyAttributes attributes = key.attributes();
    UsagePeriods periods = attributes.usagePeriods();
    RequestHash hash =
        RequestHash.of("CreateKey")
            .text(key.name().toString())
            .number(key.algorithm().number())
            .number(key.preActive() ? 1 : 0)
            .number(periods.originatorUsage() == null ? 0 : periods.originatorUsage().toMillis())
            .number(periods.recipientUsage() == null ? 0 : periods.recipientUsage().toMillis())
            .number(attributes.labels().size());
    attributes.labels().forEach(label -> hash.text(label.name()).text(label.value()));
    Instant activation = key.activation();
    hash.number(key.usages().mask()).number(activation == null ? 0 : activation.toEpochMilli());
    KeyUpdates.hashMore(hash, attributes);
    return hash;
  }

  private static @Nullable Instant activation(CreateKeyRequest request) {
    if (!request.hasActivationTime()) {
      return null;
    }
    if (request.getPreActive()) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "activation_time",
          "a key is left pre-active, or activated at a time: set one of the two");
    }
    return Parse.timestamp("activation_time", request.getActivationTime());
  }

  private static KeyAttributes attributes(CreateKeyRequest request, KeyUsages usages) {
    return new KeyAttributes(
        periods(request, usages),
        Parse.labels(request.getLabelsMap()),
        Parse.text("owner", request.getOwner(), KeyAttributes.MAX_OWNER_LENGTH),
        Parse.text("description", request.getDescription(), KeyAttributes.MAX_DESCRIPTION_LENGTH),
        !request.hasDeletable() || request.getDeletable(),
        !request.hasExportable() || request.getExportable(),
        request.getMirrored(),
        KeyUsageMessages.rotation(request.getRotationPolicy()),
        KeyUsageMessages.budget(request.getUsageBudget()));
  }

  private static UsagePeriods periods(CreateKeyRequest request, KeyUsages usages) {
    boolean named = request.hasOriginatorUsagePeriod() || request.hasRecipientUsagePeriod();
    if (!named) {
      return request.getWithoutEnd() ? UsagePeriods.WITHOUT_END : usages.purpose().defaultPeriods();
    }
    if (request.getWithoutEnd()) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "without_end",
          "a key has usage periods or is without end: set one of the two");
    }
    return Parse.usagePeriods(
        request.hasOriginatorUsagePeriod() ? request.getOriginatorUsagePeriod() : null,
        request.hasRecipientUsagePeriod() ? request.getRecipientUsagePeriod() : null);
  }
}
