// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import com.google.rpc.RequestInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.application.RequestFailedException;
import io.quorumkeep.node.domain.Reason;
import io.quorumkeep.node.domain.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCatalogTest {
  private static final RequestId REQUEST = new RequestId(0x1234, 0x5678);

  @ParameterizedTest
  @EnumSource(Reason.class)
  void givenReasonOfTheDomain_whenLookedUp_thenTheEntryHasItsName(Reason reason) {
    assertThat(ErrorCatalog.of(reason).name()).isEqualTo(reason.name());
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void givenFailureOfTheApplication_whenLookedUp_thenTheEntryHasItsName(Failure failure) {
    assertThat(ErrorCatalog.of(failure).name()).isEqualTo(failure.name());
  }

  @ParameterizedTest
  @EnumSource(Failure.class)
  void givenFailureWithUnknownOutcome_whenSent_thenTheMetadataSaysSo(Failure failure)
      throws IOException {
    ErrorInfo info = Errors.of(failure, REQUEST).getDetails(0).unpack(ErrorInfo.class);

    assertThat("UNKNOWN".equals(info.getMetadataMap().get("outcome")))
        .isEqualTo(failure.outcomeUnknown());
  }

  @ParameterizedTest
  @EnumSource(ErrorCatalog.class)
  void givenEntry_whenSent_thenNameCodeAndDetailsAreThere(ErrorCatalog error) {
    ApiFixture.Refusal refusal = ApiFixture.refusal(Errors.exception(Errors.of(error, REQUEST)));

    assertThat(refusal.reason()).isEqualTo(error.name()).matches("[A-Z][A-Z_]{2,62}");
    assertThat(refusal.code()).isEqualTo(error.code()).isNotEqualTo(Status.Code.OK);
    assertThat(refusal.has(RetryInfo.class)).isEqualTo(error.retryAfter() != null);
    assertThat(refusal.detail(RequestInfo.class).getRequestId()).isEqualTo(REQUEST.toString());
  }

  @ParameterizedTest
  @EnumSource(Status.Code.class)
  void givenStatusThatGrpcMade_whenMapped_thenItsCodeStaysOrItIsInternal(Status.Code code) {
    ErrorCatalog error = ErrorCatalog.of(code);

    assertThat(error == ErrorCatalog.INTERNAL || error.code() == code).isTrue();
  }

  @Test
  void givenSomethingUnforeseen_whenSent_thenItSaysNothingOfIt() {
    com.google.rpc.Status status =
        Errors.of(new CompletionException(new IllegalStateException("/etc/secret")), REQUEST);

    assertThat(ApiFixture.refusal(status).reason()).isEqualTo("INTERNAL");
    assertThat(status.toString()).doesNotContain("secret");
  }

  @Test
  void givenFailureWithinFailures_whenSent_thenItIsFound() {
    Throwable wrapped =
        new CompletionException(
            new CompletionException(new RequestFailedException(Failure.SEALED)));

    assertThat(ApiFixture.refusal(Errors.of(wrapped, REQUEST)).reason()).isEqualTo("SEALED");
  }

  @Test
  void givenCatalogue_whenComparedWithItsPage_thenThePageSaysTheSame() throws IOException {
    Path page = Path.of("..", "docs", "errors.md");
    if (Boolean.getBoolean("quorumkeep.regenerate")) {
      Files.createDirectories(page.getParent());
      Files.writeString(page, ErrorDocument.text());
    }

    assertThat(Files.readString(page)).isEqualTo(ErrorDocument.text());
  }
}
