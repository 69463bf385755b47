// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.application.Queries.Answer;
import io.quorumkeep.node.application.Submissions.Request;
import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.ImagePayload;
import io.quorumkeep.node.crypto.MalformedImageException;
import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.Archive;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.store.ImageReader;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Reads of the archive; as {@link Queries}, each is a barrier in the log first. */
public final class ArchiveQueries {
  private static final Rejection NO_IMAGE =
      new Rejection(Reason.IMAGE_NOT_FOUND, "the version has no image in the archive");

  private final Queries queries;
  private final StateReader state;
  private final ImageReader images;
  private final ArchiveSealer sealer;

  public ArchiveQueries(Queries queries, KeyValueStore store, ArchiveSealer sealer) {
    this.queries = queries;
    this.state = new StateReader(store);
    this.images = new ImageReader(store);
    this.sealer = sealer;
  }

  /**
   * What came of looking at an image.
   *
   * @param intact whether the image has the digest on record and is an envelope
   * @param recipients those of the image, if it is an envelope, and those that it leaves out
   */
  public record Verification(StoredImage image, boolean intact, List<Recipient> recipients) {
    public Verification {
      recipients = List.copyOf(recipients);
    }
  }

  /** As {@link ArchiveSealer.Recipient}. */
  public record Recipient(
      String issuer, String serialNumber, boolean inImage, boolean configured) {}

  /**
   * Exports an image.
   *
   * @param proposal the id of an approved one, where the namespace asks for approval; else empty
   */
  public CompletableFuture<Answer<StoredImage>> export(
      Request request, KeyVersionName name, String proposal) {
    return queries.afterBarrier(
        request,
        new CommandBody.Read(
            Permission.EXPORT_ARCHIVE, name.key().toString(), name.version(), proposal),
        () -> find(name));
  }

  /** Checks an image as this node has it. */
  public CompletableFuture<Answer<Verification>> verify(Request request, KeyVersionName name) {
    return queries.afterBarrier(
        request,
        onVersion(Permission.READ_ARCHIVE, name),
        () -> {
          Answer<StoredImage> found = find(name);
          StoredImage image = found.value();
          Rejection rejection = found.rejection();
          return image == null || rejection != null
              ? Answer.refused(rejection == null ? NO_IMAGE : rejection)
              : Answer.of(verified(image));
        });
  }

  /**
   * Images of a namespace, or of one key in it, by key and version.
   *
   * @param key null for all keys of the namespace
   * @param after the version after which to begin; null for the first
   */
  public CompletableFuture<Answer<List<StoredImage>>> list(
      Request request,
      String namespace,
      @Nullable KeyName key,
      @Nullable KeyVersionName after,
      int limit) {
    String resource = key == null ? ResourcePattern.allKeysOf(namespace).text() : key.toString();
    return queries.afterBarrier(
        request,
        new CommandBody.Read(Permission.READ_ARCHIVE, resource, 0),
        () -> Answer.of(images.images(namespace, key == null ? "" : key.key(), after, limit)));
  }

  /** The image of a version that the caller has just made. */
  public Answer<StoredImage> made(KeyVersionName name) {
    return find(name);
  }

  private Answer<StoredImage> find(KeyVersionName name) {
    StoredImage image = images.image(name.key(), name.version());
    if (image != null) {
      return Answer.of(image);
    }
    if (state.key(name.key()) == null) {
      return Answer.refused(new Rejection(Reason.KEY_NOT_FOUND, "no key has this name"));
    }
    return Answer.refused(
        state.version(name.key(), name.version()) == null
            ? new Rejection(Reason.KEY_VERSION_NOT_FOUND, "the key has no such version")
            : NO_IMAGE);
  }

  private Verification verified(StoredImage stored) {
    byte[] content = stored.image().content();
    KeyVersion version = state.version(stored.name(), stored.version());
    Archive archive = version == null ? null : version.archive();
    boolean onRecord =
        archive != null && archive.image().equals(new Digest(ImagePayload.sha256(content)));
    try {
      return new Verification(stored, onRecord, recipients(content));
    } catch (MalformedImageException e) {
      // That is what was asked: no envelope, so nobody opens it.
      return new Verification(stored, false, List.of());
    }
  }

  private List<Recipient> recipients(byte[] content) {
    return sealer.recipients(content).stream()
        .map(
            found ->
                new Recipient(
                    found.issuer(), found.serialNumber(), found.inImage(), found.configured()))
        .toList();
  }

  private static CommandBody.Read onVersion(Permission permission, KeyVersionName name) {
    return new CommandBody.Read(permission, name.key().toString(), name.version());
  }
}
