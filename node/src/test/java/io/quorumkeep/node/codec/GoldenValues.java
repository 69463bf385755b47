// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.key.Cryptoperiod;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.PeriodEnd;
import io.quorumkeep.node.domain.key.Revocation;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the golden files of format v1 hold. They are for ever, so these values never change. */
final class GoldenValues {
  private static final KeyName CARD = new KeyName("payments", "card-data");
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00.001Z");
  private static final Instant LATER = Instant.parse("2026-03-01T12:00:00.123Z");
  private static final Principal ALICE = new Principal("spiffe://example.org/people/alice");
  private static final Principal API = new Principal("spiffe://example.org/ns/pay/sa/api");
  private static final UsagePeriods PERIODS =
      new UsagePeriods(Duration.ofDays(182), Duration.ofDays(730));
  private static final List<Label> LABELS =
      List.of(new Label("owner", "team-a"), new Label("place", "Zürich"));
  private static final WrappedMaterial MATERIAL =
      new WrappedMaterial(3, new byte[] {1, 0, -1, 127, -128});
  private static final RevocationReason COMPROMISE = RevocationReason.KEY_COMPROMISE;

  private static final Grant ALLOW =
      new Grant(
          "api-may-retrieve",
          new PrincipalPattern("spiffe://example.org/ns/pay/*"),
          new ResourcePattern("namespaces/payments/keys/card*"),
          List.of(Permission.RETRIEVE_KEY, Permission.RETRIEVE_KEY_VERSION),
          Effect.ALLOW,
          CREATED,
          ALICE.uri());

  private static final Grant DENY =
      new Grant(
          "nobody-reads-audit",
          new PrincipalPattern(API.uri()),
          ResourcePattern.EVERYTHING,
          List.of(Permission.READ_AUDIT),
          Effect.DENY,
          LATER,
          ALICE.uri());

  private GoldenValues() {}

  static Entry entry() {
    Origin alice = new Origin(ALICE, "10.0.0.7:40312");
    Origin api = new Origin(API, "10.0.0.9:51000");
    List<Command> commands = new ArrayList<>();
    for (CommandBody body : bodies()) {
      int number = commands.size() + 1;
      commands.add(
          new Command(
              number % 3 == 0 ? api : alice,
              new RequestId(0x018f3c1e7b2a7abcL, number),
              0x0102030405060708L * number,
              body));
    }
    int half = commands.size() / 2;
    return new Entry(
        LATER,
        List.of(
            new Batch("node-1", -2, 1, commands.subList(0, half)),
            new Batch("node-2", 7, 300, commands.subList(half, commands.size()))));
  }

  private static List<CommandBody> bodies() {
    return List.of(
        new CommandBody.Bootstrap("018f3c1e-7b2a-7abc-8def-0123456789ab", ALICE),
        new CommandBody.ChangeKey(create(CARD, KeyAlgorithm.AES_256, false, PERIODS, LABELS)),
        new CommandBody.ChangeKey(
            create(
                new KeyName("a", "b"),
                KeyAlgorithm.AES_128,
                true,
                UsagePeriods.WITHOUT_END,
                List.of())),
        new CommandBody.ChangeKey(new KeyCommand.Activate(CARD)),
        new CommandBody.ChangeKey(new KeyCommand.Rotate(CARD, 300, MATERIAL)),
        new CommandBody.ChangeKey(new KeyCommand.Suspend(CARD, 0)),
        new CommandBody.ChangeKey(new KeyCommand.Reactivate(CARD, 2)),
        new CommandBody.ChangeKey(
            new KeyCommand.Revoke(CARD, 0, RevocationReason.SUPERSEDED, null)),
        new CommandBody.ChangeKey(new KeyCommand.Revoke(CARD, 1, COMPROMISE, CREATED)),
        new CommandBody.ChangePolicy(
            new PolicyCommand.Create(
                ALLOW.id(), ALLOW.principal(), ALLOW.resource(), ALLOW.permissions(), Effect.DENY)),
        new CommandBody.ChangePolicy(new PolicyCommand.Revoke(ALLOW.id())),
        new CommandBody.Use(CARD, 0),
        new CommandBody.Use(CARD, 299),
        new CommandBody.Read(Permission.GET_KEY, CARD.toString(), 2),
        new CommandBody.AdvanceCursor(1L << 40));
  }

  private static KeyCommand create(
      KeyName name,
      KeyAlgorithm algorithm,
      boolean preActive,
      UsagePeriods periods,
      List<Label> labels) {
    return new KeyCommand.Create(
        name,
        algorithm,
        KeyUsages.DATA_ENCRYPTION,
        preActive,
        null,
        KeyAttributes.of(periods, labels),
        MATERIAL);
  }

  private static KeyEdit edit(@Nullable UsagePeriods periods, @Nullable List<Label> labels) {
    return new KeyEdit(periods, labels, null, null, null, null, null, null, null);
  }

  static List<KeyEvent> keyEvents() {
    return List.of(
        new KeyEvent.Created(
            CARD,
            CREATED,
            KeyAlgorithm.AES_256,
            KeyUsages.DATA_ENCRYPTION,
            ALICE.uri(),
            null,
            KeyAttributes.of(PERIODS, LABELS),
            MATERIAL),
        new KeyEvent.Activated(CARD, CREATED, PERIODS, null),
        new KeyEvent.Rotated(CARD, LATER, 300, UsagePeriods.WITHOUT_END, null, MATERIAL),
        new KeyEvent.Suspended(CARD, LATER, 0),
        new KeyEvent.Reactivated(CARD, LATER, 2),
        new KeyEvent.Deactivated(CARD, LATER, 1, RevocationReason.SUPERSEDED),
        new KeyEvent.Compromised(CARD, LATER, 1, COMPROMISE, CREATED));
  }

  /** Commands that came after the first files were written. */
  static Entry laterEntry() {
    List<Command> commands = new ArrayList<>();
    for (CommandBody body :
        List.of(
            new CommandBody.ChangeKey(
                new KeyCommand.Update(CARD, edit(PERIODS, LABELS), 1L << 33, "moved to Zürich")),
            new CommandBody.ChangeKey(new KeyCommand.Update(CARD, edit(null, List.of()), 0, "")),
            new CommandBody.ChangeKey(
                new KeyCommand.Update(CARD, edit(UsagePeriods.WITHOUT_END, null), 1, "")))) {
      commands.add(
          new Command(
              new Origin(API, "10.0.0.9:51000"), new RequestId(1, commands.size()), 5, body));
    }
    return new Entry(LATER, List.of(new Batch("node-1", 3, 4, commands)));
  }

  /** Events that came after the first files were written. */
  static List<KeyEvent> laterKeyEvents() {
    return List.of(
        new KeyEvent.Updated(
            CARD,
            LATER,
            KeyAttributes.of(PERIODS, LABELS),
            KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()),
            null,
            "moved to Zürich"));
  }

  private static final KeyAttributes ALL_SET =
      new KeyAttributes(
          PERIODS,
          LABELS,
          "team-a",
          "Kartendaten",
          false,
          false,
          true,
          new RotationPolicy(Duration.ofDays(90), 1L << 20, 1L << 40),
          new UsageBudget(1L << 30, 1L << 50));

  /** Commands about attributes, destruction and what is due by itself. */
  static Entry lifeEntry() {
    KeyEdit edit =
        new KeyEdit(
            null,
            null,
            "team-b",
            "",
            true,
            false,
            true,
            new RotationPolicy(null, 0, 7),
            UsageBudget.SAFE);
    List<Command> commands = new ArrayList<>();
    for (CommandBody body :
        List.of(
            new CommandBody.ChangeKey(
                new KeyCommand.Create(
                    CARD,
                    KeyAlgorithm.AES_256,
                    new KeyUsages(KeyUsages.WRAP_KEY | KeyUsages.UNWRAP_KEY),
                    false,
                    LATER,
                    ALL_SET,
                    MATERIAL)),
            new CommandBody.ChangeKey(new KeyCommand.Update(CARD, edit, 0, "")),
            new CommandBody.ChangeKey(
                new KeyCommand.ScheduleDestruction(CARD, 3, Duration.ofDays(30), "unused")),
            new CommandBody.ChangeKey(new KeyCommand.CancelDestruction(CARD, 0, "still used")),
            new CommandBody.ChangeKey(new KeyCommand.Destroy(CARD, 300, "p-1", "leaked")),
            new CommandBody.Use(CARD, 0, 1_000, 1L << 33),
            new CommandBody.Due(CARD, new DueDecider.Due(DueKind.ROTATE, 0, 301, MATERIAL)),
            new CommandBody.Due(CARD, new DueDecider.Due(DueKind.WARN, 2, 0, null)))) {
      commands.add(
          new Command(
              new Origin(API, "10.0.0.9:51000"), new RequestId(2, commands.size()), 6, body));
    }
    return new Entry(LATER, List.of(new Batch("node-1", 3, 4, commands)));
  }

  /** Events about attributes, destruction and what is due by itself. */
  static List<KeyEvent> lifeKeyEvents() {
    return List.of(
        new KeyEvent.Created(
            CARD,
            CREATED,
            KeyAlgorithm.AES_128,
            new KeyUsages(KeyUsages.MAC_GENERATE | KeyUsages.MAC_VERIFY),
            ALICE.uri(),
            LATER,
            ALL_SET,
            MATERIAL),
        new KeyEvent.Activated(CARD, CREATED, PERIODS, LATER),
        new KeyEvent.Rotated(CARD, CREATED, 2, PERIODS, LATER, MATERIAL),
        new KeyEvent.Updated(
            CARD, LATER, ALL_SET, KeyAttributes.of(PERIODS, List.of()), LATER, "new owner"),
        new KeyEvent.RotationTriggered(CARD, LATER),
        new KeyEvent.ExpiryWarned(CARD, LATER, 2, PeriodEnd.RECIPIENT_USAGE, 30, 4),
        new KeyEvent.DestructionScheduled(CARD, CREATED, 1, LATER, "unused"),
        new KeyEvent.DestructionCancelled(CARD, LATER, 0, ""),
        new KeyEvent.Destroyed(CARD, LATER, 0, "as scheduled"));
  }

  static List<PolicyEvent> policyEvents() {
    return List.of(
        new PolicyEvent.GrantCreated(ALLOW),
        new PolicyEvent.GrantCreated(DENY),
        new PolicyEvent.GrantRevoked("api-may-retrieve", LATER));
  }

  static List<Key> keys() {
    return List.of(
        key(KeyState.ACTIVE, PERIODS, LABELS, null),
        new Key(
            new KeyName("a", "b"),
            KeyAlgorithm.AES_128,
            KeyUsages.DATA_ENCRYPTION,
            KeyState.PRE_ACTIVE,
            1,
            LATER,
            API.uri(),
            KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()),
            KeySchedule.NOTHING,
            null,
            1),
        key(
            KeyState.DEACTIVATED,
            new UsagePeriods(Duration.ofSeconds(1), null),
            List.of(),
            new Revocation(RevocationReason.UNSPECIFIED, null)),
        key(KeyState.COMPROMISED, PERIODS, LABELS, new Revocation(COMPROMISE, CREATED)));
  }

  private static Key key(
      KeyState state, UsagePeriods periods, List<Label> labels, @Nullable Revocation revocation) {
    return new Key(
        CARD,
        KeyAlgorithm.AES_256,
        KeyUsages.DATA_ENCRYPTION,
        state,
        300,
        CREATED,
        ALICE.uri(),
        KeyAttributes.of(periods, labels),
        KeySchedule.NOTHING,
        revocation,
        1L << 33);
  }

  static List<KeyVersion> versions() {
    Cryptoperiod withoutEnd = new Cryptoperiod(CREATED, Instant.MAX, Instant.MAX);
    return List.of(
        new KeyVersion(1, KeyState.PRE_ACTIVE, CREATED, null, null, MATERIAL),
        new KeyVersion(
            300,
            KeyState.ACTIVE,
            CREATED,
            new Cryptoperiod(LATER, LATER.plusMillis(1_001), LATER.plusSeconds(90)),
            null,
            MATERIAL),
        new KeyVersion(2, KeyState.SUSPENDED, CREATED, withoutEnd, null, MATERIAL),
        new KeyVersion(
            3,
            KeyState.COMPROMISED,
            CREATED,
            withoutEnd,
            new Revocation(COMPROMISE, LATER),
            MATERIAL));
  }

  static List<Usage> usages() {
    return List.of(
        Usage.NONE, new Usage(1, 0, 0, CREATED, 2), new Usage(1L << 33, 0, 0, LATER, 1L << 40));
  }

  static List<Grant> grants() {
    return List.of(ALLOW, DENY);
  }

  static List<ClusterFacts> clusters() {
    byte[] digest = new byte[32];
    for (int i = 0; i < digest.length; i++) {
      digest[i] = (byte) (i * 8);
    }
    return List.of(
        new ClusterFacts(
            "018f3c1e-7b2a-7abc-8def-0123456789ab",
            LATER,
            5,
            1L << 33,
            new ChainHead(4_000, digest),
            3_999,
            RequestClock.START));
  }

  static List<RequestResult> requests() {
    return List.of(
        new RequestResult(-1, 9, null, 300, keys().get(0), null),
        new RequestResult(2, 10, null, 0, null, DENY),
        new RequestResult(
            3, 11, new Rejection(Reason.KEY_STATE_FORBIDS, "key is SUSPENDED"), 0, null, null));
  }
}
