// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import io.quorumkeep.client.AuditPage;
import io.quorumkeep.client.ChainedAuditRecord;
import io.quorumkeep.client.GrantEffect;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.GuardedAction;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeySpec;
import io.quorumkeep.client.NamespacePolicy;
import io.quorumkeep.client.Permission;
import io.quorumkeep.client.Proposal;
import io.quorumkeep.client.ProposalSpec;
import io.quorumkeep.client.ProposalState;
import io.quorumkeep.client.QuorumkeepClient;
import io.quorumkeep.client.RetrievedKey;
import io.quorumkeep.client.RevocationReason;
import io.quorumkeep.client.audit.AuditChainVerifier;
import io.quorumkeep.client.audit.ChainBreak;
import io.quorumkeep.client.audit.ChainSummary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows step by step what a cluster does, and checks each step: a demonstration that can fail. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Starts three nodes on loopback and shows, step by step, what a cluster does.")
public final class DemoMain implements Callable<Integer> {
  private static final String KEY = "namespaces/pay/keys/card";
  private static final String NAMESPACE = "namespaces/pay";
  private static final String PAYMENTS = "payments";
  private static final String APPROVER = "approver";
  private static final String TEXT = "4111 1111 1111 1111";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int PAGE = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "WHICH",
      defaultValue = "tour",
      description = "tour (the default), or lifecycle: the life of a key to its erasure.")
  private Which which = Which.TOUR;

  private @Nullable DemoSteps steps;

  /** The demonstrations. */
  enum Which {
    TOUR,
    LIFECYCLE
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new DemoMain())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, GeneralSecurityException {
    Path directory = Files.createTempDirectory("quorumkeep-demo-");
    try (LocalCluster cluster = LocalCluster.create(directory, ClusterOptions.threeNodes())) {
      step("three processes, each with its own certificates, log and store");
      cluster.addClient(PAYMENTS);
      cluster.addClient(APPROVER);
      cluster.start();
      show("clients reach them at " + cluster.addresses());
      try (QuorumkeepClient admin = cluster.client(LocalCluster.ADMIN);
          QuorumkeepClient payments = cluster.client(PAYMENTS);
          QuorumkeepClient approver = cluster.client(APPROVER)) {
        if (which == Which.LIFECYCLE) {
          ErasureDemo erasure =
              new ErasureDemo(steps(), cluster.recoveryKey(), admin, payments, approver);
          erasure.prepare();
          new LifecycleDemo(steps(), admin, payments, approver).run();
          erasure.run();
        } else {
          run(cluster, admin, payments);
          dualControl(admin, approver);
        }
        audit(admin);
      }
    } finally {
      remove(directory);
    }
    out().println("demo: ok");
    out().flush();
    return 0;
  }

  private void run(LocalCluster cluster, QuorumkeepClient admin, QuorumkeepClient payments)
      throws GeneralSecurityException {
    createAndGrant(admin);
    Sealed sealed = encryptAndDecrypt(payments);
    rotate(admin, payments, sealed);
    killLeader(cluster, payments);
    revoke(cluster, admin);
  }

  private void createAndGrant(QuorumkeepClient admin) {
    step("the administrator creates a key, and lets one service use it");
    Key key = admin.createKey(KEY, KeySpec.aes256());
    show(key.name() + " is " + key.state() + ", " + key.algorithm());
    admin.createGrant(
        "payments",
        new GrantSpec(
            LocalCluster.principal(PAYMENTS),
            KEY,
            List.of(Permission.RETRIEVE_KEY),
            GrantEffect.ALLOW));
    show(LocalCluster.principal(PAYMENTS) + " may retrieve its current version");
  }

  private Sealed encryptAndDecrypt(QuorumkeepClient payments) throws GeneralSecurityException {
    step("the service retrieves the key over mutual TLS, encrypts a text, and decrypts it");
    try (RetrievedKey key = payments.retrieve(KEY)) {
      show("released version " + key.version() + " under audit record " + key.auditSequence());
      Sealed sealed = encrypt(key);
      show("ciphertext of " + sealed.bytes().length + " bytes");
      expect(decrypt(key, sealed).equals(TEXT), "the text comes back");
      return sealed;
    }
  }

  private void rotate(QuorumkeepClient admin, QuorumkeepClient payments, Sealed sealed)
      throws GeneralSecurityException {
    step("the key is rotated: the current version is a new one, the old one has its number");
    admin.rotateKey(KEY);
    try (RetrievedKey current = payments.retrieve(KEY);
        RetrievedKey first = admin.retrieve(KEY, 1)) {
      expect(current.version() == 2, "without a number the service gets version 2");
      expect(
          decrypt(first, sealed).equals(TEXT),
          "version 1, by its number, opens the old ciphertext");
    }
    String refusal = reasonOf(() -> payments.retrieve(KEY, 1));
    expect(
        refusal.equals("PERMISSION_DENIED"),
        "the service has no right to old versions: " + refusal);
  }

  private void killLeader(LocalCluster cluster, QuorumkeepClient payments) {
    step("kill -9 of the leader");
    NodeProcess leader = cluster.leader();
    long start = System.nanoTime();
    leader.kill();
    QuorumkeepClient patient = payments.withDeadline(PATIENCE);
    try (RetrievedKey key = patient.retrieve(KEY)) {
      long milliseconds = (System.nanoTime() - start) / 1_000_000;
      show(leader.name() + " is dead; next release after " + milliseconds + " ms");
      expect(key.version() == 2, "still version 2");
    }
    leader.start();
    LocalCluster.awaitReady(leader);
    show(leader.name() + " is back and caught up");
  }

  private void revoke(LocalCluster cluster, QuorumkeepClient admin) {
    step("the key is revoked: from the acknowledgement on, no node releases it");
    admin.revokeKey(KEY, RevocationReason.KEY_COMPROMISE);
    for (NodeProcess node : cluster.nodes()) {
      try (QuorumkeepClient one = cluster.client(PAYMENTS, node.clientAddress())) {
        String reason = reasonOf(() -> one.withDeadline(PATIENCE).retrieve(KEY));
        expect(reason.equals("KEY_STATE_FORBIDS"), node.name() + " refuses: " + reason);
      }
    }
  }

  private void dualControl(QuorumkeepClient admin, QuorumkeepClient approver) {
    step("some things take two persons: here, to make the rules of a namespace less strict");
    admin.createGrant(
        "approver",
        new GrantSpec(
            LocalCluster.principal(APPROVER),
            "*",
            List.of(Permission.APPROVE_PROPOSAL, Permission.LIST_PROPOSALS),
            GrantEffect.ALLOW));
    NamespacePolicy strict = NamespacePolicy.DEFAULT.withMinimumStrengthBits(256);
    admin.setNamespacePolicy(NAMESPACE, strict, "only strong keys");
    show("keys of " + NAMESPACE + " have 256 bits from now on");
    String alone =
        reasonOf(() -> admin.setNamespacePolicy(NAMESPACE, NamespacePolicy.DEFAULT, "too strict"));
    expect(alone.equals("APPROVAL_REQUIRED"), "the administrator cannot undo that alone: " + alone);
    Proposal proposal =
        admin.createProposal(
            "weaker-keys",
            ProposalSpec.of(
                GuardedAction.setNamespacePolicy(NAMESPACE, NamespacePolicy.DEFAULT),
                "an old terminal takes 128 bits only"));
    String self = reasonOf(() -> admin.approveProposal(proposal.name(), ""));
    expect(self.equals("SELF_APPROVAL"), "nor approve of the own proposal: " + self);
    ProposalState state = approver.approveProposal(proposal.name(), "seen the terminal").state();
    expect(state == ProposalState.APPROVED, LocalCluster.principal(APPROVER) + " approves");
    admin.setNamespacePolicy(NAMESPACE, NamespacePolicy.DEFAULT, "", proposal.name());
    show("the administrator carries it out, and the proposal is used up");
  }

  private void audit(QuorumkeepClient admin) {
    step("the audit trail: every use, change and refusal, in the order in which they happened");
    AuditChainVerifier verifier = new AuditChainVerifier();
    AuditPage page;
    long next = 1;
    do {
      page = admin.listAuditRecords(next, PAGE);
      for (ChainedAuditRecord record : page.records()) {
        print(record);
        Optional<ChainBreak> broken = verifier.accept(record);
        expectQuietly(broken.isEmpty(), "the chain is whole: " + broken);
      }
      next = page.nextSequence();
    } while (!page.isLast());
    ChainSummary summary = verifier.summary();
    show("chain of " + summary.records() + " records verified, head " + summary.head());
  }

  private void print(ChainedAuditRecord record) {
    var it = record.record();
    String resource = it.version() == 0 ? it.resource() : it.resource() + " v" + it.version();
    show(
        "%4d  %-8s %-20s %-28s %s %s"
            .formatted(
                it.sequence(),
                it.decision(),
                it.operation(),
                resource,
                it.principal(),
                it.reason()));
  }

  private record Sealed(byte[] nonce, byte[] bytes) {}

  private static Sealed encrypt(RetrievedKey key) throws GeneralSecurityException {
    byte[] nonce = new byte[NONCE_BYTES];
    new java.security.SecureRandom().nextBytes(nonce);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key.asSecretKey(), new GCMParameterSpec(TAG_BITS, nonce));
    return new Sealed(nonce, cipher.doFinal(TEXT.getBytes(StandardCharsets.UTF_8)));
  }

  private static String decrypt(RetrievedKey key, Sealed sealed) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, key.asSecretKey(), new GCMParameterSpec(TAG_BITS, sealed.nonce()));
    return new String(cipher.doFinal(sealed.bytes()), StandardCharsets.UTF_8);
  }

  private static String reasonOf(Runnable request) {
    return DemoSteps.reasonOf(request);
  }

  private void step(String what) {
    steps().step(what);
  }

  private void show(String line) {
    steps().show(line);
  }

  private void expect(boolean holds, String what) {
    steps().expect(holds, what);
  }

  private static void expectQuietly(boolean holds, String what) {
    DemoSteps.expectQuietly(holds, what);
  }

  private DemoSteps steps() {
    if (steps == null) {
      steps = new DemoSteps(out());
    }
    return steps;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
