// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.replication.Replica.LogEntry;
import io.quorumkeep.raft.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A log as it might be: three nodes, a few keys, callers with and without rights, requests that
 * come again, leaders whose clocks disagree by days, and indexes with gaps. The same seed gives the
 * same.
 */
final class RandomHistory {
  private static final int KEYS = 6;
  private static final int GRANTS = 5;
  private static final int MOST_BATCHES = 3;
  private static final int MOST_COMMANDS = 5;

  private final Random random;
  private final Requests requests = new Requests();
  private final RandomDualControl dualControl;
  private final List<Command> sent = new ArrayList<>();
  private final long[] batches = new long[3];
  private Instant clock = Replica.START;
  private long term = 1;
  private long index;
  private long ids;
  private final RandomErasures erasures;

  private RandomHistory(long seed) {
    this.random = new Random(seed);
    this.dualControl = new RandomDualControl(random, KEYS, GRANTS);
    this.erasures = new RandomErasures(random);
  }

  /** The entries of a seed; the first makes the cluster. */
  static List<LogEntry> of(long seed, int entries) {
    RandomHistory history = new RandomHistory(seed);
    List<LogEntry> log = new ArrayList<>(entries);
    log.add(history.entry(List.of(history.batch(0, List.of(history.requests.bootstrap())))));
    while (log.size() < entries) {
      log.add(history.next());
    }
    return log;
  }

  private LogEntry next() {
    clock = clock.plus(step());
    List<Batch> all = new ArrayList<>();
    int count = random.nextInt(MOST_BATCHES + 1);
    for (int i = 0; i < count; i++) {
      List<Command> commands = new ArrayList<>();
      int size = random.nextInt(MOST_COMMANDS + 1);
      for (int j = 0; j < size; j++) {
        commands.add(command());
      }
      all.add(batch(random.nextInt(batches.length), commands));
    }
    return entry(all);
  }

  private LogEntry entry(List<Batch> all) {
    index += chance(10) ? 1 + random.nextInt(4) : 1;
    term += chance(20) ? 1 : 0;
    List<ByteString> encoded = new ArrayList<>();
    all.forEach(batch -> encoded.add(LogCodec.encodeBatch(batch)));
    return new LogEntry(new LogPosition(term, index), LogCodec.encodeEntry(clock, encoded));
  }

  private Batch batch(int node, List<Command> commands) {
    return new Batch("n" + (node + 1), 70 + node, ++batches[node], commands);
  }

  private Duration step() {
    return switch (random.nextInt(20)) {
      case 0 -> Duration.ofHours(25);
      case 1 -> Duration.ofDays(-3);
      case 2 -> Duration.ofDays(1);
      default -> Duration.ofMillis(random.nextInt(60_000));
    };
  }

  private Command command() {
    if (!sent.isEmpty() && chance(5)) {
      Command earlier = sent.get(random.nextInt(sent.size()));
      return chance(8)
          ? new Command(
              earlier.origin(), earlier.requestId(), earlier.requestHash() + 1, earlier.body())
          : earlier;
    }
    CommandBody body = body();
    Principal who = chance(3) ? caller() : Requests.ADMIN;
    if (body instanceof CommandBody.Erase) {
      who = Requests.ADMIN;
    }
    if (body instanceof CommandBody.Use
        || (body instanceof CommandBody.Govern govern
            && govern.command() instanceof GovernanceCommand.ApproveProposal)) {
      who = caller();
    }
    ids++;
    Command command =
        new Command(new Origin(who, "10.0.0.9:" + ids), new RequestId(9, ids), ids, body);
    sent.add(command);
    return command;
  }

  private CommandBody body() {
    return chance(5) ? dualControl.body() : mainBody();
  }

  private CommandBody mainBody() {
    KeyName key = key();
    int version = random.nextInt(4);
    return switch (random.nextInt(24)) {
      case 0, 1 -> new CommandBody.ChangeKey(create(key));
      case 2 -> new CommandBody.ChangeKey(new KeyCommand.Activate(key));
      case 3, 4 -> new CommandBody.ChangeKey(rotate(key, version + 1));
      case 5 -> new CommandBody.ChangeKey(new KeyCommand.Suspend(key, version));
      case 6 -> new CommandBody.ChangeKey(new KeyCommand.Reactivate(key, version));
      case 7 -> new CommandBody.ChangeKey(revoke(key, version));
      case 8 -> new CommandBody.ChangePolicy(newGrant());
      case 9 -> new CommandBody.ChangePolicy(new PolicyCommand.Revoke(grantId()));
      case 10 -> new CommandBody.Read(Permission.GET_KEY, key.toString(), version);
      case 11 -> new CommandBody.AdvanceCursor(random.nextInt(200));
      case 12 -> new CommandBody.ChangeKey(update(key, version));
      case 13 ->
          new CommandBody.ChangeKey(
              new KeyCommand.ScheduleDestruction(key, version, Duration.ofDays(7), "unused"));
      case 14 -> new CommandBody.ChangeKey(new KeyCommand.CancelDestruction(key, version, ""));
      case 15 ->
          chance(4)
              ? new CommandBody.ChangeKey(new KeyCommand.Destroy(key, version, "", ""))
              : new CommandBody.Use(key, 0, 1 + random.nextInt(3), random.nextInt(100));
      case 16, 17 ->
          chance(3) ? archive(key, version) : new CommandBody.Due(key, due(key, version));
      case 18, 19, 20, 21 -> new CommandBody.Erase(erasures.next());
      default -> new CommandBody.Use(key, version);
    };
  }

  private KeyCommand create(KeyName key) {
    UsagePeriods periods =
        switch (random.nextInt(3)) {
          case 0 -> new UsagePeriods(Duration.ofHours(30), Duration.ofDays(4));
          case 1 -> new UsagePeriods(Duration.ofMinutes(30), null);
          default -> UsagePeriods.WITHOUT_END;
        };
    KeyAttributes attributes =
        new KeyAttributes(
            periods,
            List.of(new Label("owner", "team-" + random.nextInt(9))),
            "",
            "",
            !chance(4),
            !chance(6),
            chance(4),
            rotation(),
            chance(4) ? new UsageBudget(1 + random.nextInt(6), 0) : UsageBudget.SAFE);
    boolean preActive = chance(4);
    return new KeyCommand.Create(
        key,
        chance(2) ? KeyAlgorithm.AES_128 : KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        preActive,
        !preActive && chance(4) ? clock.plusSeconds(random.nextInt(100_000)) : null,
        attributes,
        material(key, 1));
  }

  private KeyCommand update(KeyName key, int version) {
    List<Label> labels =
        chance(2) ? List.of(new Label("owner", "team-" + random.nextInt(9))) : null;
    KeyEdit edit =
        new KeyEdit(
            UsagePeriods.WITHOUT_END,
            labels,
            null,
            chance(2) ? "edited" : null,
            chance(3) ? (Boolean) true : null,
            null,
            null,
            chance(3) ? rotation() : null,
            null);
    return new KeyCommand.Update(key, chance(4) ? moved(edit) : edit, version, "");
  }

  private KeyEdit moved(KeyEdit edit) {
    return edit.withActivation(chance(4) ? null : clock.plusSeconds(random.nextInt(100_000)));
  }

  private CommandBody archive(KeyName key, int version) {
    Digest commitment = digest(random.nextInt(2));
    KeyCommand command =
        switch (random.nextInt(4)) {
          case 0 ->
              new KeyCommand.Recover(
                  key, version, commitment, material(key, Math.max(1, version)), "", "needed");
          case 1 -> new KeyCommand.DeleteImage(key, version, "", "");
          default ->
              new KeyCommand.Archive(
                  key, version, new KeyImage(new byte[] {7}, digest(9), commitment), false);
        };
    return new CommandBody.ChangeKey(command);
  }

  private static Digest digest(int filler) {
    byte[] bytes = new byte[Digest.LENGTH];
    bytes[0] = (byte) filler;
    return new Digest(bytes);
  }

  private RotationPolicy rotation() {
    return switch (random.nextInt(3)) {
      case 0 -> new RotationPolicy(Duration.ofHours(7), 0, 0);
      case 1 -> new RotationPolicy(null, 1 + random.nextInt(4), 0);
      default -> RotationPolicy.MANUAL;
    };
  }

  private DueDecider.Due due(KeyName key, int version) {
    List<DueKind> kinds = List.of(DueKind.values());
    DueKind kind = kinds.get(random.nextInt(kinds.size()));
    return switch (kind) {
      case ROTATE -> new DueDecider.Due(kind, 0, 1 + version, material(key, 1 + version));
      case ACTIVATE -> new DueDecider.Due(kind, 0, 0, null);
      case DEACTIVATE ->
          new DueDecider.Due(
              kind,
              version,
              0,
              null,
              chance(2)
                  ? new KeyImage(new byte[] {8}, digest(8), digest(random.nextInt(2)))
                  : null);
      case WARN, DESTROY -> new DueDecider.Due(kind, version, 0, null);
    };
  }

  private KeyCommand revoke(KeyName key, int version) {
    RevocationReason[] reasons = RevocationReason.values();
    return new KeyCommand.Revoke(
        key,
        version,
        reasons[random.nextInt(reasons.length)],
        chance(2) ? clock.minusSeconds(random.nextInt(100_000)) : null);
  }

  private PolicyCommand newGrant() {
    List<Permission> permissions = new ArrayList<>();
    for (Permission permission : Permission.values()) {
      if (chance(2) || permission == Permission.RETRIEVE_KEY) {
        permissions.add(permission);
      }
    }
    return new PolicyCommand.Create(
        grantId(),
        new PrincipalPattern(chance(3) ? "spiffe://example.org/apps/*" : caller().uri()),
        chance(2) ? ResourcePattern.allKeysOf("ns0") : new ResourcePattern(key().toString()),
        permissions,
        chance(5) ? Effect.DENY : Effect.ALLOW);
  }

  private String grantId() {
    return "g" + random.nextInt(GRANTS);
  }

  private KeyName key() {
    int number = random.nextInt(KEYS);
    return new KeyName("ns" + number % 2, "key-" + number);
  }

  private Principal caller() {
    return random.nextInt(3) == 0
        ? Requests.ADMIN
        : new Principal("spiffe://example.org/apps/app-" + random.nextInt(2));
  }

  private KeyCommand rotate(KeyName key, int version) {
    return new KeyCommand.Rotate(key, version, material(key, version));
  }

  /** Of the current epoch mostly. */
  private WrappedMaterial material(KeyName key, int version) {
    byte[] blob = new byte[61];
    random.nextBytes(blob);
    int epoch = erasures.epoch() + (chance(10) ? 1 - random.nextInt(3) : 0);
    return erasures.made(key, version, new WrappedMaterial(Math.max(1, epoch), blob));
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }
}
