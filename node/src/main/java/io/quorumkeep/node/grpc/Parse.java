// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.ResourceId;
import io.quorumkeep.node.domain.find.KeyFilter;
import io.quorumkeep.node.domain.key.UsagePeriods;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads fields of requests. Each method throws {@link RefusedException}, naming the field, if it is
 * not as it must be; what it returns can go into the log.
 */
final class Parse {
  static final int DEFAULT_PAGE_SIZE = 50;
  static final int MAX_PAGE_SIZE = 1_000;

  private static final int MAX_LABELS = 32;
  private static final String NAMESPACES = "namespaces/";
  private static final String GRANTS = "grants/";
  private static final String PROPOSALS = "proposals/";
  private static final long MAX_DURATION_SECONDS = 315_576_000_000L;
  private static final long MAX_TIMESTAMP_SECONDS = 253_402_300_799L;
  private static final int NANOS_IN_SECOND = 1_000_000_000;

  private Parse() {}

  static KeyName keyName(String text) {
    try {
      return KeyName.parse(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, "name", e);
    }
  }

  static KeyVersionName keyVersionName(String text) {
    return keyVersionName("name", text);
  }

  static KeyVersionName keyVersionName(String field, String text) {
    try {
      return KeyVersionName.parse(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, field, e);
    }
  }

  /** The namespace in a {@code parent} field. */
  static String namespace(String parent) {
    if (!parent.startsWith(NAMESPACES)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME, "parent", "a parent has the form namespaces/{namespace}");
    }
    return resourceId("parent", parent.substring(NAMESPACES.length()), "a namespace");
  }

  /** The id in the name of a grant. */
  static String grantName(String name) {
    if (!name.startsWith(GRANTS)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME, "name", "the name of a grant has the form grants/{grant}");
    }
    return resourceId("name", name.substring(GRANTS.length()), "a grant");
  }

  /** The namespace in a {@code name} field. */
  static String namespaceName(String name) {
    if (!name.startsWith(NAMESPACES)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME,
          "name",
          "the name of a namespace has the form namespaces/{namespace}");
    }
    return resourceId("name", name.substring(NAMESPACES.length()), "a namespace");
  }

  /** The id in the name of a proposal. */
  static String proposalName(String field, String name) {
    if (!name.startsWith(PROPOSALS)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME,
          field,
          "the name of a proposal has the form proposals/{proposal}");
    }
    return resourceId(field, name.substring(PROPOSALS.length()), "a proposal");
  }

  /** The id in a field that names a proposal, or an empty string if it is empty. */
  static String optionalProposal(String name) {
    return name.isEmpty() ? "" : proposalName("proposal", name);
  }

  static Principal principal(String field, String text) {
    try {
      return new Principal(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, field, e);
    }
  }

  /** A filter of the keys of a namespace. */
  static KeyFilter filter(String text, String namespace) {
    try {
      return KeyFilter.parse(text, namespace);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "filter", e);
    }
  }

  /** Whether a list is asked for backwards. */
  static boolean isDescending(String orderBy) {
    return switch (orderBy.strip()) {
      case "", "name", "name asc" -> false;
      case "name desc" -> true;
      default ->
          throw RefusedException.ofField(
              ErrorCatalog.INVALID_ARGUMENT,
              "order_by",
              "keys come in the order of their names: order_by is \"name\" or \"name desc\"");
    };
  }

  static String resourceId(String field, String id, String what) {
    try {
      return ResourceId.check(id, what);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, field, e);
    }
  }

  /** Labels in the order of their names. */
  static List<Label> labels(Map<String, String> labels) {
    if (labels.size() > MAX_LABELS) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, "labels", "a key has at most " + MAX_LABELS + " labels");
    }
    List<Label> sorted = new ArrayList<>(labels.size());
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              try {
                sorted.add(new Label(name, value));
              } catch (IllegalArgumentException e) {
                throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "labels", e);
              }
            });
    return sorted;
  }

  /**
   * Both usage periods.
   *
   * @param originator null if absent
   * @param recipient null if absent
   */
  static UsagePeriods usagePeriods(@Nullable Duration originator, @Nullable Duration recipient) {
    java.time.Duration protect =
        originator == null ? null : duration("originator_usage_period", originator);
    java.time.Duration process =
        recipient == null ? null : duration("recipient_usage_period", recipient);
    try {
      return new UsagePeriods(protect, process);
    } catch (IllegalArgumentException e) {
      String field = recipient == null ? "originator_usage_period" : "recipient_usage_period";
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, field, e);
    }
  }

  /** A span of time, to the millisecond. */
  static java.time.Duration duration(String field, Duration duration) {
    long seconds = duration.getSeconds();
    int nanos = duration.getNanos();
    boolean sameSign = seconds == 0 || nanos == 0 || (seconds > 0) == (nanos > 0);
    if (Math.abs(nanos) >= NANOS_IN_SECOND
        || seconds > MAX_DURATION_SECONDS
        || seconds < -MAX_DURATION_SECONDS
        || !sameSign) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, field, "not a valid google.protobuf.Duration");
    }
    // The log counts in milliseconds; what is finer would be lost on the way.
    return java.time.Duration.ofMillis(java.time.Duration.ofSeconds(seconds, nanos).toMillis());
  }

  /** Text for people: of bounded length, and without control characters. */
  static String text(String field, String text, int maxLength) {
    if (text.length() > maxLength || text.chars().anyMatch(Character::isISOControl)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          field,
          field + " has at most " + maxLength + " characters, and no control characters");
    }
    return text;
  }

  /** A moment after 1970, to the millisecond. */
  static Instant timestamp(String field, Timestamp timestamp) {
    long seconds = timestamp.getSeconds();
    int nanos = timestamp.getNanos();
    if (nanos < 0 || nanos >= NANOS_IN_SECOND || seconds < 1 || seconds > MAX_TIMESTAMP_SECONDS) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, field, "a time is between the years 1970 and 9999");
    }
    return Instant.ofEpochMilli(Instant.ofEpochSecond(seconds, nanos).toEpochMilli());
  }

  /** How many items a page is to have. */
  static int pageSize(int asked) {
    if (asked < 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, "page_size", "a page size is not negative");
    }
    return asked == 0 ? DEFAULT_PAGE_SIZE : Math.min(asked, MAX_PAGE_SIZE);
  }

  /** A field holds the number of an enum that must be given. */
  static RefusedException unset(String field) {
    return RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, field, field + " must be given");
  }

  /** A field holds the number of an enum that this server does not know. */
  static RefusedException unknownEnum(String field, int number) {
    return RefusedException.ofField(
        ErrorCatalog.UNKNOWN_ENUM_VALUE, field, field + " has no value " + number + " here");
  }
}
