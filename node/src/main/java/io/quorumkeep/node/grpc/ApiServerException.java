// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

/** The client plane cannot be served: its port is taken, or its certificates are of no use. */
public final class ApiServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ApiServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
