// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.application.Barrier;
import io.quorumkeep.node.application.Queries.Answer;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.history.Access;
import io.quorumkeep.node.domain.history.PastKey;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PolicyDecider;
import io.quorumkeep.node.domain.policy.PolicyDecision;
import io.quorumkeep.node.domain.policy.PolicyEvolution;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.StateReader;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the past. Each read is first a barrier in the log, and is then answered from one view of
 * the store.
 */
public final class HistoryQueries {
  private static final Rejection KEY_NOT_FOUND =
      new Rejection(Reason.KEY_NOT_FOUND, "no key had this name");
  private static final Rejection VERSION_NOT_FOUND =
      new Rejection(Reason.KEY_VERSION_NOT_FOUND, "the key had no such version");

  private final Barrier barrier;
  private final KeyValueStore store;
  private final ScanLimits limits;

  /**
   * Makes queries of a store.
   *
   * @param reader where rows are read; a page of the trail takes a while, so it should be one that
   *     nobody else waits for
   */
  public HistoryQueries(
      Submissions submissions, KeyValueStore store, Executor reader, ScanLimits limits) {
    this.barrier = new Barrier(submissions, reader);
    this.store = store;
    this.limits = limits;
  }

  /**
   * An answer about a moment or a range, or what is wrong with that: it has not come yet, or is no
   * longer on record.
   *
   * @param complaint empty if there is an answer
   */
  public record Past<T>(@Nullable T value, String complaint) {
    static <T> Answer<Past<T>> of(T value) {
      return Answer.of(new Past<>(value, ""));
    }

    static <T> Answer<Past<T>> complaint(String text) {
      return Answer.of(new Past<>(null, text));
    }
  }

  /**
   * A key as it was.
   *
   * @param grants those that covered it, in the order of their ids
   * @param time log time of the moment
   * @param lastEvent the audit sequence of the last event of the key until then
   */
  public record KeyThen(
      Key key, KeyVersion version, List<Grant> grants, Instant time, long lastEvent) {
    public KeyThen {
      grants = List.copyOf(grants);
    }
  }

  /**
   * What would have been said of a request.
   *
   * @param rejection null if it would have been allowed
   * @param grants what that was made of
   */
  public record AccessThen(@Nullable Rejection rejection, List<Grant> grants, Instant time) {
    public AccessThen {
      grants = List.copyOf(grants);
    }
  }

  /**
   * Where a walk over the trail stands.
   *
   * @param next the next record; 0 for the first page
   * @param end where the last page ends; 0 for the end of the trail
   */
  public record Range(long next, long end) {}

  /** The key and the version named, or the one that was current. */
  public CompletableFuture<Answer<Past<KeyThen>>> key(
      Request request, KeyVersionName name, Moment moment) {
    return inView(
        request,
        onKey(Permission.READ_HISTORY, name),
        rows -> at(rows, moment, (past, cut) -> keyAt(past, name, cut)));
  }

  private static Answer<Past<KeyThen>> keyAt(PastReader past, KeyVersionName name, Cut cut) {
    PastKey then = past.key(name.key(), name.version(), cut);
    Key key = then.key();
    KeyVersion version = then.version();
    if (key == null || version == null) {
      return Answer.refused(key == null ? KEY_NOT_FOUND : VERSION_NOT_FOUND);
    }
    List<Grant> grants =
        past.grants(cut).all().stream()
            .filter(grant -> grant.resource().covers(name.key().toString()))
            .toList();
    return Past.of(new KeyThen(key, version, grants, cut.time(), past.lastEvent(name.key(), cut)));
  }

  /** What happened to a key, in order. */
  public CompletableFuture<Answer<List<KeyEvents.Recorded>>> events(
      Request request, KeyName name, KeyEvents.Position after, int limit) {
    return inView(
        request,
        onKey(Permission.READ_HISTORY, new KeyVersionName(name, 0)),
        rows ->
            new StateReader(rows).key(name) == null
                ? Answer.refused(KEY_NOT_FOUND)
                : Answer.of(KeyEvents.list(new PastReader(rows), name, after, limit)));
  }

  /**
   * Whether a request would have been allowed.
   *
   * @param name the key and version that it would have named
   */
  public CompletableFuture<Answer<Past<AccessThen>>> access(
      Request request, Access access, KeyVersionName name, Moment moment) {
    return inView(
        request,
        onKey(Permission.READ_HISTORY, name),
        rows -> at(rows, moment, (past, cut) -> accessAt(past, access, name, cut)));
  }

  private static Answer<Past<AccessThen>> accessAt(
      PastReader past, Access access, KeyVersionName name, Cut cut) {
    Grants grants = past.grants(cut);
    PastKey key =
        access.isRelease()
            ? past.key(name.key(), name.version(), cut)
            : PastKey.beforeAll(name.version());
    List<Grant> about =
        grants.all().stream()
            .filter(grant -> grant.permissions().contains(access.permission()))
            .filter(grant -> grant.principal().covers(access.principal()))
            .filter(grant -> grant.resource().overlaps(access.resource()))
            .toList();
    return Past.of(new AccessThen(access.judge(grants, key, cut.time()), about, cut.time()));
  }

  /** Who received a version, page by page. */
  public CompletableFuture<Answer<Past<Recipients>>> recipients(
      Request request, KeyVersionName version, Range range) {
    return inView(
        request,
        onKey(Permission.READ_RECIPIENTS, version),
        rows -> recipients(rows, version, range));
  }

  private Answer<Past<Recipients>> recipients(Rows rows, KeyVersionName version, Range range) {
    StateReader state = new StateReader(rows);
    if (state.key(version.key()) == null) {
      return Answer.refused(KEY_NOT_FOUND);
    }
    if (state.version(version.key(), version.version()) == null) {
      return Answer.refused(VERSION_NOT_FOUND);
    }
    long last = state.cluster().auditHead().sequence();
    if (range.next() > last || range.end() > last) {
      return Past.complaint("the audit trail ends with record " + last);
    }
    long from = range.next() == 0 ? madeAt(new PastReader(rows), version) : range.next();
    return Past.of(
        Recipients.read(rows, limits, version, from, range.end() == 0 ? last : range.end()));
  }

  /** The record of the request that made the version: nobody received it before. */
  private static long madeAt(PastReader past, KeyVersionName version) {
    long[] made = {1};
    past.scanKey(
        version.key(),
        RowKeys.keyEvents(version.key()),
        (position, event) -> {
          if (event.version() == version.version()) {
            made[0] = RowKeys.sequenceOf(position);
            return false;
          }
          return true;
        });
    return made[0];
  }

  /** What a change of the grants would have meant, page by page. */
  public CompletableFuture<Answer<Past<DryRun>>> dryRun(
      Request request, PolicyCommand change, Range range, int maxExamples) {
    var read = new CommandBody.Read(Permission.READ_HISTORY, ResourcePattern.EVERYTHING.text(), 0);
    return inView(request, read, rows -> dryRun(rows, request, change, range, maxExamples));
  }

  private Answer<Past<DryRun>> dryRun(
      Rows rows, Request request, PolicyCommand change, Range range, int maxExamples) {
    StateReader state = new StateReader(rows);
    Grants grants = Grants.of(state.grants("", Grants.MAX_GRANTS + 1));
    Instant now = state.cluster().logTime();
    PolicyDecision decision =
        PolicyDecider.decide(grants, change, now, request.origin().principal());
    if (decision instanceof PolicyDecision.Rejected rejected) {
      return Answer.refused(rejected.rejection());
    }
    PolicyDecision.Accepted accepted = (PolicyDecision.Accepted) decision;
    long last = state.cluster().auditHead().sequence();
    if (range.next() > last || range.end() > last) {
      return Past.complaint("the audit trail ends with record " + last);
    }
    return Past.of(
        DryRun.read(
            rows,
            limits,
            new DryRun.Change(
                grants, PolicyEvolution.evolve(grants, accepted.event()), accepted.grant()),
            Math.max(1, range.next()),
            range.end() == 0 ? last : range.end(),
            maxExamples));
  }

  private static CommandBody.Read onKey(Permission permission, KeyVersionName name) {
    return new CommandBody.Read(permission, name.key().toString(), name.version());
  }

  private static <T> Answer<Past<T>> at(
      Rows rows, Moment moment, BiFunction<PastReader, Cut, Answer<Past<T>>> query) {
    PastReader past = new PastReader(rows);
    PastReader.Found found = past.find(moment);
    Cut cut = found.cut();
    return cut == null ? Past.complaint(found.complaint()) : query.apply(past, cut);
  }

  private <T> CompletableFuture<Answer<T>> inView(
      Request request, CommandBody.Read read, Function<Rows, Answer<T>> query) {
    return barrier.then(
        request,
        read,
        () -> {
          try (KeyValueStore.View view = store.view()) {
            return query.apply(view);
          }
        });
  }
}
