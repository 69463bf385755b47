// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.history.Access;
import io.quorumkeep.node.domain.history.PastKey;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.store.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of the grants would have meant for the uses on record, of the records of one page.
 *
 * @param uses that were looked at
 * @param wouldBeDenied allowed by the grants in force, and not by the changed ones
 * @param wouldBeAllowed the other way round
 */
public record DryRun(
    TrailPage page, long uses, long wouldBeDenied, long wouldBeAllowed, List<Example> examples) {
  public DryRun {
    examples = List.copyOf(examples);
  }

  /**
   * A use that would end otherwise.
   *
   * @param allowed whether the changed grants would allow it
   * @param reason why not; empty if they would
   */
  public record Example(AuditRecord record, boolean allowed, String reason) {}

  /**
   * The grants in force and the changed ones.
   *
   * @param difference the grant that one of them has and the other has not
   */
  record Change(Grants before, Grants after, Grant difference) {}

  static DryRun read(
      Rows rows, ScanLimits limits, Change change, long from, long end, int maxExamples) {
    Run run = new Run(new Timelines(new PastReader(rows)), change, limits.records(), maxExamples);
    TrailPage page = TrailPage.read(rows, from, end, limits.records(), run::take);
    return new DryRun(page, run.uses, run.denied, run.allowed, run.examples);
  }

  private static final class Run {
    /** For these a use was refused that the grants and the key allowed. */
    private static final List<String> WHATEVER_THE_GRANTS =
        List.of(Reason.REQUEST_ID_REUSED.name(), Reason.USAGE_BUDGET_EXHAUSTED.name());

    private final Timelines timelines;
    private final Change change;
    private final int maxEvents;
    private final int maxExamples;
    private final List<Example> examples = new ArrayList<>();
    private long uses;
    private long denied;
    private long allowed;

    Run(Timelines timelines, Change change, int maxEvents, int maxExamples) {
      this.timelines = timelines;
      this.change = change;
      this.maxEvents = maxEvents;
      this.maxExamples = maxExamples;
    }

    boolean take(AuditRecord record) {
      if (TrailPage.isUse(record.operation())) {
        uses++;
        if (concerns(record)) {
          judge(record);
        }
      }
      return timelines.folded() < maxEvents;
    }

    /** Only what the grant is about can come out otherwise. */
    private boolean concerns(AuditRecord record) {
      Grant grant = change.difference();
      return !WHATEVER_THE_GRANTS.contains(record.reason())
          && grant.principal().covers(new Principal(record.principal()))
          && grant.resource().overlaps(record.resource());
    }

    /** By the rules and the key as they were for that request, under either set of grants. */
    private void judge(AuditRecord record) {
      Access access =
          new Access(
              new Principal(record.principal()),
              Permission.valueOf(record.operation()),
              record.resource());
      // Of a request that named none, the record has the version it was judged by, if any was.
      KeyVersionName name = new KeyVersionName(KeyName.parse(record.resource()), record.version());
      PastKey past = timelines.before(name, record.sequence());
      Instant then = Instant.ofEpochMilli(record.timeMs());
      Rejection before = access.judge(change.before(), past, then);
      Rejection after = access.judge(change.after(), past, then);
      if ((before == null) == (after == null)) {
        return;
      }
      denied += after == null ? 0 : 1;
      allowed += after == null ? 1 : 0;
      if (examples.size() < maxExamples) {
        examples.add(
            new Example(record, after == null, after == null ? "" : after.reason().name()));
      }
    }
  }
}
