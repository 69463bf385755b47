// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.ArchiveQueries;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.RecoveryPayload;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.v1.ArchiveKeyVersionRequest;
import io.quorumkeep.v1.ArchiveKeyVersionResponse;
import io.quorumkeep.v1.ArchiveServiceGrpc.ArchiveServiceImplBase;
import io.quorumkeep.v1.DeleteImageRequest;
import io.quorumkeep.v1.DeleteImageResponse;
import io.quorumkeep.v1.GetImageRequest;
import io.quorumkeep.v1.GetImageResponse;
import io.quorumkeep.v1.ListImagesRequest;
import io.quorumkeep.v1.ListImagesResponse;
import io.quorumkeep.v1.RecoverKeyVersionRequest;
import io.quorumkeep.v1.RecoverKeyVersionResponse;
import io.quorumkeep.v1.VerifyImageRequest;
import io.quorumkeep.v1.VerifyImageResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Serves {@code quorumkeep.v1.ArchiveService}: decodes, delegates, encodes. Holds no rule of its
 * own.
 */
final class ArchiveServiceEndpoint extends ArchiveServiceImplBase {

  private final Calls calls;
  private final Archiving archiving;
  private final ArchiveQueries queries;

  ArchiveServiceEndpoint(Calls calls, Archiving archiving, ArchiveQueries queries) {
    this.calls = calls;
    this.archiving = archiving;
    this.queries = queries;
  }

  @Override
  public void listImages(ListImagesRequest request, StreamObserver<ListImagesResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          boolean ofKey = request.getParent().contains("/keys/");
          KeyName key = ofKey ? ArchiveMessages.parentKey(request.getParent()) : null;
          String namespace = key == null ? Parse.namespace(request.getParent()) : key.namespace();
          String list = "images." + namespace + (key == null ? "" : "." + key.key());
          KeyVersionName after = after(namespace, list, request.getPageToken());
          int size = Parse.pageSize(request.getPageSize());
          return queries
              .list(ask.read(), namespace, key, after, size + 1)
              .thenApply(answer -> listResponse(list, size, Answers.value(answer)));
        });
  }

  private static @Nullable KeyVersionName after(String namespace, String list, String token) {
    String text = PageToken.readText(list, token);
    if (text.isEmpty()) {
      return null;
    }
    try {
      int dot = text.lastIndexOf('.');
      return KeyVersionName.parse(
          new KeyName(namespace, text.substring(0, Math.max(0, dot)))
              + "/versions/"
              + text.substring(dot + 1));
    } catch (IllegalArgumentException e) {
      throw PageToken.invalid();
    }
  }

  private static ListImagesResponse listResponse(String list, int size, List<StoredImage> images) {
    Page<io.quorumkeep.v1.ArchiveImage> page = Page.of(images, size, ArchiveMessages::image);
    ListImagesResponse.Builder response =
        ListImagesResponse.newBuilder().addAllImages(page.messages());
    if (page.more()) {
      StoredImage last = images.get(page.messages().size() - 1);
      response.setNextPageToken(PageToken.of(list, last.name().key() + "." + last.version()));
    }
    return response.build();
  }

  @Override
  public void getImage(GetImageRequest request, StreamObserver<GetImageResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = ArchiveMessages.version(request.getName());
          String proposal = Parse.optionalProposal(request.getProposal());
          RequestHash hash = RequestHash.of("GetImage").text(name.toString()).text(proposal);
          return queries
              .export(ask.change(hash), name, proposal)
              .thenApply(answer -> ArchiveMessages.exported(Answers.value(answer)));
        });
  }

  @Override
  public void verifyImage(
      VerifyImageRequest request, StreamObserver<VerifyImageResponse> observer) {
    calls.answer(
        observer,
        "",
        ask ->
            queries
                .verify(ask.read(), ArchiveMessages.version(request.getName()))
                .thenApply(answer -> ArchiveMessages.verified(Answers.value(answer))));
  }

  @Override
  public void archiveKeyVersion(
      ArchiveKeyVersionRequest request, StreamObserver<ArchiveKeyVersionResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = ArchiveMessages.version(request.getName());
          return archiving
              .archive(ask.change(RequestHash.of("ArchiveKeyVersion").text(name.toString())), name)
              .thenApply(
                  done -> {
                    Answers.key(done);
                    return ArchiveKeyVersionResponse.newBuilder()
                        .setImage(ArchiveMessages.image(Answers.value(queries.made(name))))
                        .build();
                  });
        });
  }

  /** The payload is taken out of the message and wiped there, whatever comes of it. */
  @Override
  public void recoverKeyVersion(
      RecoverKeyVersionRequest request, StreamObserver<RecoverKeyVersionResponse> observer) {
    byte[] bytes = PayloadField.take(request.getPayload());
    calls.answer(
        observer,
        request.getRequestId(),
        ask ->
            recover(ask, request, bytes)
                .thenApply(key -> RecoverKeyVersionResponse.newBuilder().setKey(key).build()));
    PayloadField.wipe(bytes);
  }

  private CompletableFuture<io.quorumkeep.v1.Key> recover(
      Ask ask, RecoverKeyVersionRequest request, byte[] bytes) {
    KeyVersionName name = ArchiveMessages.version(request.getName());
    String proposal = Parse.optionalProposal(request.getProposal());
    String reason = reason(request.getReason());
    RecoveryPayload payload = PayloadField.parse(bytes);
    RequestHash hash =
        RequestHash.of("RecoverKeyVersion")
            .text(name.toString())
            .text(payload.commitment().toString())
            .text(proposal)
            .text(reason);
    return archiving
        .recover(ask.change(hash), name, payload, proposal, reason)
        .thenApply(done -> KeyMessages.key(Answers.key(done)));
  }

  @Override
  public void deleteImage(
      DeleteImageRequest request, StreamObserver<DeleteImageResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          KeyVersionName name = ArchiveMessages.version(request.getName());
          String proposal = Parse.optionalProposal(request.getProposal());
          String reason = reason(request.getReason());
          RequestHash hash =
              RequestHash.of("DeleteImage").text(name.toString()).text(proposal).text(reason);
          return archiving
              .deleteImage(
                  ask.change(hash),
                  new KeyCommand.DeleteImage(name.key(), name.version(), proposal, reason))
              .thenApply(
                  done ->
                      DeleteImageResponse.newBuilder()
                          .setKey(KeyMessages.key(Answers.key(done)))
                          .build());
        });
  }

  private static String reason(String reason) {
    return ArchiveMessages.text("reason", reason, KeyCommand.MAX_REASON_LENGTH);
  }
}
