// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static io.quorumkeep.node.grpc.ApiFixture.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.quorumkeep.node.SingleNode;
import io.quorumkeep.node.crypto.bc.RecoveryFixture;
import io.quorumkeep.node.replication.EventReplay;
import io.quorumkeep.node.replication.StateDigest;
import io.quorumkeep.node.store.InMemoryKeyValueStore;
import io.quorumkeep.v1.ArchiveImage;
import io.quorumkeep.v1.ArchiveKeyVersionRequest;
import io.quorumkeep.v1.ArchiveServiceGrpc;
import io.quorumkeep.v1.AuditRecord;
import io.quorumkeep.v1.AuditServiceGrpc;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.DeleteImageRequest;
import io.quorumkeep.v1.DestroyKeyRequest;
import io.quorumkeep.v1.GetImageRequest;
import io.quorumkeep.v1.GetImageResponse;
import io.quorumkeep.v1.GetKeyRequest;
import io.quorumkeep.v1.GuardedOperation;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.KeyServiceGrpc;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.ListAuditRecordsRequest;
import io.quorumkeep.v1.ListImagesRequest;
import io.quorumkeep.v1.ListImagesResponse;
import io.quorumkeep.v1.RecoverKeyVersionRequest;
import io.quorumkeep.v1.RetrievalServiceGrpc;
import io.quorumkeep.v1.RetrieveKeyRequest;
import io.quorumkeep.v1.RevocationReason;
import io.quorumkeep.v1.RevokeKeyRequest;
import io.quorumkeep.v1.RotateKeyRequest;
import io.quorumkeep.v1.VerifyImageRequest;
import io.quorumkeep.v1.VerifyImageResponse;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images of versions and what they are for, over the wire. */
class ArchiveTest {
  private static ApiFixture api;
  private static KeyServiceGrpc.KeyServiceBlockingStub keys;
  private static RetrievalServiceGrpc.RetrievalServiceBlockingStub retrieval;
  private static ArchiveServiceGrpc.ArchiveServiceBlockingStub archive;
  private static TwoPersons persons;
  private static AuditServiceGrpc.AuditServiceBlockingStub audit;

  @BeforeAll
  static void start() {
    api = ApiFixture.start();
    keys = KeyServiceGrpc.newBlockingStub(api.admin());
    retrieval = RetrievalServiceGrpc.newBlockingStub(api.admin());
    archive = ArchiveServiceGrpc.newBlockingStub(api.admin());
    audit = AuditServiceGrpc.newBlockingStub(api.admin());
    persons = new TwoPersons(api);
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @BeforeEach
  void configure() {
    api.node().recipients(SingleNode.RECOVERY);
  }

  @Test
  void givenMirroredKey_whenDeactivated_thenEveryVersionHasAnImageThatHoldsItsMaterial() {
    String name = create("whole", true);
    ByteString first = material(name);
    for (int i = 0; i < 20; i++) {
      rotate(name);
    }

    assertThat(revoke(name).getState()).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);

    ListImagesResponse images =
        archive.listImages(ListImagesRequest.newBuilder().setParent(name).build());
    assertThat(images.getImagesList()).hasSize(21);
    GetImageResponse image = export(name + "/versions/1");
    assertThat(image.getImage().getImageDigest().toByteArray())
        .isEqualTo(sha256(image.getContent().toByteArray()));
    byte[] payload = open(image);
    assertThat(image.getImage().getCommitment().toByteArray()).isEqualTo(sha256(payload));
    assertThat(ByteString.copyFrom(payload).endsWith(first)).isTrue();
  }

  @Test
  void givenOneVersion_whenDeactivated_thenItAloneGetsAnImage() {
    String name = create("one", true);
    rotate(name);

    revoke(name + "/versions/1");

    assertThat(names(name)).containsExactly(name + "/versions/1");
    assertThat(revoke(name).getState()).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);
    assertThat(names(name)).containsExactly(name + "/versions/1", name + "/versions/2");
  }

  @Test
  void givenKeyThatIsNotMirrored_whenDeactivated_thenThereIsNoImage() {
    String name = create("plain", false);

    revoke(name);

    assertThat(names(name)).isEmpty();
    ApiFixture.Refusal refusal = refusal(() -> export(name + "/versions/1"));
    assertThat(refusal.reason()).isEqualTo("IMAGE_NOT_FOUND");
    assertThat(refusal.code()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void givenNoRecipient_whenAMirroredKeyIsDeactivated_thenItIsNotAndTheReasonSaysWhatToDo() {
    String name = create("unconfigured", true);
    api.node().recipients();

    ApiFixture.Refusal refusal = refusal(() -> revoke(name));

    assertThat(refusal.reason()).isEqualTo("ARCHIVE_NOT_CONFIGURED");
    assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(state(name)).isEqualTo(KeyState.KEY_STATE_ACTIVE);
    assertThat(
            keys.revokeKey(
                    RevokeKeyRequest.newBuilder()
                        .setName(name)
                        .setReason(RevocationReason.REVOCATION_REASON_KEY_COMPROMISE)
                        .build())
                .getKey()
                .getState())
        .isEqualTo(KeyState.KEY_STATE_COMPROMISED);
  }

  @Test
  void givenNobody_whenAMirroredKeyIsRevoked_thenDeniedBeforeAnyImageIsMade() {
    String name = create("foreign", true);
    KeyServiceGrpc.KeyServiceBlockingStub others =
        KeyServiceGrpc.newBlockingStub(api.client("nobody"));

    assertThat(
            refusal(() -> others.revokeKey(RevokeKeyRequest.newBuilder().setName(name).build()))
                .reason())
        .isEqualTo("PERMISSION_DENIED");
    assertThat(names(name)).isEmpty();
  }

  @Test
  void givenRequestId_whenAnImageIsAskedForAgain_thenItIsTheSame() {
    String name = create("again", false) + "/versions/1";
    ArchiveKeyVersionRequest request =
        ArchiveKeyVersionRequest.newBuilder()
            .setName(name)
            .setRequestId("0b6e61ae-0f5c-4bd4-9d08-5a2f9a4cbb77")
            .build();

    ArchiveImage image = archive.archiveKeyVersion(request).getImage();

    assertThat(archive.archiveKeyVersion(request).getImage()).isEqualTo(image);
    ArchiveImage anew =
        archive.archiveKeyVersion(request.toBuilder().clearRequestId().build()).getImage();
    assertThat(anew.getImageDigest()).isNotEqualTo(image.getImageDigest());
    assertThat(anew.getCommitment()).isNotEqualTo(image.getCommitment());
  }

  @Test
  void givenImage_whenVerified_thenItSaysWhoOpensIt() {
    String name = create("verified", false) + "/versions/1";
    archiveNow(name);
    RecoveryFixture later = RecoveryFixture.ec("secp256r1");
    api.node().recipients(later);

    VerifyImageResponse found =
        archive.verifyImage(VerifyImageRequest.newBuilder().setName(name).build());

    assertThat(found.getIntact()).isTrue();
    assertThat(found.getRecipientsList())
        .extracting(recipient -> recipient.getInImage() + " " + recipient.getConfigured())
        .containsExactly("true false", "false true");
    assertThat(found.getRecipients(1).getSerialNumber())
        .isEqualTo(later.certificate().getSerialNumber().toString(16));
  }

  @Test
  void givenDestroyedVersion_whenRecovered_thenItIsBackWithItsMaterial() {
    String name = create("recovered", true);
    ByteString first = material(name);
    rotate(name);
    String version = name + "/versions/1";
    revoke(version);
    byte[] payload = open(export(version));
    destroy(version);
    assertThat(refusal(() -> material(version)).reason()).isEqualTo("KEY_STATE_FORBIDS");

    Key key = recover(version, payload);

    assertThat(key.getState()).isEqualTo(KeyState.KEY_STATE_ACTIVE);
    assertThat(versionState(version)).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);
    assertThat(material(version)).isEqualTo(first);
    AuditRecord record = last("RECOVER_KEY");
    assertThat(record.getResource()).isEqualTo(name);
    assertThat(record.getDetailsList())
        .extracting(detail -> detail.getName() + "=" + detail.getValue())
        .contains("reason=old backups");
    assertThat(refusal(() -> recover(version, payload)).reason()).isEqualTo("KEY_STATE_FORBIDS");
  }

  @Test
  void givenDestroyedKey_whenAVersionIsRecovered_thenTheKeyIsBackDeactivated() {
    String name = create("whole-recovered", true);
    revoke(name);
    byte[] payload = open(export(name + "/versions/1"));
    destroy(name);

    Key key = recover(name + "/versions/1", payload);

    assertThat(key.getState()).isEqualTo(KeyState.KEY_STATE_DEACTIVATED);
  }

  @Test
  void givenAnotherPayload_whenRecovered_thenItIsAMismatchAndNothingChanges() {
    String name = create("mismatch", true);
    String other = create("mismatch-other", true);
    rotate(name);
    String version = name + "/versions/1";
    archiveNow(version);
    byte[] replaced = open(export(version));
    revoke(version);
    archiveNow(version);
    archiveNow(other + "/versions/1");
    byte[] ofOther = open(export(other + "/versions/1"));
    destroy(version);
    byte[] changed = open(export(version));
    changed[changed.length - 1] ^= 1;

    for (byte[] payload : List.of(replaced, ofOther, changed)) {
      ApiFixture.Refusal refusal = refusal(() -> recover(version, payload));
      assertThat(refusal.reason()).isEqualTo("RECOVERY_MISMATCH");
      assertThat(refusal.code()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    }
    assertThat(refusal(() -> recover(version, new byte[] {1, 2, 3})).reason())
        .isEqualTo("INVALID_ARGUMENT");
    assertThat(versionState(version)).isEqualTo(KeyState.KEY_STATE_DESTROYED);
  }

  @Test
  void givenDestroyedVersion_whenItsImageIsDeleted_thenNothingBringsItBack() {
    String name = create("final", true);
    rotate(name);
    String version = name + "/versions/1";
    revoke(version);
    byte[] payload = open(export(version));
    assertThat(refusal(() -> deleteImage(version)).reason()).isEqualTo("KEY_STATE_FORBIDS");
    destroy(version);

    deleteImage(version);

    assertThat(names(name)).isEmpty();
    assertThat(refusal(() -> recover(version, payload)).reason()).isEqualTo("IMAGE_NOT_FOUND");
    assertThat(refusal(() -> deleteImage(version)).reason()).isEqualTo("IMAGE_NOT_FOUND");
  }

  @Test
  void givenImagesOfANamespace_whenListedInPages_thenEachIsThereOnceInOrder() {
    List<String> all = new ArrayList<>();
    for (String id : List.of("a", "b")) {
      String name = create("paging", id, true);
      rotate(name);
      rotate(name);
      revoke(name);
      for (int version = 1; version <= 3; version++) {
        all.add(name + "/versions/" + version);
      }
    }

    List<String> listed = new ArrayList<>();
    ListImagesRequest request =
        ListImagesRequest.newBuilder().setParent("namespaces/paging").setPageSize(2).build();
    ListImagesResponse page;
    do {
      page = archive.listImages(request);
      page.getImagesList().forEach(image -> listed.add(image.getName()));
      request = request.toBuilder().setPageToken(page.getNextPageToken()).build();
    } while (!page.getNextPageToken().isEmpty());

    assertThat(listed).containsExactlyElementsOf(all);
    ListImagesRequest elsewhere =
        request.toBuilder()
            .setParent("namespaces/other")
            .setPageToken(PageToken.of("images.paging", "a.1"))
            .build();
    assertThat(refusal(() -> archive.listImages(elsewhere)).reason())
        .isEqualTo("INVALID_PAGE_TOKEN");
    ListImagesRequest odd =
        request.toBuilder().setPageToken(PageToken.of("images.paging", "a.x")).build();
    assertThat(refusal(() -> archive.listImages(odd)).reason()).isEqualTo("INVALID_PAGE_TOKEN");
  }

  @Test
  void givenWhatHappenedHere_whenReplayedFromItsEvents_thenTheStateIsTheSame() {
    String name = create("replayed", true);
    rotate(name);
    revoke(name);
    byte[] payload = open(export(name + "/versions/1"));
    destroy(name);
    recover(name + "/versions/1", payload);
    InMemoryKeyValueStore again = new InMemoryKeyValueStore();

    EventReplay.replay(api.node().store(), again);

    assertThat(StateDigest.ofEventSourced(again))
        .isEqualTo(StateDigest.ofEventSourced(api.node().store()));
  }

  @Test
  void givenPayloadField_whenTaken_thenTheMessageHoldsZeros() {
    ByteString field = ByteString.copyFrom(new byte[] {1, 2, 3});

    byte[] taken = PayloadField.take(field);

    assertThat(taken).containsExactly(1, 2, 3);
    assertThat(field.toByteArray()).containsOnly(0);
  }

  @Test
  void givenImage_whenExported_thenOnlyWithApprovalThatIsUsedUp() {
    String version = create("exported", true) + "/versions/1";
    archiveNow(version);
    GetImageRequest.Builder request =
        GetImageRequest.newBuilder().setName(version).setRequestId(UUID.randomUUID().toString());

    assertThat(refusal(() -> archive.getImage(request.clone().clearRequestId().build())).reason())
        .isEqualTo("APPROVAL_REQUIRED");
    request.setProposal(
        persons.approved(GuardedOperation.GUARDED_OPERATION_EXPORT_ARCHIVE, version));
    GetImageResponse first = archive.getImage(request.build());
    // The answer may have been lost: the same request again has the same answer.
    assertThat(archive.getImage(request.build())).isEqualTo(first);
    assertThat(refusal(() -> archive.getImage(request.clone().clearRequestId().build())).reason())
        .isEqualTo("PROPOSAL_CLOSED");
  }

  @Test
  void givenNoImage_whenExported_thenTheProposalIsNotUsedUp() {
    String version = create("later", true) + "/versions/1";
    String proposal = persons.approved(GuardedOperation.GUARDED_OPERATION_EXPORT_ARCHIVE, version);
    GetImageRequest request =
        GetImageRequest.newBuilder().setName(version).setProposal(proposal).build();

    assertThat(refusal(() -> archive.getImage(request)).reason()).isEqualTo("IMAGE_NOT_FOUND");
    archiveNow(version);
    assertThat(archive.getImage(request).getContent().isEmpty()).isFalse();
  }

  private static String create(String id, boolean mirrored) {
    return create("archive", id, mirrored);
  }

  private static String create(String namespace, String id, boolean mirrored) {
    return keys.createKey(
            CreateKeyRequest.newBuilder()
                .setParent("namespaces/" + namespace)
                .setKeyId(id)
                .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
                .setMirrored(mirrored)
                .build())
        .getKey()
        .getName();
  }

  private static void rotate(String name) {
    var unused = keys.rotateKey(RotateKeyRequest.newBuilder().setName(name).build());
  }

  private static Key revoke(String name) {
    return keys.revokeKey(RevokeKeyRequest.newBuilder().setName(name).build()).getKey();
  }

  private static void destroy(String name) {
    var unused =
        keys.destroyKey(
            DestroyKeyRequest.newBuilder()
                .setName(name)
                .setProposal(persons.approved(GuardedOperation.GUARDED_OPERATION_DESTROY_KEY, name))
                .build());
  }

  private static void archiveNow(String version) {
    var unused =
        archive.archiveKeyVersion(ArchiveKeyVersionRequest.newBuilder().setName(version).build());
  }

  private static void deleteImage(String version) {
    var unused =
        archive.deleteImage(
            DeleteImageRequest.newBuilder()
                .setName(version)
                .setProposal(
                    persons.approved(GuardedOperation.GUARDED_OPERATION_DESTROY_KEY, version))
                .build());
  }

  private static Key recover(String version, byte[] payload) {
    return archive
        .recoverKeyVersion(
            RecoverKeyVersionRequest.newBuilder()
                .setName(version)
                .setPayload(ByteString.copyFrom(payload))
                .setProposal(
                    persons.approved(GuardedOperation.GUARDED_OPERATION_RECOVER_KEY, version))
                .setReason("old backups")
                .build())
        .getKey();
  }

  private static GetImageResponse export(String version) {
    return archive.getImage(
        GetImageRequest.newBuilder()
            .setName(version)
            .setProposal(
                persons.approved(GuardedOperation.GUARDED_OPERATION_EXPORT_ARCHIVE, version))
            .build());
  }

  private static byte[] open(GetImageResponse image) {
    return SingleNode.RECOVERY.open(image.getContent().toByteArray()).orElseThrow();
  }

  private static ByteString material(String name) {
    return retrieval
        .retrieveKey(RetrieveKeyRequest.newBuilder().setName(name).build())
        .getMaterial();
  }

  private static KeyState state(String name) {
    return keys.getKey(GetKeyRequest.newBuilder().setName(name).build()).getKey().getState();
  }

  private static KeyState versionState(String name) {
    return keys.getKey(GetKeyRequest.newBuilder().setName(name).build()).getVersion().getState();
  }

  private static List<String> names(String parent) {
    return archive
        .listImages(ListImagesRequest.newBuilder().setParent(parent).build())
        .getImagesList()
        .stream()
        .map(ArchiveImage::getName)
        .toList();
  }

  private static AuditRecord last(String operation) {
    AuditRecord found = AuditRecord.getDefaultInstance();
    for (AuditRecord record :
        audit
            .listAuditRecords(ListAuditRecordsRequest.newBuilder().setPageSize(1_000).build())
            .getRecordsList()) {
      found = record.getOperation().equals(operation) ? record : found;
    }
    return found;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
