// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.v1.ArchiveImage;
import io.quorumkeep.v1.ArchiveRecipient;
import io.quorumkeep.v1.GetImageResponse;
import io.quorumkeep.v1.VerifyImageResponse;

/** Images as messages have them, and fields of requests about them. */
final class ArchiveMessages {
  private ArchiveMessages() {}

  static ArchiveImage image(StoredImage stored) {
    return ArchiveImage.newBuilder()
        .setName(new KeyVersionName(stored.name(), stored.version()).toString())
        .setImageDigest(bytes(stored.image().digest().bytes()))
        .setCommitment(bytes(stored.image().commitment().bytes()))
        .setArchiveTime(Times.of(stored.archivedAt()))
        .setSizeBytes(stored.image().content().length)
        .build();
  }

  static GetImageResponse exported(StoredImage stored) {
    return GetImageResponse.newBuilder()
        .setImage(image(stored))
        .setContent(bytes(stored.image().content()))
        .build();
  }

  static VerifyImageResponse verified(ArchiveQueries.Verification found) {
    VerifyImageResponse.Builder response =
        VerifyImageResponse.newBuilder().setImage(image(found.image())).setIntact(found.intact());
    found
        .recipients()
        .forEach(
            recipient ->
                response.addRecipients(
                    ArchiveRecipient.newBuilder()
                        .setIssuer(recipient.issuer())
                        .setSerialNumber(recipient.serialNumber())
                        .setInImage(recipient.inImage())
                        .setConfigured(recipient.configured())));
    return response.build();
  }

  /** The name of a version, and not of a key. */
  static KeyVersionName version(String name) {
    KeyVersionName parsed = Parse.keyVersionName(name);
    if (parsed.version() == 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME,
          "name",
          "this needs the name of a version: …/versions/{version}");
    }
    return parsed;
  }

  static KeyName parentKey(String parent) {
    KeyVersionName parsed = Parse.keyVersionName("parent", parent);
    if (parsed.version() != 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME, "parent", "a parent is a namespace or a key, not a version");
    }
    return parsed.key();
  }

  static String text(String field, String text, int most) {
    if (text.length() > most) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT, field, field + " has at most " + most + " characters");
    }
    return text;
  }

  private static ByteString bytes(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
