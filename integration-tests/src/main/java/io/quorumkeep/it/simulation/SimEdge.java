// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.application.Governance;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.Materials;
import io.quorumkeep.node.application.Policy;
import io.quorumkeep.node.application.Queries;
import io.quorumkeep.node.application.RecoveryPayload;
import io.quorumkeep.node.application.RequestFailedException;
import io.quorumkeep.node.application.Retrieval;
import io.quorumkeep.node.application.RetrievalReceiver;
import io.quorumkeep.node.application.RetrievalResult;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.MaterialContext;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.replication.ClusterStateMachine;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.raft.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where requests reach a process: what a client plane would do with them. */
final class SimEdge {
  private static final int FINGERPRINT_BYTES = 6;

  private final SimNode node;
  private final SeededBug bug;
  private final Journal journal;
  private final SimSafe safe;
  private final Archiving archiving;
  private final ArchiveQueries images;
  private final MaterialWrapper wrapper;
  private final Materials materials;
  private final Retrieval retrieval;
  private final KeyLifecycle lifecycle;
  private final Policy policy;
  private final Governance governance;
  private final Queries queries;
  private final Erasures erasures;
  private final StateReader state;
  private final JcaSha256 sha256 = new JcaSha256();
  // For bugs only.
  private final Map<RequestId, Reply> remembered = new HashMap<>();
  private final Set<String> believed = new HashSet<>();

  /**
   * Where requests go from here.
   *
   * @param reader the thread on which rows are read
   */
  record Ways(Submissions submissions, InOrder reader) {}

  SimEdge(SimNode node, World world, ClusterStateMachine machine, Ways ways, EpochSecrets secrets) {
    Submissions submissions = ways.submissions();
    this.node = node;
    this.bug = world.bug();
    this.journal = world.journal();
    this.safe = world.safe();
    Dice entropy = node.newEntropy();
    this.wrapper = new MaterialWrapper(secrets, entropy::fill);
    this.materials =
        new Materials(wrapper, secrets, () -> machine.facts().clusterId(), machine::erasure);
    this.state = new StateReader(node.store());
    this.retrieval = new Retrieval(submissions, materials);
    this.archiving =
        new Archiving(
            submissions, materials, state, new Archiving.Ports(safe, entropy::fill), ways.reader());
    this.lifecycle = new KeyLifecycle(submissions, materials, state, archiving);
    this.policy = new Policy(submissions);
    this.governance = new Governance(submissions);
    Queries all = new Queries(submissions, node.store(), ways.reader());
    this.queries = all;
    this.images = new ArchiveQueries(all, node.store(), safe);
    this.erasures =
        new Erasures(
            submissions,
            state,
            ways.reader(),
            world.plan().members().stream().map(PeerId::value).toList());
  }

  /** Sends a request through production code. The answer comes once, or never if this ends. */
  void send(Call.Attempt attempt, Consumer<Reply> answered) {
    Call call = attempt.call();
    switch (call.operation()) {
      case RETRIEVE, RETRIEVE_VERSION -> retrieve(attempt, answered);
      case CREATE ->
          change(
              lifecycle.create(request(attempt), Objects.requireNonNull(call.wish().key())),
              answered);
      case ACTIVATE -> change(lifecycle.activate(request(attempt), call.name().key()), answered);
      case ROTATE -> change(lifecycle.rotate(request(attempt), call.name().key()), answered);
      case SUSPEND -> change(lifecycle.suspend(request(attempt), call.name()), answered);
      case REACTIVATE -> change(lifecycle.reactivate(request(attempt), call.name()), answered);
      case REVOKE ->
          change(lifecycle.revoke(request(attempt), call.name(), call.reason(), null), answered);
      case UPDATE, SCHEDULE_DESTRUCTION, CANCEL_DESTRUCTION, CARRY_OUT ->
          change(keyChange(attempt), answered);
      case GRANT, UNGRANT ->
          change(
              policy.change(request(attempt), Objects.requireNonNull(call.wish().policy())),
              answered);
      case PROPOSE, APPROVE, WITHDRAW, SET_POLICY ->
          change(
              governance.change(request(attempt), Objects.requireNonNull(call.wish().governance())),
              answered);
      case ARCHIVE -> change(archiving.archive(request(attempt), call.name()), answered);
      case DELETE_IMAGE ->
          change(
              archiving.deleteImage(
                  request(attempt),
                  (KeyCommand.DeleteImage) Objects.requireNonNull(call.wish().change())),
              answered);
      case RECOVER -> change(recover(attempt), answered);
      case EXPORT -> export(attempt, answered);
      case FINALIZE -> finalizeDestruction(attempt, answered);
      case GET -> get(attempt, answered);
    }
  }

  private CompletableFuture<Outcome> keyChange(Call.Attempt attempt) {
    KeyCommand asked = Objects.requireNonNull(attempt.call().wish().change());
    if (asked instanceof KeyCommand.Update update) {
      return lifecycle.update(request(attempt), update);
    }
    if (asked instanceof KeyCommand.ScheduleDestruction schedule) {
      return lifecycle.scheduleDestruction(request(attempt), schedule);
    }
    if (asked instanceof KeyCommand.CancelDestruction cancel) {
      return lifecycle.cancelDestruction(request(attempt), cancel);
    }
    return lifecycle.destroy(request(attempt), (KeyCommand.Destroy) asked);
  }

  private CompletableFuture<Outcome> recover(Call.Attempt attempt) {
    Call.Escrow escrow = Objects.requireNonNull(attempt.call().wish().escrow());
    return archiving.recover(
        request(attempt),
        attempt.call().name(),
        RecoveryPayload.take(escrow.payload().clone()),
        escrow.proposal(),
        "");
  }

  private void export(Call.Attempt attempt, Consumer<Reply> answered) {
    KeyVersionName name = attempt.call().name();
    String proposal = Objects.requireNonNull(attempt.call().wish().escrow()).proposal();
    var unused =
        images
            .export(request(attempt), name, proposal)
            .handle(
                (answer, failure) -> {
                  answered.accept(failure == null ? exported(name, answer) : failed(failure));
                  return null;
                });
  }

  private Reply exported(KeyVersionName name, Queries.Answer<StoredImage> answer) {
    StoredImage image = answer.value();
    if (image != null && !safe.holds(image.image().content(), name)) {
      journal.violated("S4", node + " exports an image of something else than " + name);
    }
    return Reply.Decided.of(answer.rejection());
  }

  private void finalizeDestruction(Call.Attempt attempt, Consumer<Reply> answered) {
    var unused =
        erasures
            .start(request(attempt), "")
            .handle(
                (answer, failure) -> {
                  answered.accept(
                      failure == null ? Reply.Decided.of(answer.rejection()) : failed(failure));
                  return null;
                });
  }

  Materials materials() {
    return materials;
  }

  private static Submissions.Request request(Call.Attempt attempt) {
    Call call = attempt.call();
    return new Submissions.Request(
        new Origin(call.principal(), attempt.source()), call.id(), call.hash(), attempt.timeout());
  }

  private void change(CompletableFuture<Outcome> future, Consumer<Reply> answered) {
    var unused =
        future.handle(
            (outcome, failure) -> {
              answered.accept(failure == null ? Reply.Decided.of(outcome) : failed(failure));
              return null;
            });
  }

  private void get(Call.Attempt attempt, Consumer<Reply> answered) {
    if (bug == SeededBug.READ_WITHOUT_BARRIER) {
      answered.accept(
          new Reply.Decided(0, null, state.key(attempt.call().name().key()), null, null, 0, null));
      return;
    }
    var unused =
        queries
            .key(request(attempt), attempt.call().name())
            .handle(
                (answer, failure) -> {
                  answered.accept(failure == null ? read(answer) : failed(failure));
                  return null;
                });
  }

  private Reply read(Queries.Answer<Queries.KeyAnswer> answer) {
    Queries.KeyAnswer value = answer.value();
    return new Reply.Decided(
        0,
        answer.rejection() == null ? null : answer.rejection().reason(),
        value == null ? null : value.key(),
        null,
        null,
        value == null ? 0 : value.version().number(),
        null);
  }

  private Reply failed(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RequestFailedException known) {
      return new Reply.Failed(known.failure());
    }
    journal.violated("R5", "production code failed with " + failure);
    return new Reply.Failed(Failure.OUTCOME_UNKNOWN);
  }

  private void retrieve(Call.Attempt attempt, Consumer<Reply> answered) {
    Call call = attempt.call();
    Reply before = remembered.get(call.id());
    if (before != null) {
      answered.accept(before);
      return;
    }
    retrieval.retrieve(
        new Origin(principalOf(call), attempt.source()),
        List.of(
            new Retrieval.Item(
                call.name(),
                call.id(),
                call.hash(),
                Bugs.usesCounted(bug, call.uses()),
                call.bytes())),
        attempt.timeout(),
        (results, material) -> {
          Reply reply = replyOf(results.get(0), material);
          if (bug == SeededBug.RETRIED_USE_NOT_JUDGED && reply instanceof Reply.Decided decided) {
            if (decided.material() != null) {
              remembered.put(call.id(), reply);
            }
          }
          answered.accept(reply);
        });
  }

  private Reply replyOf(RetrievalResult result, RetrievalReceiver.OpenMaterial material) {
    if (result instanceof RetrievalResult.Released released) {
      return new Reply.Decided(
          released.sequence(),
          null,
          released.key(),
          null,
          null,
          released.version().number(),
          fingerprint(material.at(0)));
    }
    return result instanceof RetrievalResult.Refused refused
        ? Reply.Decided.refused(0, refused.rejection().reason())
        : new Reply.Failed(((RetrievalResult.Failed) result).failure());
  }

  /** A fingerprint of the material of a version as this node opens it; null if it does not. */
  @Nullable String open(Key key, KeyVersion version, WrappedMaterial material) {
    MaterialContext context =
        new MaterialContext(
            Simulation.CLUSTER,
            key.name().namespace(),
            key.name().key(),
            version.number(),
            key.algorithm().name(),
            key.usages().boundMask());
    try (SecretBytes open = wrapper.unwrap(context, material.epoch(), material.blob())) {
      return open.lend(this::fingerprint);
    } catch (UnwrapException e) {
      return null;
    }
  }

  private String fingerprint(byte[] material) {
    byte[] digest = sha256.digest(material, new byte[0]);
    return HexFormat.of().formatHex(digest, 0, FINGERPRINT_BYTES);
  }

  /** Who a retrieval is for; the bug looks up the rights here, and sends it with all of them. */
  private Principal principalOf(Call call) {
    if (bug != SeededBug.AUTHORISATION_AT_EDGE) {
      return call.principal();
    }
    String resource = call.name().key().toString();
    String question = call.principal() + " " + call.operation() + " " + resource;
    Permission permission =
        call.name().version() == 0 ? Permission.RETRIEVE_KEY : Permission.RETRIEVE_KEY_VERSION;
    Grants grants = Grants.of(state.grants("", Grants.MAX_GRANTS));
    if (believed.contains(question) || grants.allow(call.principal(), permission, resource)) {
      believed.add(question);
      return Simulation.ADMIN;
    }
    return call.principal();
  }

  @Override
  public String toString() {
    return "edge of " + node;
  }
}
