// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.client.ArchiveImage;
import io.quorumkeep.client.ArchiveRecipient;
import io.quorumkeep.client.ExportedImage;
import io.quorumkeep.client.ImageVerification;
import io.quorumkeep.client.Key;
import io.quorumkeep.client.Page;
import io.quorumkeep.v1.ArchiveKeyVersionRequest;
import io.quorumkeep.v1.ArchiveServiceGrpc;
import io.quorumkeep.v1.DeleteImageRequest;
import io.quorumkeep.v1.GetImageRequest;
import io.quorumkeep.v1.ListImagesRequest;
import io.quorumkeep.v1.RecoverKeyVersionRequest;
import io.quorumkeep.v1.VerifyImageRequest;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.ArchiveService}. */
public final class ArchiveCalls {
  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public ArchiveCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Reads a page of the images of a key or namespace. */
  public CompletableFuture<Page<ArchiveImage>> list(String parent, int pageSize, String pageToken) {
    return connection.call(
        ArchiveServiceGrpc.getListImagesMethod(),
        ListImagesRequest.newBuilder()
            .setParent(parent)
            .setPageSize(pageSize)
            .setPageToken(pageToken)
            .build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getImagesList().stream().map(ArchiveCalls::image).toList(),
                Pages.token(response.getNextPageToken())));
  }

  /** Reads an image. */
  public CompletableFuture<ExportedImage> export(String name, String proposal) {
    String id = context.newRequestId();
    return connection.call(
        ArchiveServiceGrpc.getGetImageMethod(),
        GetImageRequest.newBuilder().setName(name).setProposal(proposal).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response ->
            new ExportedImage(image(response.getImage()), response.getContent().toByteArray()));
  }

  /** Has an image checked. */
  public CompletableFuture<ImageVerification> verify(String name) {
    return connection.call(
        ArchiveServiceGrpc.getVerifyImageMethod(),
        VerifyImageRequest.newBuilder().setName(name).build(),
        "",
        context.adminLimits(),
        response ->
            new ImageVerification(
                image(response.getImage()),
                response.getIntact(),
                response.getRecipientsList().stream().map(ArchiveCalls::recipient).toList()));
  }

  /** Has an image made. */
  public CompletableFuture<ArchiveImage> create(String name) {
    String id = context.newRequestId();
    return connection.call(
        ArchiveServiceGrpc.getArchiveKeyVersionMethod(),
        ArchiveKeyVersionRequest.newBuilder().setName(name).setRequestId(id).build(),
        id,
        context.adminLimits(),
        response -> image(response.getImage()));
  }

  /** Has a version recovered. The payload is lent to the message, not copied into it. */
  public CompletableFuture<Key> recover(
      String name, byte[] payload, String proposal, String reason) {
    String id = context.newRequestId();
    return connection.call(
        ArchiveServiceGrpc.getRecoverKeyVersionMethod(),
        RecoverKeyVersionRequest.newBuilder()
            .setName(name)
            .setPayload(UnsafeByteOperations.unsafeWrap(payload))
            .setProposal(proposal)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  /** Has an image removed. */
  public CompletableFuture<Key> delete(String name, String proposal, String reason) {
    String id = context.newRequestId();
    return connection.call(
        ArchiveServiceGrpc.getDeleteImageMethod(),
        DeleteImageRequest.newBuilder()
            .setName(name)
            .setProposal(proposal)
            .setReason(reason)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> KeyMessages.key(response.getKey()));
  }

  private static ArchiveImage image(io.quorumkeep.v1.ArchiveImage image) {
    return new ArchiveImage(
        image.getName(),
        hex(image.getImageDigest()),
        hex(image.getCommitment()),
        Times.instant(image.getArchiveTime()),
        image.getSizeBytes());
  }

  private static ArchiveRecipient recipient(io.quorumkeep.v1.ArchiveRecipient recipient) {
    return new ArchiveRecipient(
        recipient.getIssuer(),
        recipient.getSerialNumber(),
        recipient.getInImage(),
        recipient.getConfigured());
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
