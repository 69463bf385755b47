// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.stub.StreamObserver;
import io.quorumkeep.node.application.Erasures;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.v1.ErasureServiceGrpc.ErasureServiceImplBase;
import io.quorumkeep.v1.FinalizeDestructionRequest;
import io.quorumkeep.v1.FinalizeDestructionResponse;
import io.quorumkeep.v1.GetErasureRequest;
import io.quorumkeep.v1.GetErasureResponse;
import io.quorumkeep.v1.ListErasuresRequest;
import io.quorumkeep.v1.ListErasuresResponse;
import java.util.List;

/** Serves {@code quorumkeep.v1.ErasureService}: decodes, delegates, encodes. */
final class ErasureServiceEndpoint extends ErasureServiceImplBase {
  private static final String LIST = "erasures";

  private final Calls calls;
  private final Erasures erasures;

  ErasureServiceEndpoint(Calls calls, Erasures erasures) {
    this.calls = calls;
    this.erasures = erasures;
  }

  @Override
  public void finalizeDestruction(
      FinalizeDestructionRequest request, StreamObserver<FinalizeDestructionResponse> observer) {
    calls.answer(
        observer,
        request.getRequestId(),
        ask -> {
          String reason = reason(request.getReason());
          return erasures
              .start(ask.change(RequestHash.of("FinalizeDestruction").text(reason)), reason)
              .thenApply(
                  answer ->
                      FinalizeDestructionResponse.newBuilder()
                          .setErasure(ErasureMessages.erasure(Answers.value(answer)))
                          .build());
        });
  }

  @Override
  public void getErasure(GetErasureRequest request, StreamObserver<GetErasureResponse> observer) {
    calls.answer(
        observer,
        "",
        ask ->
            erasures
                .status(ask.read())
                .thenApply(
                    answer ->
                        GetErasureResponse.newBuilder()
                            .setErasure(ErasureMessages.erasure(Answers.value(answer)))
                            .build()));
  }

  @Override
  public void listErasures(
      ListErasuresRequest request, StreamObserver<ListErasuresResponse> observer) {
    calls.answer(
        observer,
        "",
        ask -> {
          long before = before(PageToken.read(LIST, request.getPageToken()));
          int size = Parse.pageSize(request.getPageSize());
          return erasures
              .certificates(ask.read(), before, size + 1)
              .thenApply(answer -> response(size, Answers.value(answer)));
        });
  }

  private static ListErasuresResponse response(int size, List<ErasureCertificate> certificates) {
    Page<io.quorumkeep.v1.ErasureCertificate> page =
        Page.of(certificates, size, ErasureMessages::certificate);
    ListErasuresResponse.Builder response =
        ListErasuresResponse.newBuilder().addAllCertificates(page.messages());
    if (page.more()) {
      long last = certificates.get(page.messages().size() - 1).number();
      response.setNextPageToken(PageToken.of(LIST, Long.toString(last)));
    }
    return response.build();
  }

  private static long before(String token) {
    if (token.isEmpty()) {
      return 0;
    }
    try {
      long number = Long.parseLong(token);
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_PAGE_TOKEN, "page_token", e);
    }
    throw RefusedException.ofField(
        ErrorCatalog.INVALID_PAGE_TOKEN, "page_token", "no certificate has this number");
  }

  private static String reason(String text) {
    if (text.length() > ErasureCommand.Start.MAX_REASON_LENGTH) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "reason",
          "a reason has at most " + ErasureCommand.Start.MAX_REASON_LENGTH + " characters");
    }
    return text;
  }
}
