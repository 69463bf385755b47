// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.UpdateKeyRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads requests to edit the attributes of a key. */
final class KeyUpdates {
  private static final String MASK = "update_mask";
  private static final String LABELS = "labels";
  private static final String ORIGINATOR = "originator_usage_period";
  private static final String RECIPIENT = "recipient_usage_period";
  private static final String OWNER = "owner";
  private static final String DESCRIPTION = "description";
  private static final String DELETABLE = "deletable";
  private static final String EXPORTABLE = "exportable";
  private static final String MIRRORED = "mirrored";
  private static final String ROTATION = "rotation_policy";
  private static final String BUDGET = "usage_budget";
  private static final String ACTIVATION = "scheduled_activation_time";
  private static final List<String> EDITABLE =
      List.of(
          LABELS,
          ORIGINATOR,
          RECIPIENT,
          OWNER,
          DESCRIPTION,
          DELETABLE,
          EXPORTABLE,
          MIRRORED,
          ROTATION,
          BUDGET,
          ACTIVATION);
  private static final String NO_ETAG = "an etag is what a key was read with, unchanged";

  private KeyUpdates() {}

  /**
   * What the request asks for.
   *
   * @throws RefusedException naming the field that is wrong
   */
  static KeyCommand.Update of(UpdateKeyRequest request) {
    Key key = request.getKey();
    Set<String> paths = paths(request);
    return new KeyCommand.Update(
        Parse.keyName(key.getName()),
        edit(key, paths),
        revision(key.getEtag()),
        Parse.text("reason", request.getReason(), KeyCommand.MAX_REASON_LENGTH));
  }

  private static KeyEdit edit(Key key, Set<String> paths) {
    KeyEdit edit = attributes(key, paths);
    return paths.contains(ACTIVATION) ? edit.withActivation(activation(key)) : edit;
  }

  private static @Nullable Instant activation(Key key) {
    return key.hasScheduledActivationTime()
        ? Parse.timestamp("key." + ACTIVATION, key.getScheduledActivationTime())
        : null;
  }

  private static KeyEdit attributes(Key key, Set<String> paths) {
    return new KeyEdit(
        paths.contains(ORIGINATOR) ? periods(key) : null,
        paths.contains(LABELS) ? Parse.labels(key.getLabelsMap()) : null,
        paths.contains(OWNER)
            ? Parse.text(OWNER, key.getOwner(), KeyAttributes.MAX_OWNER_LENGTH)
            : null,
        paths.contains(DESCRIPTION)
            ? Parse.text(DESCRIPTION, key.getDescription(), KeyAttributes.MAX_DESCRIPTION_LENGTH)
            : null,
        paths.contains(DELETABLE) ? (Boolean) key.getDeletable() : null,
        paths.contains(EXPORTABLE) ? (Boolean) key.getExportable() : null,
        paths.contains(MIRRORED) ? (Boolean) key.getMirrored() : null,
        paths.contains(ROTATION) ? KeyUsageMessages.rotation(key.getRotationPolicy()) : null,
        paths.contains(BUDGET) ? KeyUsageMessages.budget(key.getUsageBudget()) : null);
  }

  /** By it a request is told from another under the same request id. */
  static RequestHash hash(KeyCommand.Update update) {
    KeyEdit edit = update.edit();
    RequestHash hash =
        RequestHash.of("UpdateKey")
            .text(update.name().toString())
            .number(update.expectedRevision())
            .text(update.reason());
    List<Label> labels = edit.labels();
    hash.number(labels == null ? -1 : labels.size());
    if (labels != null) {
      labels.forEach(label -> hash.text(label.name()).text(label.value()));
    }
    UsagePeriods periods = edit.usagePeriods();
    hash.number(periods == null ? -1 : milliseconds(periods.originatorUsage()))
        .number(periods == null ? -1 : milliseconds(periods.recipientUsage()));
    optional(hash, edit.owner());
    optional(hash, edit.description());
    optional(hash, edit.deletable());
    optional(hash, edit.exportable());
    optional(hash, edit.mirrored());
    // A record's text has all its fields.
    optional(hash, edit.rotation());
    optional(hash, edit.budget());
    // Only if it is there: a request that an older node took has the same hash here.
    if (edit.activation() != null) {
      optional(hash, edit.activation());
    }
    return hash;
  }

  /** Hashes the attributes beside labels and usage periods. */
  static void hashMore(RequestHash hash, KeyAttributes attributes) {
    hash.text(attributes.owner())
        .text(attributes.description())
        .number(attributes.deletable() ? 1 : 0)
        .number(attributes.exportable() ? 1 : 0)
        .number(attributes.mirrored() ? 1 : 0)
        .number(milliseconds(attributes.rotation().period()))
        .number(attributes.rotation().operations())
        .number(attributes.rotation().bytes())
        .number(attributes.budget().operations())
        .number(attributes.budget().bytes());
  }

  private static void optional(RequestHash hash, @Nullable Object value) {
    hash.number(value == null ? 0 : 1);
    if (value != null) {
      hash.text(value.toString());
    }
  }

  private static Set<String> paths(UpdateKeyRequest request) {
    Set<String> paths = new TreeSet<>(request.getUpdateMask().getPathsList());
    if (paths.isEmpty()) {
      throw refused(MASK, "update_mask must name what is to change");
    }
    for (String path : paths) {
      if (!EDITABLE.contains(path)) {
        boolean known = Key.getDescriptor().findFieldByName(path) != null;
        throw refused(
            MASK,
            known
                ? path + " of a key cannot be edited"
                : "a key has no field of that name; these can be edited: "
                    + String.join(", ", EDITABLE));
      }
    }
    if (paths.contains(ORIGINATOR) != paths.contains(RECIPIENT)) {
      throw refused(MASK, "the two usage periods are edited together: name both");
    }
    return paths;
  }

  private static UsagePeriods periods(Key key) {
    return Parse.usagePeriods(
        key.hasOriginatorUsagePeriod() ? key.getOriginatorUsagePeriod() : null,
        key.hasRecipientUsagePeriod() ? key.getRecipientUsagePeriod() : null);
  }

  private static long revision(String etag) {
    if (etag.isEmpty()) {
      return 0;
    }
    try {
      long revision = Long.parseLong(etag);
      if (revision > 0 && Long.toString(revision).equals(etag)) {
        return revision;
      }
    } catch (NumberFormatException e) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, "key.etag", new IllegalArgumentException(NO_ETAG, e));
    }
    throw refused("key.etag", NO_ETAG);
  }

  private static long milliseconds(java.time.@Nullable Duration period) {
    return period == null ? 0 : period.toMillis();
  }

  private static RefusedException refused(String field, String why) {
    return RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, field, why);
  }
}
