// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.crypto.bc.PkiWriter.Existing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PkiWriterTest {
  private static final String DOMAIN = "quorumkeep.test";
  private static final NodeIdentity NODE =
      new NodeIdentity(DOMAIN, "node-1", List.of("node-1.example", "10.1.2.3", "127.0.0.1"));
  private static final ClientIdentity PAYMENTS = new ClientIdentity(DOMAIN, "service/payments");

  @TempDir Path directory;
  private PkiWriter writer;

  @BeforeEach
  void createAuthorities() {
    writer = writer(Clock.systemUTC());
    writer.createAuthorities(DOMAIN, Existing.REFUSE);
    writer.addNode(NODE, Existing.REFUSE);
    writer.addClient("payments", PAYMENTS, Existing.REFUSE);
  }

  @Test
  void givenCluster_whenWritten_thenKeysAreTheOwnersAlone() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        modes.put(
            directory.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }

    assertThat(modes)
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry("cluster-ca.pem", "rw-r--r--"),
                Map.entry("cluster-ca.key", "rw-------"),
                Map.entry("client-ca.pem", "rw-r--r--"),
                Map.entry("client-ca.key", "rw-------"),
                Map.entry("nodes/node-1/peer.pem", "rw-r--r--"),
                Map.entry("nodes/node-1/peer.key", "rw-------"),
                Map.entry("nodes/node-1/server.pem", "rw-r--r--"),
                Map.entry("nodes/node-1/server.key", "rw-------"),
                Map.entry("clients/payments.pem", "rw-r--r--"),
                Map.entry("clients/payments.key", "rw-------")));
    assertThat(Files.readString(directory.resolve("clients/payments.key")))
        .startsWith("-----BEGIN PRIVATE KEY-----");
  }

  @Test
  void givenPeerCertificate_whenRead_thenItsExtensionsAreThoseOfAMember() throws Exception {
    X509Certificate peer = read("nodes/node-1/peer").certificate();
    X509Certificate authority = read("cluster-ca").certificate();

    assertThat(peer.getSubjectAlternativeNames())
        .containsExactly(
            List.of(6, "spiffe://quorumkeep.test/node/node-1"),
            List.of(2, "localhost"),
            List.of(7, "127.0.0.1"),
            List.of(2, "node-1.example"),
            List.of(7, "10.1.2.3"));
    assertThat(peer.getExtendedKeyUsage())
        .containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    assertThat(peer.getBasicConstraints()).isEqualTo(-1);
    assertThat(peer.getKeyUsage()).startsWith(true, false, false, false, false, false);
    assertThat(authority.getBasicConstraints()).isZero();
    assertThat(authority.getKeyUsage())
        .containsExactly(false, false, false, false, false, true, true, false, false);
    byte[] subjectKeyId = authority.getExtensionValue("2.5.29.14");
    byte[] authorityKeyId = peer.getExtensionValue("2.5.29.35");
    assertThat(subjectKeyId).hasSize(24);
    assertThat(authorityKeyId).hasSize(26);
    assertThat(java.util.Arrays.copyOfRange(authorityKeyId, 6, 26))
        .isEqualTo(java.util.Arrays.copyOfRange(subjectKeyId, 4, 24));
    peer.verify(authority.getPublicKey());
  }

  @Test
  void givenServerAndClientCertificates_whenRead_thenEachServesOnePurpose() throws Exception {
    X509Certificate server = read("nodes/node-1/server").certificate();
    X509Certificate client = read("clients/payments").certificate();

    assertThat(server.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
    assertThat(client.getSubjectAlternativeNames())
        .containsExactly(List.of(6, "spiffe://quorumkeep.test/service/payments"));
    assertThat(client.getSerialNumber()).isNotEqualTo(server.getSerialNumber());
  }

  @Test
  void givenFixedClock_whenMade_thenValidFromFiveMinutesBeforeForAsLongAsAsked() {
    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    PkiWriter fixed = writer(Clock.fixed(now, ZoneOffset.UTC));

    fixed.addClient("late", new ClientIdentity(DOMAIN, "late"), Existing.REFUSE);

    X509Certificate late = read("clients/late").certificate();
    assertThat(late.getNotBefore()).isEqualTo("2026-03-01T11:55:00Z");
    assertThat(late.getNotAfter()).isEqualTo("2026-03-31T12:00:00Z");
  }

  @Test
  void givenExistingFiles_whenWrittenAgain_thenRefusedAndUnchangedUnlessAsked() throws IOException {
    Path certificate = directory.resolve("nodes/node-1/peer.pem");
    Path authority = directory.resolve("cluster-ca.pem");
    String before = Files.readString(certificate);
    String authorityBefore = Files.readString(authority);

    assertThatThrownBy(() -> writer.addNode(NODE, Existing.REFUSE))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining("peer.pem")
        .hasMessageContaining("server.key");
    assertThatThrownBy(() -> writer.createAuthorities(DOMAIN, Existing.REFUSE))
        .isInstanceOf(PkiException.class);
    assertThatThrownBy(() -> writer.addClient("payments", PAYMENTS, Existing.REFUSE))
        .isInstanceOf(PkiException.class);
    assertThat(certificate).hasContent(before);
    assertThat(authority).hasContent(authorityBefore);

    writer.addNode(NODE, Existing.OVERWRITE);
    assertThat(Files.readString(certificate)).isNotEqualTo(before);
  }

  @Test
  void givenAuthoritiesOnDisk_whenANodeIsAddedLater_thenTheSameAuthorityCertifiesIt()
      throws Exception {
    writer(Clock.systemUTC())
        .addNode(new NodeIdentity(DOMAIN, "node-2", List.of()), Existing.REFUSE);

    read("nodes/node-2/peer").certificate().verify(read("cluster-ca").certificate().getPublicKey());
    assertThat(writer.hasAuthorities()).isTrue();
  }

  @Test
  void givenNoAuthorities_whenANodeIsAdded_thenRefusedWithTheFile() throws IOException {
    Files.delete(directory.resolve("cluster-ca.key"));

    assertThat(writer.hasAuthorities()).isFalse();
    assertThatThrownBy(
            () -> writer.addNode(new NodeIdentity(DOMAIN, "node-2", List.of()), Existing.REFUSE))
        .isInstanceOf(PkiException.class)
        .hasMessageContaining("cluster-ca");
  }

  @Test
  void refusesNamesThatLeaveTheDirectoryOrTheirPlace() {
    for (String name : List.of("", "..", "a/b", "A", "-a", "a".repeat(64))) {
      assertThatThrownBy(() -> new NodeIdentity(DOMAIN, name, List.of()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.addClient(name, PAYMENTS, Existing.REFUSE))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String path : List.of("", "/a", "a/", "a//b", "..", "a/../b", "a b", "node/node-1")) {
      assertThatThrownBy(() -> new ClientIdentity(DOMAIN, path))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new ClientIdentity(DOMAIN, "a/..b/c.d").spiffeId())
        .isEqualTo("spiffe://quorumkeep.test/a/..b/c.d");
  }

  @Test
  void givenPeers_whenTheyMeetOverTls13_thenBothAreAuthenticated() throws Exception {
    writer.addNode(new NodeIdentity(DOMAIN, "node-2", List.of()), Existing.REFUSE);

    String seen =
        handshake(
            context("nodes/node-1/peer", "cluster-ca"), context("nodes/node-2/peer", "cluster-ca"));

    assertThat(seen).isEqualTo("spiffe://quorumkeep.test/node/node-2");
  }

  @Test
  void givenClient_whenItMeetsAServerOverTls13_thenBothAreAuthenticated() throws Exception {
    String seen =
        handshake(
            context("nodes/node-1/server", "client-ca"), context("clients/payments", "client-ca"));

    assertThat(seen).isEqualTo("spiffe://quorumkeep.test/service/payments");
  }

  @Test
  void givenClientOfTheClientCa_whenItCallsThePeerPlane_thenRefused() throws Exception {
    SSLContext peer = context("nodes/node-1/peer", "cluster-ca");
    SSLContext intruder = context("clients/payments", "cluster-ca");

    assertThatThrownBy(() -> handshake(peer, intruder)).isInstanceOf(SSLException.class);
  }

  @Test
  void givenClientCertificate_whenItPosesAsAServer_thenRefused() throws Exception {
    SSLContext impostor = context("clients/payments", "client-ca");
    SSLContext client = context("clients/payments", "client-ca");

    assertThatThrownBy(() -> handshake(impostor, client)).isInstanceOf(SSLException.class);
  }

  /** Returns the URI that the server saw in the client's certificate. */
  private static String handshake(SSLContext server, SSLContext client) throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listener =
        (SSLServerSocket)
            server
                .getServerSocketFactory()
                .createServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      listener.setNeedClientAuth(true);
      listener.setEnabledProtocols(new String[] {"TLSv1.3"});
      Future<String> seen = pool.submit(() -> accept(listener));
      try (SSLSocket socket =
          (SSLSocket)
              client.getSocketFactory().createSocket("127.0.0.1", listener.getLocalPort())) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        int answer = socket.getInputStream().read();
        if (answer != 1) {
          throw new SSLException("the server closed without an answer");
        }
      }
      return seen.get();
    } finally {
      pool.shutdownNow();
    }
  }

  private static String accept(SSLServerSocket listener) throws Exception {
    try (SSLSocket socket = (SSLSocket) listener.accept()) {
      socket.startHandshake();
      X509Certificate client = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      socket.getOutputStream().write(1);
      return (String) List.copyOf(client.getSubjectAlternativeNames()).get(0).get(1);
    }
  }

  private SSLContext context(String own, String trusted) throws Exception {
    CertifiedKey key = read(own);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    char[] password = "in memory".toCharArray();
    keys.setKeyEntry("own", key.privateKey(), password, new X509Certificate[] {key.certificate()});
    KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
    keyManagers.init(keys, password);
    KeyStore authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("ca", read(trusted).certificate());
    TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
    trustManagers.init(authorities);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
    return context;
  }

  private CertifiedKey read(String stem) {
    return PemFiles.read(directory.resolve(stem));
  }

  private PkiWriter writer(Clock clock) {
    return new PkiWriter(
        directory, new DevelopmentPki(clock, Duration.ofDays(365), Duration.ofDays(30)));
  }
}
