// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads certificates and private keys from PEM files, and says what is wrong with a file in words
 * that help: most first attempts at mutual TLS fail here.
 */
final class Pem {
  private static final String BEGIN_KEY = "-----BEGIN PRIVATE KEY-----";
  private static final String END_KEY = "-----END PRIVATE KEY-----";
  private static final int MAX_FILE_BYTES = 1 << 20;

  private Pem() {}

  /** Every certificate of the file, in its order. */
  static List<X509Certificate> certificates(String what, Path file) {
    byte[] bytes = read(what, file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw broken(what, file, "holds no \"BEGIN CERTIFICATE\" block; is it PEM?", null);
    }
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))) {
        certificates.add((X509Certificate) certificate);
      }
      return certificates;
    } catch (CertificateException e) {
      throw broken(what, file, "holds a certificate that cannot be read", e);
    }
  }

  /** The private key of the file, which belongs to {@code certificate}. */
  static PrivateKey privateKey(Path file, X509Certificate certificate) {
    String what = "private key";
    byte[] bytes = read(what, file);
    try {
      return decodeKey(what, file, bytes, certificate.getPublicKey().getAlgorithm());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static PrivateKey decodeKey(String what, Path file, byte[] bytes, String algorithm) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    if (text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED")) {
      throw broken(what, file, "is encrypted; decrypt it with openssl pkcs8 -topk8 -nocrypt", null);
    }
    if (text.contains("BEGIN RSA PRIVATE KEY") || text.contains("BEGIN EC PRIVATE KEY")) {
      throw broken(
          what, file, "is not PKCS #8; convert it with openssl pkcs8 -topk8 -nocrypt", null);
    }
    int begin = text.indexOf(BEGIN_KEY);
    int end = text.indexOf(END_KEY);
    if (begin < 0 || end < begin) {
      throw broken(what, file, "holds no \"BEGIN PRIVATE KEY\" block", null);
    }
    byte[] der = new byte[0];
    try {
      der = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN_KEY.length(), end));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw broken(
          what, file, "cannot be read as the " + algorithm + " key of the certificate", null);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static byte[] read(String what, Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw broken(what, file, "is larger than 1 MiB", null);
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw broken(what, file, "does not exist", e);
    } catch (IOException e) {
      throw broken(what, file, "cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  private static IllegalArgumentException broken(
      String what, Path file, String problem, @Nullable Throwable cause) {
    return new IllegalArgumentException("the " + what + " file " + file + " " + problem, cause);
  }
}
