// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.RequestResult;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.governance.Clearance;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.Governed;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyDecider;
import io.quorumkeep.node.domain.key.KeyDecision;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PolicyDecider;
import io.quorumkeep.node.domain.policy.PolicyDecision;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges the commands of one batch, one after the other: is the request new, may the principal, can
 * it be. Whatever the answer, it leaves one audit record.
 *
 * <p>Two kinds of command leave none: moving the cursor of the audit sink, which would otherwise
 * feed itself, and a change that the node repairs and proposes again under the same request: its
 * new material came too late, for its version number or for its epoch, or a deactivation lacks an
 * image.
 */
final class CommandJudge implements CommandBody.Cases<Outcome> {
  private static final String EVERYTHING = ResourcePattern.EVERYTHING.text();
  private static final String FIRST_GRANT = "bootstrap-admin";
  private static final Rejection NOT_PERMITTED =
      new Rejection(Reason.PERMISSION_DENIED, "no grant allows this, or one denies it");
  private static final Clearance NOT_CLEARED = new Clearance.Refused(NOT_PERMITTED);
  static final Rejection EPOCH_STALE =
      new Rejection(Reason.EPOCH_STALE, "the epoch turned while the material was wrapped");

  private final LiveState state;
  private final EntryWork work;
  private final PrincipalHashes hashes;
  private final GovernanceJudge governance;
  private final ReleaseJudge releases;
  private final RecordWriter records;
  private final ErasureJudge erasures;
  private final DueJudge dues;
  private Command command;

  /**
   * Begins a batch.
   *
   * @param node the node whose batch it is
   * @param first the first command of the batch
   */
  CommandJudge(
      LiveState state, EntryWork work, PrincipalHashes hashes, String node, Command first) {
    this.state = state;
    this.work = work;
    this.hashes = hashes;
    this.governance = new GovernanceJudge(state, work);
    this.releases = new ReleaseJudge(state, work);
    this.records = new RecordWriter(work, node);
    this.erasures = new ErasureJudge(work, records);
    this.dues = new DueJudge(state, work, records);
    this.command = first;
  }

  Outcome judge(Command next) {
    command = next;
    return next.body().match(this);
  }

  @Override
  public Outcome use(CommandBody.Use use) {
    RequestKey requestKey = requestKey();
    RequestResult earlier = work.request(requestKey);
    if (earlier != null) {
      return earlier.requestHash() == command.requestHash()
          ? useAgain(use, earlier)
          : requestIdReused(usePermission(use), use.name().toString());
    }
    Release release = releases.withinBudget(use, judgeRelease(use, use.version()));
    long sequence = recordUse(use, release);
    if (release.rejection() == null) {
      releases.count(use, release, sequence);
    }
    work.put(requestKey, result(sequence, release.rejection(), release.versionNumber()));
    return release.outcome(sequence);
  }

  /**
   * The same request again, because its answer was lost. It gets the same version and is not
   * counted twice, but only if it would still be released now: after a revocation is acknowledged
   * nothing leaves any more.
   */
  private Outcome useAgain(CommandBody.Use use, RequestResult earlier) {
    Rejection before = earlier.rejection();
    if (before != null) {
      return Outcome.rejected(earlier.sequence(), before);
    }
    Release release = judgeRelease(use, earlier.version());
    return release.rejection() == null
        ? release.outcome(earlier.sequence())
        : release.outcome(recordUse(use, release));
  }

  private Release judgeRelease(CommandBody.Use use, int versionNumber) {
    return mayI(usePermission(use), use.name().toString())
        ? releases.judge(use, versionNumber, command.origin().principal())
        : new Release(null, null, versionNumber, NOT_PERMITTED);
  }

  private long recordUse(CommandBody.Use use, Release release) {
    return record(
        usePermission(use).name(),
        use.name().toString(),
        release.versionNumber(),
        release.rejection(),
        ChangeDetails.of(use));
  }

  private static Permission usePermission(CommandBody.Use use) {
    return use.version() == 0 ? Permission.RETRIEVE_KEY : Permission.RETRIEVE_KEY_VERSION;
  }

  @Override
  public Outcome changeKey(CommandBody.ChangeKey change) {
    KeyCommand asked = change.command();
    String resource = asked.name().toString();
    RequestKey requestKey = requestKey();
    RequestResult earlier = work.request(requestKey);
    if (earlier != null) {
      return changeAgain(earlier, asked.permission(), resource);
    }
    if (!mayI(asked, resource)) {
      return refuse(requestKey, asked, NOT_PERMITTED);
    }
    Clearance clearance = governance.clear(asked, principal());
    if (clearance instanceof Clearance.Refused refused) {
      return refuse(requestKey, asked, refused.rejection());
    }
    KeyDecision decision = decide(asked);
    if (decision instanceof KeyDecision.Rejected rejected) {
      return isTriedAgain(rejected.rejection().reason())
          ? Outcome.rejected(0, rejected.rejection())
          : refuse(requestKey, asked, rejected.rejection());
    }
    KeyDecision.Accepted accepted = (KeyDecision.Accepted) decision;
    return work.isOfThisEpoch(accepted.events())
        ? accept(requestKey, asked, accepted, clearance)
        : Outcome.rejected(0, EPOCH_STALE);
  }

  /** The node that asked repairs it and asks again under the same request. */
  private static boolean isTriedAgain(Reason reason) {
    return reason == Reason.VERSION_TAKEN || reason == Reason.ARCHIVE_IMAGE_REQUIRED;
  }

  private KeyDecision decide(KeyCommand asked) {
    KeyVersion version =
        asked.version() == 0 ? null : state.version(new VersionId(asked.name(), asked.version()));
    return KeyDecider.decide(
        state.key(asked.name()), version, asked, work.now(), command.origin().principal());
  }

  private Outcome accept(
      RequestKey requestKey, KeyCommand asked, KeyDecision.Accepted accepted, Clearance clearance) {
    int version = accepted.events().get(0).version();
    long sequence =
        record(
            asked.operation(),
            asked.name().toString(),
            version,
            null,
            governance.details(asked.match(new ChangeDetails()), clearance));
    work.evolve(sequence, accepted.events());
    governance.consume(sequence, accepted.events().size(), clearance);
    work.accepted(asked);
    Key key = state.existing(asked.name());
    work.put(
        requestKey, new RequestResult(command.requestHash(), sequence, null, version, key, null));
    return Outcome.ofKey(sequence, key, null);
  }

  private Outcome refuse(RequestKey requestKey, KeyCommand asked, Rejection rejection) {
    long sequence =
        record(
            asked.operation(),
            asked.name().toString(),
            asked.version(),
            rejection,
            asked.match(new ChangeDetails()));
    work.put(requestKey, result(sequence, rejection, asked.version()));
    return Outcome.rejected(sequence, rejection);
  }

  @Override
  public Outcome changePolicy(CommandBody.ChangePolicy change) {
    PolicyCommand asked = change.command();
    Permission permission =
        asked instanceof PolicyCommand.Create ? Permission.CREATE_GRANT : Permission.REVOKE_GRANT;
    String resource = "grants/" + asked.grantId();
    RequestKey requestKey = requestKey();
    RequestResult earlier = work.request(requestKey);
    if (earlier != null) {
      return changeAgain(earlier, permission, resource);
    }
    boolean may = mayI(permission, scopeOf(asked));
    Clearance clearance = may ? governance.clear(asked, principal()) : NOT_CLEARED;
    PolicyDecision decision =
        clearance instanceof Clearance.Refused refused
            ? new PolicyDecision.Rejected(refused.rejection())
            : PolicyDecider.decide(state.grants(), asked, work.now(), principal());
    if (decision instanceof PolicyDecision.Rejected rejected) {
      long sequence =
          record(
              permission.name(), resource, 0, rejected.rejection(), ChangeDetails.of(asked, null));
      work.put(requestKey, result(sequence, rejected.rejection(), 0));
      return Outcome.rejected(sequence, rejected.rejection());
    }
    PolicyDecision.Accepted accepted = (PolicyDecision.Accepted) decision;
    long sequence =
        record(
            permission.name(),
            resource,
            0,
            null,
            governance.details(ChangeDetails.of(asked, accepted.grant()), clearance));
    work.evolve(sequence, accepted.event());
    governance.consume(sequence, 1, clearance);
    work.put(
        requestKey,
        new RequestResult(command.requestHash(), sequence, null, 0, null, accepted.grant()));
    return Outcome.ofGrant(sequence, accepted.grant());
  }

  /** A grant can be given, and taken, by whoever may do so for all that it is about. */
  private String scopeOf(PolicyCommand asked) {
    if (asked instanceof PolicyCommand.Create create) {
      return create.resource().text();
    }
    Grant grant = state.grants().find(asked.grantId());
    return grant == null ? EVERYTHING : grant.resource().text();
  }

  /** A change that was judged before: the same reply, and no second effect. */
  private Outcome changeAgain(RequestResult earlier, Permission permission, String resource) {
    if (earlier.requestHash() != command.requestHash()) {
      return requestIdReused(permission, resource);
    }
    return new Outcome(
        earlier.sequence(),
        earlier.rejection(),
        earlier.key(),
        null,
        earlier.grant(),
        earlier.governed());
  }

  private Outcome requestIdReused(Permission permission, String resource) {
    Rejection rejection =
        new Rejection(
            Reason.REQUEST_ID_REUSED, "this request_id was used for another request before");
    long sequence = record(permission.name(), resource, 0, rejection, List.of());
    return Outcome.rejected(sequence, rejection);
  }

  @Override
  public Outcome govern(CommandBody.Govern govern) {
    GovernanceCommand asked = govern.command();
    GovernanceJudge.Subject subject = governance.subjectOf(asked, principal());
    RequestKey requestKey = requestKey();
    RequestResult earlier = work.request(requestKey);
    if (earlier != null) {
      return changeAgain(earlier, subject.permission(), subject.resource());
    }
    GovernanceJudge.Verdict verdict =
        mayI(subject.permission(), subject.scope())
            ? governance.decide(asked, principal())
            : GovernanceJudge.Verdict.rejected(NOT_PERMITTED);
    long sequence =
        record(
            subject.permission().name(),
            subject.resource(),
            0,
            verdict.rejection(),
            governance.details(subject.details(), verdict.clearance()));
    if (verdict.rejection() != null) {
      work.put(requestKey, result(sequence, verdict.rejection(), 0));
      return Outcome.rejected(sequence, verdict.rejection());
    }
    Governed left = governance.evolve(sequence, verdict);
    work.put(
        requestKey, new RequestResult(command.requestHash(), sequence, null, 0, null, null, left));
    return Outcome.ofGoverned(sequence, left);
  }

  @Override
  public Outcome read(CommandBody.Read read) {
    // One that uses a proposal up is remembered: the same request again needs no other.
    RequestKey requestKey = read.proposal().isEmpty() ? null : requestKey();
    RequestResult earlier = requestKey == null ? null : work.request(requestKey);
    if (earlier != null && earlier.requestHash() != command.requestHash()) {
      return requestIdReused(read.permission(), read.resource());
    }
    Clearance clearance = NOT_CLEARED;
    if (mayI(read.permission(), read.resource())) {
      clearance = earlier == null ? governance.clear(read, principal()) : before(earlier);
    }
    Rejection rejection = clearance instanceof Clearance.Refused no ? no.rejection() : null;
    long sequence =
        record(
            read.permission().name(),
            read.resource(),
            read.version(),
            rejection,
            governance.details(ChangeDetails.of(read), clearance));
    governance.consume(sequence, 0, clearance);
    if (requestKey != null && earlier == null) {
      work.put(requestKey, result(sequence, rejection, read.version()));
    }
    return new Outcome(sequence, rejection, null, null, null);
  }

  private static Clearance before(RequestResult earlier) {
    Rejection rejection = earlier.rejection();
    return rejection == null ? Clearance.FREE : new Clearance.Refused(rejection);
  }

  @Override
  public Outcome bootstrap(CommandBody.Bootstrap bootstrap) {
    if (!work.clusterId().isEmpty()) {
      Rejection rejection =
          new Rejection(Reason.ALREADY_BOOTSTRAPPED, "the cluster has an administrator already");
      return Outcome.rejected(0, rejection);
    }
    long sequence =
        record(
            "BOOTSTRAP",
            EVERYTHING,
            0,
            null,
            List.of(
                new AuditRecord.Detail("cluster_id", bootstrap.clusterId()),
                new AuditRecord.Detail("admin", bootstrap.admin().uri())));
    Grant grant =
        new Grant(
            FIRST_GRANT,
            new PrincipalPattern(bootstrap.admin().uri()),
            ResourcePattern.EVERYTHING,
            List.copyOf(EnumSet.allOf(Permission.class)),
            Effect.ALLOW,
            work.now(),
            command.origin().principal().uri());
    work.evolve(sequence, new PolicyEvent.GrantCreated(grant));
    work.bootstrap(bootstrap.clusterId());
    return Outcome.done(sequence);
  }

  @Override
  public Outcome advanceCursor(CommandBody.AdvanceCursor advance) {
    work.published(advance.sequence());
    return Outcome.done(0);
  }

  @Override
  public Outcome due(CommandBody.Due asked) {
    return dues.judge(command, asked);
  }

  private Principal principal() {
    return command.origin().principal();
  }

  @Override
  public Outcome erase(CommandBody.Erase erase) {
    return erase.command() instanceof ErasureCommand.Start start
        ? startErasure(start)
        : erasures.judge(command, erase.command());
  }

  private Outcome startErasure(ErasureCommand.Start start) {
    Permission permission = Permission.FINALIZE_DESTRUCTION;
    RequestKey requestKey = requestKey();
    RequestResult earlier = work.request(requestKey);
    if (earlier != null) {
      return changeAgain(earlier, permission, EVERYTHING);
    }
    Outcome outcome =
        start.scheduled() || mayI(permission, EVERYTHING)
            ? erasures.judge(command, start)
            : erasures.refuse(command, start, NOT_PERMITTED);
    work.put(requestKey, result(outcome.sequence(), outcome.rejection(), 0));
    return outcome;
  }

  private boolean mayI(Permission permission, String resource) {
    return state.grants().allow(command.origin().principal(), permission, resource);
  }

  private boolean mayI(KeyCommand asked, String resource) {
    return mayI(asked.permission(), resource)
        && asked.furtherPermissions().stream().allMatch(further -> mayI(further, resource));
  }

  private RequestKey requestKey() {
    return RequestKey.of(hashes.of(command.origin().principal()), command.requestId());
  }

  private RequestResult result(long sequence, @Nullable Rejection rejection, int version) {
    return new RequestResult(command.requestHash(), sequence, rejection, version, null, null);
  }

  private long record(
      String operation,
      String resource,
      int version,
      @Nullable Rejection rejection,
      List<AuditRecord.Detail> details) {
    return records.write(command, operation, resource, version, rejection, details);
  }
}
