// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsServerTest {
  private final AtomicBoolean applying = new AtomicBoolean(true);
  private final AtomicBoolean member = new AtomicBoolean(true);
  private final AtomicLong behind = new AtomicLong();
  private final Metrics metrics = Scrape.metrics();
  private final HttpClient client = HttpClient.newHttpClient();
  private final OperationsServer server =
      OperationsServer.start(
          OperationsServer.loopback(0),
          metrics,
          List.of(HealthCheck.of("apply", applying::get, "the apply thread is stuck")),
          List.of(
              HealthCheck.of("member", member::get, "not in the configuration"),
              new HealthCheck(
                  "caught-up", () -> behind.get() == 0, () -> behind.get() + " entries behind")));

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @Test
  void givenChecksThatPass_whenProbed_thenOk() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").body()).isEqualTo("ok\n");
    assertThat(get("/readyz?verbose").body())
        .isEqualTo("[+]member ok\n[+]caught-up ok\nreadyz check passed\n");
    assertThat(get("/livez?verbose").body())
        .isEqualTo("[+]apply ok\n[+]threads ok\nlivez check passed\n");
  }

  @Test
  void givenNodeNotReady_whenProbed_thenTheReasonsAndStillAlive() throws Exception {
    member.set(false);
    behind.set(12);

    HttpResponse<String> ready = get("/readyz");

    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body())
        .isEqualTo(
            """
            [-]member failed: not in the configuration
            [-]caught-up failed: 12 entries behind
            readyz check failed
            """);
    assertThat(get("/livez").statusCode()).isEqualTo(200);

    member.set(true);
    assertThat(get("/readyz?verbose").body())
        .isEqualTo("[+]member ok\n[-]caught-up failed: 12 entries behind\nreadyz check failed\n");
  }

  @Test
  void givenProcessWedged_whenProbed_thenNotAlive() throws Exception {
    applying.set(false);

    assertThat(get("/livez").statusCode()).isEqualTo(503);
    assertThat(get("/livez").body()).contains("[-]apply failed: the apply thread is stuck");
  }

  @Test
  void givenCheckThatBreaks_whenProbed_thenItHasFailedAndSaysNothingOfWhatItSaw() {
    HealthReport report =
        HealthReport.of(
            "readyz",
            List.of(
                HealthCheck.of(
                    "broken",
                    () -> {
                      throw new IllegalStateException("detail");
                    },
                    "unused")),
            false);

    assertThat(report.healthy()).isFalse();
    assertThat(report.text()).contains("IllegalStateException").doesNotContain("detail");
  }

  @Test
  void givenMetrics_whenScraped_thenTextThatAScraperUnderstands() throws Exception {
    HttpResponse<String> response = get("/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(Scrape.parse(response.body()).families()).containsKey("quorumkeep_raft_term");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/livezz", "/livez/", "/metrics/jvm", "/admin", "/%2e%2e/metrics"})
  void givenAnyOtherPath_whenAsked_thenNotFound(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"})
  void givenAnyOtherMethod_whenAsked_thenNotAllowed(String method) throws Exception {
    for (String path : List.of("/livez", "/readyz", "/metrics")) {
      HttpRequest request =
          HttpRequest.newBuilder(uri(path)).method(method, BodyPublishers.ofString("x")).build();

      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(405);
      assertThat(response.headers().firstValue("Allow")).hasValue("GET");
    }
  }

  @Test
  void givenClientsThatNeverFinishARequest_whenProbed_thenAnsweredAllTheSame() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < OperationsServer.THREADS - 1; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("GET /livez HT".getBytes(US_ASCII));
        socket.getOutputStream().flush();
        slow.add(socket);
      }

      assertThat(get("/livez").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void givenMoreStuckClientsThanThreads_whenTheirTimeIsUp_thenCutOffAndProbesAnswered()
      throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < OperationsServer.THREADS + 2; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write("GET /livez HT".getBytes(US_ASCII));
        socket.getOutputStream().flush();
        socket.setSoTimeout(30_000);
        slow.add(socket);
      }

      assertThat(get("/livez").statusCode()).isEqualTo(200);
      assertThat(isCutOff(slow.get(0))).isTrue();
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void givenServerStarted_whenLookedAt_thenOnLoopbackOnlyAndItsPortTaken() {
    assertThat(OperationsServer.loopback(1).getAddress().isLoopbackAddress()).isTrue();
    assertThatThrownBy(
            () ->
                OperationsServer.start(
                    OperationsServer.loopback(server.port()), metrics, List.of(), List.of()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(String.valueOf(server.port()));
  }

  /** Whether the server ends the connection without an answer; waits for it. */
  private static boolean isCutOff(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(60)).GET().build();
    return client.send(request, BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }
}
