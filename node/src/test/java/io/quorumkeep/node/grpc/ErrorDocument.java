// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import java.time.Duration;

/** Writes docs/errors.md from the catalogue. */
final class ErrorDocument {
  private static final String START =
      """
      # Errors

      Every error that a node sends is a `google.rpc.Status` with a `google.rpc.ErrorInfo` whose domain is
      `quorumkeep.io`. Programs branch on its `reason`; the message is for people and may change. A reason keeps its
      meaning and its gRPC code for good.

      Beside it there may be:

      * `google.rpc.BadRequest`: which field is wrong (also as `field` in the metadata of `ErrorInfo`);
      * `google.rpc.RetryInfo`: how long to wait before another try;
      * `google.rpc.RequestInfo`: the request id, also when the node made it up. It stands in the audit record and in
        the node's log.

      An error without `ErrorInfo` did not come from a node's code: the transport made it (no connection, a deadline
      that the client itself found to have passed, a message beyond one mebibyte, too many headers), and then nobody
      knows whether the request took effect. With a `request_id` it is safe to ask again.

      This page is made from `ErrorCatalog` and checked against it by `ErrorCatalogTest`; with
      `-Dquorumkeep.regenerate=true` that test writes it.

      | reason | code | retry after | meaning | what to do |
      |---|---|---|---|---|
      """;

  private ErrorDocument() {}

  static String text() {
    StringBuilder text = new StringBuilder(START);
    for (ErrorCatalog error : ErrorCatalog.values()) {
      Duration pause = error.retryAfter();
      text.append("| `")
          .append(error.name())
          .append("` | ")
          .append(error.code())
          .append(" | ")
          .append(pause == null ? "" : pause.toMillis() + " ms")
          .append(" | ")
          .append(error.meaning())
          .append(" | ")
          .append(error.action())
          .append(" |\n");
    }
    return text.toString();
  }
}
