// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.node.domain.Digest;
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
import io.quorumkeep.node.domain.erasure.Attestation;
import io.quorumkeep.node.domain.erasure.EpochCounts;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.erasure.ErasurePhase;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.Archive;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.PeriodEnd;
import io.quorumkeep.node.domain.key.Revocation;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.StoredImage;
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
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Values of every kind that is stored, each field at its bounds now and then. */
final class RandomValues {
  private static final String FIRST = "abcxyz0189";
  private static final String REST = FIRST + "-_.";
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  private final Random random;

  RandomValues(long seed) {
    random = new Random(seed);
  }

  /** One of each kind of body, in a fixed order. */
  List<CommandBody> bodies() {
    List<CommandBody> bodies = new ArrayList<>(mainBodies());
    new RandomGovernance(this)
        .commands()
        .forEach(command -> bodies.add(new CommandBody.Govern(command)));
    return bodies;
  }

  private List<CommandBody> mainBodies() {
    return List.of(
        new CommandBody.Use(keyName(), version()),
        new CommandBody.ChangeKey(create()),
        new CommandBody.ChangeKey(new KeyCommand.Activate(keyName())),
        new CommandBody.ChangeKey(
            new KeyCommand.Rotate(keyName(), 1 + version(), material(), text())),
        new CommandBody.ChangeKey(new KeyCommand.Suspend(keyName(), version(), text())),
        new CommandBody.ChangeKey(new KeyCommand.Reactivate(keyName(), version(), text())),
        new CommandBody.ChangeKey(
            new KeyCommand.Revoke(
                keyName(), version(), any(RevocationReason.values()), orNull(this::time))),
        new CommandBody.ChangeKey(update()),
        new CommandBody.ChangeKey(
            new KeyCommand.ScheduleDestruction(
                keyName(), version(), Duration.ofDays(7 + random.nextInt(359)), text())),
        new CommandBody.ChangeKey(new KeyCommand.CancelDestruction(keyName(), version(), text())),
        new CommandBody.ChangeKey(new KeyCommand.Destroy(keyName(), version(), id(), text())),
        new CommandBody.ChangeKey(
            new KeyCommand.Archive(
                keyName(), version(), orNull(this::image), random.nextBoolean())),
        new CommandBody.ChangeKey(
            new KeyCommand.Recover(
                keyName(), version(), digest(), orNull(this::material), id(), text())),
        new CommandBody.ChangeKey(new KeyCommand.DeleteImage(keyName(), version(), id(), text())),
        new CommandBody.Use(keyName(), 0, 2 + random.nextLong(1L << 31), random.nextLong(1L << 40)),
        new CommandBody.Due(keyName(), due()),
        new CommandBody.ChangePolicy(
            new PolicyCommand.Create(
                id(), principalPattern(), resource(), permissions(), any(Effect.values()))),
        new CommandBody.ChangePolicy(
            new PolicyCommand.Revoke(id(), random.nextBoolean() ? "" : id())),
        new CommandBody.Read(any(Permission.values()), resource().text(), version()),
        new CommandBody.Read(Permission.EXPORT_ARCHIVE, resource().text(), version(), id()),
        new CommandBody.Bootstrap(requestId().toString(), principal()),
        new CommandBody.AdvanceCursor(random.nextLong(1L << 40)),
        new CommandBody.Erase(any(erasureSteps())));
  }

  /** One of each kind of step, in a fixed order. */
  List<ErasureCommand> erasureSteps() {
    return List.of(
        new ErasureCommand.Start(members(), text(), random.nextBoolean()),
        new ErasureCommand.Offer(epoch(), offer(), random.nextBoolean() ? "" : fingerprint()),
        new ErasureCommand.Hold(epoch(), id(), fingerprint()),
        new ErasureCommand.Turn(epoch()),
        new ErasureCommand.Rewrap(
            epoch(),
            Stream.generate(
                    () ->
                        new RewrapItem(
                            keyName(), 1 + version(), epoch(), bytes(16), material().blob()))
                .limit(1 + random.nextInt(3))
                .toList()),
        new ErasureCommand.Complete(epoch()),
        new ErasureCommand.Attest(epoch(), id(), random.nextLong(1L << 40), random.nextLong(99)));
  }

  /** One of each kind, in a fixed order. */
  List<ErasureEvent> erasureEvents() {
    int epoch = epoch();
    return List.of(
        new ErasureEvent.Started(time(), epoch, principal().uri(), text(), members()),
        new ErasureEvent.Offered(time(), offer()),
        new ErasureEvent.Held(time(), id()),
        new ErasureEvent.Turned(time(), epoch),
        new ErasureEvent.Rewrapped(
            time(),
            Stream.generate(
                    () ->
                        new ErasureEvent.Moved(
                            keyName(),
                            1 + version(),
                            new WrappedMaterial(epoch, material().blob())))
                .limit(1 + random.nextInt(3))
                .toList()),
        new ErasureEvent.Emptied(time(), random.nextLong(1L << 40)),
        new ErasureEvent.Attested(attestation()),
        new ErasureEvent.Erased(certificate()));
  }

  ErasureState erasureState() {
    long certificates = random.nextInt(3);
    return new ErasureState(
        epoch(),
        counts(),
        counts(),
        orNull(this::erasureRun),
        certificates,
        certificates == 0 ? null : time());
  }

  ErasureCertificate certificate() {
    return new ErasureCertificate(
        1 + random.nextLong(1L << 40),
        epoch(),
        time(),
        time(),
        time(),
        principal().uri(),
        text(),
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        Stream.generate(this::attestation).limit(1 + random.nextInt(3)).toList());
  }

  private ErasureRun erasureRun() {
    ErasurePhase phase = any(ErasurePhase.values());
    boolean turned = phase != ErasurePhase.DISTRIBUTING;
    return new ErasureRun(
        phase,
        1 + epoch(),
        time(),
        principal().uri(),
        text(),
        members(),
        turned ? offer() : orNull(this::offer),
        members(),
        turned ? time() : null,
        random.nextLong(1L << 40),
        random.nextLong(1L << 40),
        Stream.generate(this::attestation).limit(random.nextInt(3)).toList());
  }

  private EpochCounts counts() {
    EpochCounts counts = EpochCounts.NONE;
    for (int i = random.nextInt(4); i > 0; i--) {
      counts = counts.plus(epoch(), 1 + random.nextLong(1L << 40));
    }
    return counts;
  }

  private Attestation attestation() {
    return new Attestation(id(), random.nextLong(1L << 40), random.nextLong(1L << 40), time());
  }

  private EpochOffer offer() {
    return new EpochOffer(fingerprint(), id());
  }

  private String fingerprint() {
    return HexFormat.of().formatHex(bytes(32));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private int epoch() {
    return 1 + random.nextInt(1_000);
  }

  private List<String> members() {
    return Stream.generate(this::id).limit(1 + random.nextInt(5)).distinct().toList();
  }

  List<KeyEvent> keyEvents() {
    RevocationReason reason = any(RevocationReason.values());
    return List.of(
        new KeyEvent.Created(
            keyName(),
            time(),
            algorithm(),
            usages(),
            principal().uri(),
            orNull(this::time),
            attributes(),
            material()),
        new KeyEvent.Activated(keyName(), time(), periods(), orNull(this::time)),
        new KeyEvent.Rotated(
            keyName(), time(), 1 + version(), periods(), orNull(this::time), material(), text()),
        new KeyEvent.Suspended(keyName(), time(), version(), text()),
        new KeyEvent.Reactivated(keyName(), time(), version(), text()),
        new KeyEvent.Deactivated(keyName(), time(), version(), reason),
        new KeyEvent.Compromised(keyName(), time(), version(), reason, time()),
        new KeyEvent.Updated(
            keyName(), time(), attributes(), attributes(), orNull(this::time), text()),
        new KeyEvent.Updated(
            keyName(),
            time(),
            attributes(),
            attributes(),
            orNull(this::time),
            text(),
            new KeyEvent.ActivationChange(orNull(this::time), orNull(this::time))),
        new KeyEvent.RotationTriggered(keyName(), time()),
        new KeyEvent.ExpiryWarned(
            keyName(), time(), version(), any(PeriodEnd.values()), 7, random.nextInt(7)),
        new KeyEvent.DestructionScheduled(keyName(), time(), version(), time(), text()),
        new KeyEvent.DestructionCancelled(keyName(), time(), version(), text()),
        new KeyEvent.Destroyed(keyName(), time(), version(), text()),
        new KeyEvent.Archived(keyName(), time(), version(), digest(), digest()),
        new KeyEvent.Recovered(
            keyName(),
            time(),
            version(),
            material(),
            new KeyEvent.Recovery(principal().uri(), id(), digest(), text())),
        new KeyEvent.ImageDeleted(keyName(), time(), version(), text()));
  }

  StoredImage storedImage() {
    return new StoredImage(keyName(), 1 + version(), image(), time());
  }

  private KeyImage image() {
    byte[] content = new byte[1 + random.nextInt(64)];
    random.nextBytes(content);
    return new KeyImage(content, digest(), digest());
  }

  private Digest digest() {
    byte[] bytes = new byte[Digest.LENGTH];
    random.nextBytes(bytes);
    return new Digest(bytes);
  }

  List<PolicyEvent> policyEvents() {
    return List.of(
        new PolicyEvent.GrantCreated(grant()), new PolicyEvent.GrantRevoked(id(), time()));
  }

  Batch batch(int commands) {
    List<Origin> origins = Stream.generate(this::origin).limit(3).toList();
    List<Command> list =
        Stream.generate(this::bodies)
            .flatMap(List::stream)
            .limit(commands)
            .map(body -> new Command(any(origins), requestId(), random.nextLong(), body))
            .toList();
    return new Batch(id(), random.nextLong(), random.nextLong(1L << 40), list);
  }

  Key key() {
    return new Key(
        keyName(),
        algorithm(),
        usages(),
        any(KeyState.values()),
        1 + version(),
        time(),
        principal().uri(),
        attributes(),
        schedule(),
        revocation(),
        1 + random.nextLong(1L << 40),
        random.nextInt(2));
  }

  KeyVersion version(KeyState state) {
    return new KeyVersion(
        1 + version(),
        state,
        time(),
        state == KeyState.PRE_ACTIVE ? null : periods().startingAt(time()),
        revocation(),
        state == KeyState.DESTROYED ? null : material(),
        orNull(this::time),
        random.nextInt(7),
        orNull(() -> new Archive(digest(), digest(), time())));
  }

  Usage usage() {
    return random.nextInt(5) == 0
        ? Usage.NONE
        : new Usage(
            random.nextLong(1L << 50),
            random.nextLong(1L << 50),
            random.nextLong(1L << 50),
            time(),
            random.nextLong(1L << 50));
  }

  Grant grant() {
    return new Grant(
        id(),
        principalPattern(),
        resource(),
        permissions(),
        any(Effect.values()),
        time(),
        principal().uri());
  }

  ClusterFacts clusterFacts() {
    byte[] digest = new byte[32];
    random.nextBytes(digest);
    long sequence = random.nextLong(1L << 40);
    return new ClusterFacts(
        requestId().toString(),
        time(),
        random.nextLong(1L << 20),
        random.nextLong(1L << 40),
        new ChainHead(sequence, digest),
        random.nextLong(sequence + 1),
        new RequestClock(time(), Duration.ofMillis(random.nextLong(1L << 40))));
  }

  RequestResult requestResult() {
    return new RequestResult(
        random.nextLong(),
        random.nextLong(1L << 40),
        orNull(() -> new Rejection(any(Reason.values()), "why: " + text())),
        version(),
        orNull(this::key),
        orNull(this::grant),
        new RandomGovernance(this).governed());
  }

  int number(int bound) {
    return random.nextInt(bound);
  }

  Instant time() {
    return EARLIEST.plusMillis(random.nextLong(1L << 42));
  }

  private Origin origin() {
    return new Origin(principal(), "10.0.0." + random.nextInt(256) + ":" + random.nextInt(65_536));
  }

  private KeyCommand create() {
    return new KeyCommand.Create(
        keyName(),
        algorithm(),
        usages(),
        random.nextBoolean(),
        orNull(this::time),
        attributes(),
        material());
  }

  private KeyCommand update() {
    List<Label> labels = orNull(this::labels);
    KeyEdit edit =
        new KeyEdit(
            labels == null ? periods() : orNull(this::periods),
            labels,
            orNull(this::text),
            orNull(this::text),
            orNull(random::nextBoolean),
            orNull(random::nextBoolean),
            orNull(random::nextBoolean),
            orNull(this::rotation),
            orNull(this::budget));
    return new KeyCommand.Update(
        keyName(),
        random.nextBoolean() ? edit : edit.withActivation(orNull(this::time)),
        random.nextLong(1L << 40),
        text());
  }

  private KeyAttributes attributes() {
    return new KeyAttributes(
        periods(),
        labels(),
        text(),
        text(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        rotation(),
        budget());
  }

  private RotationPolicy rotation() {
    return random.nextBoolean()
        ? RotationPolicy.MANUAL
        : new RotationPolicy(
            orNull(() -> Duration.ofMillis(1_000 + random.nextLong(1L << 40))),
            random.nextLong(1L << 40),
            random.nextLong(1L << 40));
  }

  private UsageBudget budget() {
    return random.nextBoolean()
        ? UsageBudget.SAFE
        : new UsageBudget(random.nextLong(UsageBudget.MAX_OPERATIONS), random.nextLong(1L << 40));
  }

  private KeyUsages usages() {
    return new KeyUsages(any(KeyUsages.Purpose.values()).mask());
  }

  private KeySchedule schedule() {
    return new KeySchedule(orNull(this::time), orNull(this::time), orNull(this::time));
  }

  private DueDecider.Due due() {
    DueKind kind = any(DueKind.values());
    return kind == DueKind.ROTATE
        ? new DueDecider.Due(kind, 0, 1 + version(), material())
        : new DueDecider.Due(
            kind, version(), 0, null, kind == DueKind.DEACTIVATE ? orNull(this::image) : null);
  }

  KeyName keyName() {
    return new KeyName(id(), id());
  }

  int version() {
    return switch (random.nextInt(4)) {
      case 0 -> 0;
      case 1 -> random.nextInt(100_000_000);
      default -> 1 + random.nextInt(200);
    };
  }

  private UsagePeriods periods() {
    long shorter = 1_000 + random.nextLong(1L << 34);
    Duration originator = Duration.ofMillis(shorter);
    return switch (random.nextInt(3)) {
      case 0 -> UsagePeriods.WITHOUT_END;
      case 1 -> new UsagePeriods(originator, null);
      default ->
          new UsagePeriods(originator, Duration.ofMillis(shorter + random.nextLong(1L << 34)));
    };
  }

  private List<Label> labels() {
    return Stream.generate(() -> new Label(id(), text())).limit(random.nextInt(4)).toList();
  }

  private WrappedMaterial material() {
    byte[] blob = new byte[random.nextInt(10) == 0 ? 16 * 1024 : 1 + random.nextInt(80)];
    random.nextBytes(blob);
    return new WrappedMaterial(1 + random.nextInt(1_000), blob);
  }

  private @Nullable Revocation revocation() {
    return orNull(() -> new Revocation(any(RevocationReason.values()), orNull(this::time)));
  }

  private RequestId requestId() {
    return new RequestId(random.nextLong(), random.nextLong());
  }

  Principal principal() {
    return new Principal("spiffe://" + id() + "/" + id() + "/Sa." + id());
  }

  private PrincipalPattern principalPattern() {
    return new PrincipalPattern(principal().uri() + (random.nextBoolean() ? "/*" : ""));
  }

  private ResourcePattern resource() {
    return switch (random.nextInt(4)) {
      case 0 -> ResourcePattern.EVERYTHING;
      case 1 -> ResourcePattern.allKeysOf(id());
      case 2 -> new ResourcePattern(keyName() + (keyName().key().length() < 63 ? "*" : ""));
      default -> new ResourcePattern(keyName().toString());
    };
  }

  private List<Permission> permissions() {
    List<Permission> some =
        Stream.of(Permission.values()).filter(unused -> random.nextInt(3) == 0).toList();
    return some.isEmpty() ? List.of(any(Permission.values())) : some;
  }

  private KeyAlgorithm algorithm() {
    return any(KeyAlgorithm.values());
  }

  String text() {
    return random.nextBoolean() ? "" : "Zürich \ud83d\ude00 " + random.nextInt(1_000);
  }

  String id() {
    int length = random.nextInt(10) == 0 ? 63 : 1 + random.nextInt(12);
    StringBuilder id = new StringBuilder().append(FIRST.charAt(random.nextInt(FIRST.length())));
    while (id.length() < length) {
      id.append(REST.charAt(random.nextInt(REST.length())));
    }
    return id.toString();
  }

  <T> @Nullable T orNull(Supplier<T> value) {
    return random.nextBoolean() ? null : value.get();
  }

  <T> T any(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private <T> T any(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
