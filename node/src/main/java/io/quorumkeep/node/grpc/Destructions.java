// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.v1.CancelDestructionRequest;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.ScheduleDestructionRequest;
import java.time.Duration;

/**
 * Reads requests about destruction. Each method throws {@link RefusedException}, naming the field,
 * if one is not as it must be.
 */
final class Destructions {
  private Destructions() {}

  static KeyCommand.ScheduleDestruction of(ScheduleDestructionRequest request) {
    KeyVersionName name = Parse.keyVersionName(request.getName());
    Duration after =
        request.hasAfter()
            ? Parse.duration("after", request.getAfter())
            : KeyCommand.ScheduleDestruction.DEFAULT;
    String reason = reason(request.getReason());
    try {
      return new KeyCommand.ScheduleDestruction(name.key(), name.version(), after, reason);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_ARGUMENT, "after", e);
    }
  }

  static KeyCommand.CancelDestruction of(CancelDestructionRequest request) {
    KeyVersionName name = Parse.keyVersionName(request.getName());
    return new KeyCommand.CancelDestruction(
        name.key(), name.version(), reason(request.getReason()));
  }

  static KeyCommand.Destroy of(DestroyKeyRequest request) {
    KeyVersionName name = Parse.keyVersionName(request.getName());
    return new KeyCommand.Destroy(
        name.key(),
        name.version(),
        Parse.optionalProposal(request.getProposal()),
        reason(request.getReason()));
  }

  static RequestHash hash(KeyCommand.ScheduleDestruction schedule) {
    return about("ScheduleDestruction", schedule)
        .number(schedule.after().toMillis())
        .text(schedule.reason());
  }

  static RequestHash hash(KeyCommand.CancelDestruction cancel) {
    return about("CancelDestruction", cancel).text(cancel.reason());
  }

  static RequestHash hash(KeyCommand.Destroy destroy) {
    return about("DestroyKey", destroy).text(destroy.proposal()).text(destroy.reason());
  }

  private static RequestHash about(String method, KeyCommand command) {
    return RequestHash.of(method).text(command.name().toString()).number(command.version());
  }

  private static String reason(String reason) {
    return Parse.text("reason", reason, KeyCommand.MAX_REASON_LENGTH);
  }
}
