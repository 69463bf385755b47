// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a change of the grants would have meant for the uses on record.
 *
 * @param uses that were looked at
 * @param wouldBeDenied uses that the grants in force allow and the changed ones would not
 * @param wouldBeAllowed uses that the grants in force do not allow and the changed ones would
 * @param examples some of them
 * @param fromSequence the first record looked at
 * @param toSequence the last record looked at
 * @param endSequence where the last page ends
 * @param nextPageToken what to pass to get the next part; empty on the last
 */
public record DryRun(
    long uses,
    long wouldBeDenied,
    long wouldBeAllowed,
    List<Example> examples,
    long fromSequence,
    long toSequence,
    long endSequence,
    Optional<String> nextPageToken) {

  public DryRun {
    examples = List.copyOf(examples);
  }

  /**
   * A use that would end otherwise.
   *
   * @param sequence its audit record
   * @param operation as in {@link Permission}, but open
   * @param version the version it concerned, or 0
   * @param recorded how it ended
   * @param wouldBeAllowed whether the changed grants would allow it
   * @param reason why not, as in errors.md; empty if they would
   */
  public record Example(
      long sequence,
      Instant time,
      String principal,
      String operation,
      String resource,
      int version,
      AuditDecision recorded,
      boolean wouldBeAllowed,
      String reason) {}

  /** This part and the next one. */
  DryRun and(DryRun next) {
    List<Example> all = new ArrayList<>(examples);
    all.addAll(next.examples);
    return new DryRun(
        uses + next.uses,
        wouldBeDenied + next.wouldBeDenied,
        wouldBeAllowed + next.wouldBeAllowed,
        all,
        fromSequence,
        next.toSequence,
        next.endSequence,
        next.nextPageToken);
  }
}
