// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * A request is not carried out, for a reason that the caller is told. Thrown within this package
 * only, between decoding and answering; has no stack trace, for it is a value.
 */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCatalog error;
  private final String description;
  private final @Nullable String field;

  private RefusedException(ErrorCatalog error, String description, @Nullable String field) {
    super(error.name(), null, false, false);
    this.error = error;
    this.description = description;
    this.field = field;
  }

  static RefusedException of(ErrorCatalog error, String description) {
    return new RefusedException(error, description, null);
  }

  static RefusedException of(Rejection rejection) {
    return of(ErrorCatalog.of(rejection.reason()), rejection.detail());
  }

  /** A field is wrong. */
  static RefusedException ofField(ErrorCatalog error, String field, String description) {
    return new RefusedException(error, description, field);
  }

  /** A value type refused what a field says. */
  static RefusedException ofField(
      ErrorCatalog error, String field, IllegalArgumentException cause) {
    return ofField(error, field, String.valueOf(cause.getMessage()));
  }

  ErrorCatalog error() {
    return error;
  }

  /** For people. */
  String description() {
    return description;
  }

  @Nullable String field() {
    return field;
  }
}
