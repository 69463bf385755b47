// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import io.quorumkeep.client.ArchiveImage;
import io.quorumkeep.client.Attestation;
import io.quorumkeep.client.ErasureCertificate;
import io.quorumkeep.client.ErasurePhase;
import io.quorumkeep.client.ErasureStatus;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.GuardedOperation;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.client.recovery.OpenedImage;
import io.quorumkeep.client.recovery.RecoveryKey;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What comes after a destruction: it is made final, and undone by those who have the image. */
final class ErasureDemo {
  private static final String NAMESPACE = "namespaces/pay";
  private static final String VAULT = NAMESPACE + "/keys/vault";
  private static final String SECOND = VAULT + "/versions/2";
  private static final String FIRST = VAULT + "/versions/1";
  private static final String SHORT = NAMESPACE + "/keys/short";
  private static final String SHORT_VERSION = SHORT + "/versions/1";
  private static final Duration SHORT_PERIOD = Duration.ofSeconds(5);
  private static final List<String> MEMBERS = List.of("node-1", "node-2", "node-3");
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  private final DemoSteps steps;
  private final Path recoveryKey;
  private final QuorumkeepClient admin;
  private final QuorumkeepClient service;
  private final QuorumkeepClient approver;

  /**
   * Makes the demonstration.
   *
   * @param recoveryKey the file that opens images, which no node has
   */
  ErasureDemo(
      DemoSteps steps,
      Path recoveryKey,
      QuorumkeepClient admin,
      QuorumkeepClient service,
      QuorumkeepClient approver) {
    this.steps = steps;
    this.recoveryKey = recoveryKey;
    this.admin = admin;
    this.service = service;
    this.approver = approver;
  }

  /** What takes its time by itself is begun before all else. */
  void prepare() {
    steps.step("two mirrored keys: no version of them goes out of use without an image of it");
    KeyOptions mirrored = KeyOptions.DEFAULT.withMirrored(true);
    admin.createKey(VAULT, KeySpec.aes256().withOptions(mirrored));
    admin.createKey(
        SHORT,
        KeySpec.aes256()
            .withOriginatorUsagePeriod(SHORT_PERIOD)
            .withRecipientUsagePeriod(SHORT_PERIOD)
            .withOptions(mirrored));
    steps.show(VAULT);
    steps.show(SHORT + ", for " + SHORT_PERIOD.toSeconds() + " seconds");
  }

  /** Goes on when the approver may approve. */
  void run() {
    deactivatedByDate();
    byte[] fingerprint = deactivated();
    destroyed();
    erased();
    recovered(fingerprint);
  }

  private void deactivatedByDate() {
    steps.step("its time is over: the leader made an image, and deactivated it");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (stateOf(SHORT_VERSION) == KeyState.ACTIVE && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    KeyState state = stateOf(SHORT_VERSION);
    steps.expect(state == KeyState.DEACTIVATED, SHORT_VERSION + " is " + state);
    steps.expect(
        admin.archive().verify(SHORT_VERSION).intact(), "its image is there, and as it was made");
  }

  /** Returns a digest of the material of the first version, to compare and not to show. */
  private byte[] deactivated() {
    steps.step("the first version of the other is superseded, and its image made just before");
    byte[] fingerprint;
    try (RetrievedKey key = service.retrieve(VAULT)) {
      fingerprint = fingerprintOf(key);
    }
    admin.rotateKey(VAULT);
    steps.expect(imagesOf(VAULT).isEmpty(), "as long as it is in use it has no image");
    admin.revokeKey(FIRST, RevocationReason.SUPERSEDED);
    List<ArchiveImage> images = imagesOf(VAULT);
    steps.expect(
        images.size() == 1
            && images.get(0).name().equals(FIRST)
            && stateOf(FIRST) == KeyState.DEACTIVATED,
        FIRST + " is DEACTIVATED, and has one");
    steps.show(
        "image " + images.get(0).imageDigest() + ", " + images.get(0).sizeBytes() + " bytes");
    return fingerprint;
  }

  private List<ArchiveImage> imagesOf(String key) {
    try (Stream<ArchiveImage> images = admin.archive().list(key)) {
      return images.toList();
    }
  }

  private void destroyed() {
    steps.step("two persons destroy that version");
    String proposal = approved(GuardedOperation.DESTROY_KEY, FIRST);
    admin.destroyKey(FIRST, proposal, "superseded");
    KeyState state = stateOf(FIRST);
    steps.expect(state == KeyState.DESTROYED, FIRST + " is " + state);
    steps.expect(stateOf(SECOND) == KeyState.ACTIVE, "the key goes on with version 2");
  }

  private void erased() {
    steps.step("erasure: all nodes forget the secret that old copies of it could be opened with");
    ErasureStatus before = admin.erasureStatus();
    steps.expect(
        before.destroyedVersions() > 0,
        "destroyed, and in no certificate yet: " + before.destroyedVersions() + " versions");
    admin.finalizeDestruction("the contract ended");
    ErasureStatus after = awaitErased();
    steps.expect(
        after.phase() == ErasurePhase.IDLE && after.epoch() == before.epoch() + 1,
        "new material is wrapped in epoch " + after.epoch());
    ErasureCertificate certificate;
    try (Stream<ErasureCertificate> all = admin.listErasures()) {
      certificate = all.findFirst().orElseThrow();
    }
    steps.expect(
        certificate.epoch() == before.epoch(),
        "certificate "
            + certificate.number()
            + ": the secret of epoch "
            + certificate.epoch()
            + " is gone");
    steps.expect(
        certificate.destroyedVersions() == before.destroyedVersions()
            && after.destroyedVersions() == 0,
        "it covers all " + certificate.destroyedVersions() + " versions that were destroyed");
    for (Attestation attestation : certificate.attestations()) {
      steps.show(attestation.node() + " attested at " + attestation.time());
    }
    List<String> members =
        certificate.attestations().stream().map(Attestation::node).sorted().toList();
    steps.expect(members.equals(MEMBERS), "and that is every member");
    service.retrieve(VAULT).close();
    steps.show("what was not destroyed is dispensed as before");
  }

  /** Shows how it goes on, each change once. */
  private ErasureStatus awaitErased() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String shown = "";
    ErasureStatus status = admin.erasureStatus();
    while (status.phase() != ErasurePhase.IDLE && System.nanoTime() < deadline) {
      ErasurePhase phase = status.phase();
      String line = phase + status.run().map(run -> progress(phase, run)).orElse("");
      if (!line.equals(shown)) {
        steps.show(line);
        shown = line;
      }
      LockSupport.parkNanos(LOOK_NANOS);
      status = admin.erasureStatus();
    }
    return status;
  }

  private static String progress(ErasurePhase phase, ErasureStatus.Run run) {
    long holding = run.members().stream().filter(ErasureStatus.Member::holdsSecret).count();
    long attested = run.members().stream().filter(it -> it.attestation().isPresent()).count();
    return switch (phase) {
      case DISTRIBUTING ->
          ": the next secret is held by " + holding + " of " + run.members().size();
      case REWRAPPING -> ": " + run.remaining() + " of " + run.total() + " materials are left";
      case PURGING ->
          ": the old secret is overwritten by " + attested + " of " + run.members().size();
      case IDLE, UNKNOWN -> "";
    };
  }

  private void recovered(byte[] fingerprint) {
    steps.step("only the image brings it back, and that takes two persons, twice");
    String refusal = DemoSteps.reasonOf(() -> service.retrieve(VAULT, 1).close());
    steps.expect(
        refusal.equals("KEY_STATE_FORBIDS"), "nobody gets it from the cluster: " + refusal);
    String alone = DemoSteps.reasonOf(() -> admin.archive().export(FIRST, ""));
    steps.expect(alone.equals("APPROVAL_REQUIRED"), "alone one does not get the image: " + alone);
    String export = approved(GuardedOperation.EXPORT_ARCHIVE, FIRST);
    byte[] image = admin.archive().export(FIRST, export).content();
    RecoveryKey key = RecoveryKey.read(recoveryKey, Optional.empty());
    try (OpenedImage opened = key.open(image)) {
      steps.show("the recovery key, which no node has, opens the image");
      String one = DemoSteps.reasonOf(() -> recover(opened, ""));
      steps.expect(one.equals("APPROVAL_REQUIRED"), "alone one does not bring it back: " + one);
      recover(opened, approved(GuardedOperation.RECOVER_KEY, FIRST));
    }
    KeyState state = stateOf(FIRST);
    steps.expect(state == KeyState.DEACTIVATED, FIRST + " is " + state);
    try (RetrievedKey back = service.retrieve(VAULT, 1)) {
      steps.expect(
          MessageDigest.isEqual(fingerprint, fingerprintOf(back)),
          "by its number the service gets the same material as before the destruction");
    }
  }

  private void recover(OpenedImage opened, String proposal) {
    opened.mapPayload(
        payload -> admin.archive().recover(FIRST, payload, proposal, "an old invoice"));
  }

  private String approved(GuardedOperation operation, String version) {
    String what = operation.name().toLowerCase(Locale.ROOT).replace('_', '-');
    String proposal =
        admin
            .createProposal(
                what + "-vault-1",
                ProposalSpec.of(GuardedAction.of(operation, version), "for the demonstration"))
            .name();
    ProposalState state = approver.approveProposal(proposal, "seen").state();
    steps.expect(
        state == ProposalState.APPROVED,
        LocalCluster.principal(LifecycleDemo.APPROVER) + " approves of " + what);
    return proposal;
  }

  private KeyState stateOf(String version) {
    return admin.getKey(version).version().state();
  }

  private static byte[] fingerprintOf(RetrievedKey key) {
    return key.mapMaterial(ErasureDemo::sha256);
  }

  private static byte[] sha256(byte[] material) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(material);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
