// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quorumkeep.client.AuditPage;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.audit.AuditChainVerifier;
import io.quorumkeep.client.audit.ChainBreak;
import io.quorumkeep.client.audit.ChainSummary;
import io.quorumkeep.client.audit.JsonAuditRecords;
import io.quorumkeep.client.audit.MalformedRecordException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One verification: reads records until they end or one is wrong, then says which it was. */
final class Verification {
  private static final int PAGE = 1_000;
  private static final long PROGRESS_NANOS = Duration.ofSeconds(2).toNanos();

  private final Session session;
  private final AuditChainVerifier verifier = new AuditChainVerifier();
  private @Nullable ChainBreak broken;
  private long progressNanos = System.nanoTime();

  Verification(Session session) {
    this.session = session;
  }

  /** Reads records as JSON from {@code source}. */
  void readJson(JsonSource source) throws IOException {
    try {
      source.read(json -> accept(JsonAuditRecords.read(json)));
    } catch (MalformedRecordException e) {
      long next = verifier.summary().lastSequence() + 1;
      broken = new ChainBreak(next, "in its place is no record: " + e.getMessage());
    }
  }

  /** Reads records from the cluster, up to the last that there is when reading begins. */
  void readCluster() {
    try (QuorumkeepClient client = session.connect()) {
      long end = Long.MAX_VALUE;
      long next = 0;
      while (broken == null && next <= end) {
        AuditPage page = client.listAuditRecords(next, PAGE);
        end = Math.min(end, page.lastSequence());
        for (ChainedAuditRecord record : page.records()) {
          if (!accept(record)) {
            return;
          }
        }
        if (page.nextSequence() <= next || page.records().isEmpty()) {
          return;
        }
        next = page.nextSequence();
      }
    }
  }

  /** Prints the one line that counts. */
  ExitCode report(@Nullable String expectedHead) {
    ChainSummary summary = verifier.summary();
    if (broken == null && expectedHead != null && !expectedHead.equals(summary.head())) {
      broken =
          new ChainBreak(
              summary.lastSequence() + 1,
              "the trail ends before the expected head, or is not the same trail");
    }
    if (summary.startTrusted()) {
      session.message(
          "the records begin with "
              + summary.firstSequence()
              + ": the chain before it was taken on trust");
    }
    print(summary, broken);
    return broken == null ? ExitCode.OK : ExitCode.VERIFICATION_FAILED;
  }

  private boolean accept(ChainedAuditRecord record) {
    broken = verifier.accept(record).orElse(null);
    if (System.nanoTime() - progressNanos > PROGRESS_NANOS) {
      progressNanos = System.nanoTime();
      session.message("verified up to " + verifier.summary().lastSequence() + " …");
    }
    return broken == null;
  }

  private void print(ChainSummary summary, @Nullable ChainBreak wrong) {
    if (session.isJson()) {
      ObjectNode node = JsonNodeFactory.instance.objectNode().put("verified", wrong == null);
      if (wrong != null) {
        node.put("sequence", wrong.sequence()).put("problem", wrong.problem());
      }
      node.put("records", summary.records())
          .put("firstSequence", summary.firstSequence())
          .put("lastSequence", summary.lastSequence())
          .put("head", summary.head())
          .put("startTrusted", summary.startTrusted());
      session.terminal().out().println(Json.line(node));
    } else if (wrong != null) {
      session
          .terminal()
          .out()
          .println("broken at " + wrong.sequence() + ": " + Table.printable(wrong.problem()));
    } else {
      session
          .terminal()
          .out()
          .println(
              "ok: "
                  + summary.records()
                  + " records, "
                  + summary.firstSequence()
                  + " to "
                  + summary.lastSequence()
                  + ", head "
                  + summary.head());
    }
  }

  /** Gives JSON records to a reader until it says no. */
  @FunctionalInterface
  interface JsonSource {
    void read(Predicate<byte[]> reader) throws IOException;
  }
}
