// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureDecision;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges steps of an erasure. Only nodes ask for those after the first, and each has its effect
 * once whatever its request id: the state says whether it was taken. So the log need not remember
 * the request.
 */
final class ErasureJudge {
  private static final String EVERYTHING = ResourcePattern.EVERYTHING.text();

  private final EntryWork work;
  private final RecordWriter records;

  ErasureJudge(EntryWork work, RecordWriter records) {
    this.work = work;
    this.records = records;
  }

  Outcome judge(Command command, ErasureCommand step) {
    LookedAt seen = work.versionsFor(step);
    ErasureDecision decision = work.decide(step, command.origin().principal(), seen);
    if (decision instanceof ErasureDecision.Accepted accepted) {
      long sequence = record(command, step, null);
      work.evolveErasure(sequence, accepted.events(), seen);
      return Outcome.done(sequence);
    }
    return refuse(command, step, ((ErasureDecision.Rejected) decision).rejection());
  }

  Outcome refuse(Command command, ErasureCommand step, Rejection rejection) {
    return Outcome.rejected(record(command, step, rejection), rejection);
  }

  private long record(Command command, ErasureCommand step, @Nullable Rejection rejection) {
    return records.write(
        command, ErasureDetails.operation(step), EVERYTHING, 0, rejection, ErasureDetails.of(step));
  }
}
