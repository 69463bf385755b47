// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.quorumkeep.node.SingleNode;
import io.quorumkeep.v1.ActivateKeyRequest;
import io.quorumkeep.v1.AuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.ClusterServiceGrpc;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Decision;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GetClusterStatusRequest;
import io.quorumkeep.v1.GetClusterStatusResponse;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.Grant;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListAuditRecordsResponse;
import io.quorumkeep.v1.Permission;
import io.quorumkeep.v1.ReactivateKeyRequest;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RetrieveKeyResponse;
import io.quorumkeep.v1.RevocationReason;
import io.quorumkeep.v1.RevokeGrantRequest;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.SuspendKeyRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of a key, and what else there is, over the wire. */
class KeyLifeTest {
  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;
  private static RetrievalServiceGrpc.RetrievalServiceBlockingStub retrieval;
  private static GrantServiceGrpc.GrantServiceBlockingStub grants;
  private static AuditServiceGrpc.AuditServiceBlockingStub audit;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    retrieval = RetrievalServiceGrpc.newBlockingStub(api.admin());
    grants = GrantServiceGrpc.newBlockingStub(api.admin());
    audit = AuditServiceGrpc.newBlockingStub(api.admin());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static Key create(String id) {
    return keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/life")
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .build())
        .getKey();
  }

  private static RetrieveKeyResponse retrieve(String name) {
    return retrieval.retrieveKey(RetrieveKeyRequest.newBuilder().setName(name).build());
  }

  private static GetKeyResponse get(String name) {
    return keys.getKey(GetKeyRequest.newBuilder().setName(name).build());
  }

  @Test
  void givenNewKey_whenItLivesItsLife_thenEachStateAllowsWhatItShould() {
    Key created =
        keys.createKey(
                CreateKeyRequest.newBuilder()
                    .setParent("namespaces/life")
                    .setKeyId("whole")
                    .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_128)
                    .setPreActive(true)
                    .setOriginatorUsagePeriod(Duration.newBuilder().setSeconds(3_600))
                    .setRecipientUsagePeriod(Duration.newBuilder().setSeconds(7_200))
                    .putLabels("team", "pay")
                    .build())
            .getKey();
    String name = "namespaces/life/keys/whole";
    assertThat(created.getName()).isEqualTo(name);
    assertThat(created.getState()).isEqualTo(KeyState.KEY_STATE_PRE_ACTIVE);
    assertThat(created.getAlgorithm()).isEqualTo(KeyAlgorithm.KEY_ALGORITHM_AES_128);
    assertThat(created.getCreator()).isEqualTo(SingleNode.ADMIN.uri());
    assertThat(created.getLabelsMap()).containsExactly(java.util.Map.entry("team", "pay"));
    assertThat(created.getOriginatorUsagePeriod().getSeconds()).isEqualTo(3_600);
    assertThat(created.getRecipientUsagePeriod().getSeconds()).isEqualTo(7_200);
    assertThat(refusal(() -> retrieve(name)).reason()).isEqualTo("KEY_STATE_FORBIDS");

    Key active = keys.activateKey(ActivateKeyRequest.newBuilder().setName(name).build()).getKey();
    assertThat(active.getState()).isEqualTo(KeyState.KEY_STATE_ACTIVE);
    assertThat(active.getEtag()).isNotEqualTo(created.getEtag());
    RetrieveKeyResponse first = retrieve(name);
    assertThat(first.getName()).isEqualTo(name + "/versions/1");
    assertThat(first.getState()).isEqualTo(KeyState.KEY_STATE_ACTIVE);
    assertThat(first.getAlgorithm()).isEqualTo(KeyAlgorithm.KEY_ALGORITHM_AES_128);
    assertThat(first.getMaterial().size()).isEqualTo(16);
    assertThat(first.getMaterial()).isNotEqualTo(ByteString.copyFrom(new byte[16]));

    Key rotated = keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build()).getKey();
    assertThat(rotated.getCurrentVersion()).isEqualTo(2);
    RetrieveKeyResponse second = retrieve(name);
    assertThat(second.getName()).isEqualTo(name + "/versions/2");
    assertThat(second.getMaterial()).isNotEqualTo(first.getMaterial());
    assertThat(second.getAuditSequence()).isGreaterThan(first.getAuditSequence());
    assertThat(retrieve(name + "/versions/1").getMaterial()).isEqualTo(first.getMaterial());

    GetKeyResponse used = get(name + "/versions/1");
    assertThat(used.getVersion().getUseCount()).isEqualTo(2);
    assertThat(used.getVersion().hasLastUseTime()).isTrue();
    assertThat(
            used.getVersion().getProtectStopTime().getSeconds()
                - used.getVersion().getActivationTime().getSeconds())
        .isEqualTo(3_600);

    keys.suspendKey(SuspendKeyRequest.newBuilder().setName(name).build());
    assertThat(refusal(() -> retrieve(name)).reason()).isEqualTo("KEY_STATE_FORBIDS");
    keys.reactivateKey(ReactivateKeyRequest.newBuilder().setName(name).build());
    assertThat(retrieve(name).getMaterial()).isEqualTo(second.getMaterial());

    Timestamp since = Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5_000_000).build();
    keys.revokeKey(
        RevokeKeyRequest.newBuilder()
            .setName(name + "/versions/1")
            .setReason(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE)
            .setCompromiseTime(since)
            .build());
    GetKeyResponse compromised = get(name + "/versions/1");
    assertThat(compromised.getVersion().getState()).isEqualTo(KeyState.KEY_STATE_COMPROMISED);
    assertThat(compromised.getVersion().getCompromiseTime()).isEqualTo(since);
    assertThat(compromised.getVersion().getRevocationReason())
        .isEqualTo(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE);
  }

  @Test
  void givenNoReason_whenRevoked_thenKeyIsDeactivatedAndMayOnlyProcess() {
    Key key = create("plain");

    Key revoked =
        keys.revokeKey(RevokeKeyRequest.newBuilder().setName(key.getName()).build()).getKey();

    assertThat(revoked.getState()).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);
    assertThat(refusal(() -> retrieve(key.getName())).reason()).isEqualTo("KEY_STATE_FORBIDS");
    RetrieveKeyResponse processing = retrieve(key.getName() + "/versions/1");
    assertThat(processing.getState()).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);
  }

  @Test
  void givenKey_whenItsNameIsTakenOrUnknown_thenTheReasonSaysSo() {
    create("there");

    assertThat(refusal(() -> create("there")).reason()).isEqualTo("KEY_ALREADY_EXISTS");
    assertThat(refusal(() -> get("namespaces/life/keys/absent")).reason())
        .isEqualTo("KEY_NOT_FOUND");
    assertThat(refusal(() -> get("namespaces/life/keys/there/versions/9")).reason())
        .isEqualTo("KEY_VERSION_NOT_FOUND");
  }

  @Test
  void givenGrant_whenCreatedAndRevoked_thenItIsListedAndCountsMeanwhile() {
    create("granted");
    RetrievalServiceGrpc.RetrievalServiceBlockingStub service =
        RetrievalServiceGrpc.newBlockingStub(api.client("service/granted"));
    RetrieveKeyRequest wanted =
        RetrieveKeyRequest.newBuilder().setName("namespaces/life/keys/granted").build();
    assertThat(refusal(() -> service.retrieveKey(wanted)).reason()).isEqualTo("PERMISSION_DENIED");

    Grant grant =
        grants
            .createGrant(
                CreateGrantRequest.newBuilder()
                    .setGrantId("for-granted")
                    .setPrincipal("spiffe://quorumkeep.test/service/*")
                    .setResource("namespaces/life/keys/gran*")
                    .addPermissions(Permission.PERMISSION_RETRIEVE_KEY)
                    .setEffect(Effect.EFFECT_ALLOW)
                    .build())
            .getGrant();
    assertThat(grant.getName()).isEqualTo("grants/for-granted");
    assertThat(grant.getPermissionsList()).containsExactly(Permission.PERMISSION_RETRIEVE_KEY);
    assertThat(service.retrieveKey(wanted).getMaterial().size()).isEqualTo(32);

    Grant revoked =
        grants
            .revokeGrant(RevokeGrantRequest.newBuilder().setName("grants/for-granted").build())
            .getGrant();
    assertThat(revoked).isEqualTo(grant);
    assertThat(refusal(() -> service.retrieveKey(wanted)).reason()).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void givenRecords_whenListed_thenTheirChainCanBeRecomputed() throws NoSuchAlgorithmException {
    create("audited");
    RetrieveKeyResponse released = retrieve("namespaces/life/keys/audited");

    byte[] head = new byte[32];
    AuditRecord ofRelease = AuditRecord.getDefaultInstance();
    long next = 0;
    long last;
    do {
      ListAuditRecordsResponse page =
          audit.listAuditRecords(
              ListAuditRecordsRequest.newBuilder().setFromSequence(next).setPageSize(3).build());
      assertThat(page.getPreviousHead().toByteArray()).isEqualTo(head);
      for (AuditRecord record : page.getRecordsList()) {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] leaf = sha256.digest(record.getCanonical().toByteArray());
        sha256.update(head);
        head = sha256.digest(leaf);
        assertThat(record.getChainHead().toByteArray()).isEqualTo(head);
        if (record.getSequence() == released.getAuditSequence()) {
          ofRelease = record;
        }
      }
      next = page.getNextSequence();
      last = page.getLastSequence();
    } while (next <= released.getAuditSequence());

    assertThat(last).isGreaterThanOrEqualTo(released.getAuditSequence());
    assertThat(ofRelease.getOperation()).isEqualTo("RETRIEVE_KEY");
    assertThat(ofRelease.getDecision()).isEqualTo(Decision.DECISION_ALLOWED);
    assertThat(ofRelease.getPrincipal()).isEqualTo(SingleNode.ADMIN.uri());
    assertThat(ofRelease.getSource()).startsWith("127.0.0.1:");
    assertThat(ofRelease.getResource()).isEqualTo("namespaces/life/keys/audited");
    assertThat(ofRelease.getVersion()).isEqualTo(1);
  }

  @Test
  void givenCluster_whenAskedForItsStatus_thenStateAndViewAreThere() {
    GetClusterStatusResponse status =
        ClusterServiceGrpc.newBlockingStub(api.admin())
            .getClusterStatus(GetClusterStatusRequest.newBuilder().setStateDigest(true).build());

    assertThat(status.getClusterId()).isEqualTo(SingleNode.CLUSTER_ID);
    assertThat(status.getLeader()).isEqualTo(SingleNode.NODE);
    assertThat(status.getMembersList()).extracting("node").isEqualTo(List.of(SingleNode.NODE));
    assertThat(status.getAuditSequence()).isPositive();
    assertThat(status.getAuditChainHead().size()).isEqualTo(32);
    assertThat(status.getStateDigest().size()).isEqualTo(32);
    assertThat(status.getDigestIndex()).isNotNegative();
  }
}
