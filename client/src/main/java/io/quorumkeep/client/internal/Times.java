// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;
import java.util.Optional;

/** Translates points and spans of time. */
final class Times {
  private Times() {}

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  static Optional<Instant> optional(boolean present, Timestamp timestamp) {
    return present ? Optional.of(instant(timestamp)) : Optional.empty();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Optional<java.time.Duration> optional(boolean present, Duration duration) {
    return present
        ? Optional.of(java.time.Duration.ofSeconds(duration.getSeconds(), duration.getNanos()))
        : Optional.empty();
  }

  static Duration duration(java.time.Duration duration) {
    return Duration.newBuilder()
        .setSeconds(duration.getSeconds())
        .setNanos(duration.getNano())
        .build();
  }
}
