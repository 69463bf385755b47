// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.UpdateKeyRequest;
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
    String reason = request.getReason();
    if (reason.length() > KeyCommand.Update.MAX_REASON_LENGTH
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          "reason",
          "a reason has at most "
              + KeyCommand.Update.MAX_REASON_LENGTH
              + " characters, and no control characters");
    }
    return new KeyCommand.Update(
        Parse.keyName(key.getName()),
        paths.contains(LABELS) ? Parse.labels(key.getLabelsMap()) : null,
        paths.contains(ORIGINATOR) ? periods(key) : null,
        revision(key.getEtag()),
        reason);
  }

  /** By it a request is told from another under the same request id. */
  static RequestHash hash(KeyCommand.Update update) {
    RequestHash hash =
        RequestHash.of("UpdateKey")
            .text(update.name().toString())
            .number(update.expectedRevision())
            .text(update.reason());
    List<Label> labels = update.labels();
    hash.number(labels == null ? -1 : labels.size());
    if (labels != null) {
      labels.forEach(label -> hash.text(label.name()).text(label.value()));
    }
    UsagePeriods periods = update.usagePeriods();
    return hash.number(periods == null ? -1 : milliseconds(periods.originatorUsage()))
        .number(periods == null ? -1 : milliseconds(periods.recipientUsage()));
  }

  private static Set<String> paths(UpdateKeyRequest request) {
    Set<String> paths = new TreeSet<>(request.getUpdateMask().getPathsList());
    if (paths.isEmpty()) {
      throw refused(MASK, "update_mask must name what is to change");
    }
    for (String path : paths) {
      if (!Set.of(LABELS, ORIGINATOR, RECIPIENT).contains(path)) {
        boolean known = Key.getDescriptor().findFieldByName(path) != null;
        throw refused(
            MASK,
            known
                ? path + " of a key cannot be edited"
                : "a key has no field of that name; labels, originator_usage_period and"
                    + " recipient_usage_period can be edited");
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
