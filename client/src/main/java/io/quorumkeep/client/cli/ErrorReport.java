// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.QuorumkeepException;
import java.io.PrintWriter;

/** Says what went wrong, why, and what to do about it. */
final class ErrorReport {
  private final PrintWriter err;

  ErrorReport(PrintWriter err) {
    this.err = err;
  }

  ExitCode remote(QuorumkeepException failure) {
    String description = failure.failure().description();
    err.println("error: " + Table.printable(description));
    err.println("why:   " + failure.reason() + " (" + failure.code() + ")" + attempts(failure));
    err.println("do:    " + advice(failure));
    if (!failure.requestId().isEmpty()) {
      err.println("request: " + failure.requestId());
    }
    return ExitCode.of(failure);
  }

  ExitCode local(Exception failure) {
    err.println("error: " + Table.printable(String.valueOf(failure.getMessage())));
    return ExitCode.USAGE;
  }

  ExitCode unforeseen(Exception failure) {
    err.println("error: " + Table.printable(String.valueOf(failure.getMessage())));
    err.println("why:   " + failure.getClass().getSimpleName());
    err.println("do:    run it again with --debug to see where it came from");
    return ExitCode.USAGE;
  }

  private static String attempts(QuorumkeepException failure) {
    int attempts = failure.failure().attempts();
    return attempts > 1 ? ", after " + attempts + " attempts" : "";
  }

  private static String advice(QuorumkeepException failure) {
    if (failure.outcomeUnknown()) {
      return "look whether it took effect: the audit trail knows the request id below, if it did";
    }
    return switch (failure.code()) {
      case NOT_FOUND -> "check the name; 'quorumkeep key list NAMESPACE' shows what there is";
      case ALREADY_EXISTS -> "choose another name; names are never used twice";
      case PERMISSION_DENIED -> "ask for a grant; 'quorumkeep grant create --help' shows its form";
      case UNAUTHENTICATED -> "check --cert: it must carry a SPIFFE id that the cluster accepts";
      case FAILED_PRECONDITION -> "look at the state with 'quorumkeep key get KEY'";
      case ABORTED -> "read it again, and repeat the command";
      case RESOURCE_EXHAUSTED -> "wait, then repeat the command";
      case UNAVAILABLE ->
          failure.reason().equals("TLS_HANDSHAKE_FAILED")
              ? "check --ca, --cert and that --nodes are the names in the nodes' certificates"
              : "check --nodes and 'quorumkeep cluster status'; a quorum must be up";
      case DEADLINE_EXCEEDED -> "repeat the command, with a longer --timeout";
      case INVALID_ARGUMENT -> "correct the command";
      case CANCELLED -> "repeat the command";
      case UNIMPLEMENTED -> "use a command line and nodes of the same version";
      case INTERNAL -> "look into the node's log for the request id";
    };
  }
}
