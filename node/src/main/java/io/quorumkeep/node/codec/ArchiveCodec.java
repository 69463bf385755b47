// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.log.v1.ArchiveFacts;
import io.quorumkeep.log.v1.ArchiveVersion;
import io.quorumkeep.log.v1.Archived;
import io.quorumkeep.log.v1.ImageDeleted;
import io.quorumkeep.log.v1.ImageRow;
import io.quorumkeep.log.v1.RecoverVersion;
import io.quorumkeep.log.v1.Recovered;
import io.quorumkeep.log.v1.RemoveImage;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.key.Archive;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.time.Instant;

/** What concerns images of the archive, to and from its stored form. */
public final class ArchiveCodec {
  private ArchiveCodec() {}

  public static byte[] encodeImage(StoredImage image) {
    return ImageRow.newBuilder()
        .setKey(Fields.key(image.name()))
        .setVersion(image.version())
        .setImage(image(image.image()))
        .setArchivedAtMs(image.archivedAt().toEpochMilli())
        .build()
        .toByteArray();
  }

  /**
   * Reads the row of an image.
   *
   * @throws CorruptLogException if it is none
   */
  public static StoredImage decodeImage(byte[] bytes) {
    return Guarded.decode(
        "the row of an image",
        () -> {
          ImageRow row = Fields.known(ImageRow.parseFrom(bytes));
          return new StoredImage(
              Fields.key(row.getKey()),
              row.getVersion(),
              image(row.getImage()),
              Instant.ofEpochMilli(row.getArchivedAtMs()));
        });
  }

  static ArchiveVersion command(KeyCommand.Archive archive) {
    ArchiveVersion.Builder out =
        ArchiveVersion.newBuilder()
            .setKey(Fields.key(archive.name()))
            .setVersion(archive.version())
            .setForRevocation(archive.forRevocation());
    KeyImage image = archive.image();
    return (image == null ? out.setAsk(true) : out.setImage(image(image))).build();
  }

  static ArchiveVersion command(KeyCommand.DeleteImage delete) {
    return ArchiveVersion.newBuilder()
        .setKey(Fields.key(delete.name()))
        .setVersion(delete.version())
        .setRemove(
            RemoveImage.newBuilder().setProposal(delete.proposal()).setReason(delete.reason()))
        .build();
  }

  static KeyCommand command(ArchiveVersion archive) {
    return switch (Fields.known(archive).getChangeCase()) {
      case ASK ->
          new KeyCommand.Archive(
              Fields.key(archive.getKey()), archive.getVersion(), null, archive.getForRevocation());
      case IMAGE ->
          new KeyCommand.Archive(
              Fields.key(archive.getKey()),
              archive.getVersion(),
              image(archive.getImage()),
              archive.getForRevocation());
      case REMOVE -> {
        RemoveImage remove = Fields.known(archive.getRemove());
        yield new KeyCommand.DeleteImage(
            Fields.key(archive.getKey()),
            archive.getVersion(),
            remove.getProposal(),
            remove.getReason());
      }
      case CHANGE_NOT_SET ->
          throw new CorruptLogException("a change of an image that changes none");
    };
  }

  static RecoverVersion command(KeyCommand.Recover recover) {
    RecoverVersion.Builder out =
        RecoverVersion.newBuilder()
            .setKey(Fields.key(recover.name()))
            .setVersion(recover.version())
            .setCommitment(digest(recover.commitment()))
            .setProposal(recover.proposal())
            .setReason(recover.reason());
    WrappedMaterial material = recover.material();
    return (material == null ? out : out.setMaterial(Fields.material(material))).build();
  }

  static KeyCommand command(RecoverVersion recover) {
    return new KeyCommand.Recover(
        Fields.key(Fields.known(recover).getKey()),
        recover.getVersion(),
        digest(recover.getCommitment()),
        recover.hasMaterial() ? Fields.material(recover.getMaterial()) : null,
        recover.getProposal(),
        recover.getReason());
  }

  static Archived event(KeyEvent.Archived event) {
    return Archived.newBuilder()
        .setKey(Fields.key(event.name()))
        .setVersion(event.version())
        .setCommitment(digest(event.commitment()))
        .setImageDigest(digest(event.image()))
        .build();
  }

  static KeyEvent event(Archived event, Instant at) {
    return new KeyEvent.Archived(
        Fields.key(Fields.known(event).getKey()),
        at,
        event.getVersion(),
        digest(event.getCommitment()),
        digest(event.getImageDigest()));
  }

  static Recovered event(KeyEvent.Recovered event) {
    KeyEvent.Recovery provenance = event.provenance();
    return Recovered.newBuilder()
        .setKey(Fields.key(event.name()))
        .setVersion(event.version())
        .setMaterial(Fields.material(event.material()))
        .setPrincipal(provenance.principal())
        .setProposal(provenance.proposal())
        .setImageDigest(digest(provenance.image()))
        .setReason(provenance.reason())
        .build();
  }

  static KeyEvent event(Recovered event, Instant at) {
    return new KeyEvent.Recovered(
        Fields.key(Fields.known(event).getKey()),
        at,
        event.getVersion(),
        Fields.material(event.getMaterial()),
        new KeyEvent.Recovery(
            event.getPrincipal(),
            event.getProposal(),
            digest(event.getImageDigest()),
            event.getReason()));
  }

  static ImageDeleted event(KeyEvent.ImageDeleted event) {
    return ImageDeleted.newBuilder()
        .setKey(Fields.key(event.name()))
        .setVersion(event.version())
        .setReason(event.reason())
        .build();
  }

  static KeyEvent event(ImageDeleted event, Instant at) {
    return new KeyEvent.ImageDeleted(
        Fields.key(Fields.known(event).getKey()), at, event.getVersion(), event.getReason());
  }

  static ArchiveFacts facts(Archive archive) {
    return ArchiveFacts.newBuilder()
        .setCommitment(digest(archive.commitment()))
        .setImageDigest(digest(archive.image()))
        .setArchivedAtMs(archive.archivedAt().toEpochMilli())
        .build();
  }

  static Archive facts(ArchiveFacts facts) {
    return new Archive(
        digest(Fields.known(facts).getCommitment()),
        digest(facts.getImageDigest()),
        Instant.ofEpochMilli(facts.getArchivedAtMs()));
  }

  static io.quorumkeep.log.v1.KeyImage image(KeyImage image) {
    return io.quorumkeep.log.v1.KeyImage.newBuilder()
        .setContent(UnsafeByteOperations.unsafeWrap(image.content()))
        .setDigest(digest(image.digest()))
        .setCommitment(digest(image.commitment()))
        .build();
  }

  static KeyImage image(io.quorumkeep.log.v1.KeyImage image) {
    return new KeyImage(
        Fields.known(image).getContent().toByteArray(),
        digest(image.getDigest()),
        digest(image.getCommitment()));
  }

  private static ByteString digest(Digest digest) {
    return UnsafeByteOperations.unsafeWrap(digest.bytes());
  }

  private static Digest digest(ByteString bytes) {
    return new Digest(bytes.toByteArray());
  }
}
