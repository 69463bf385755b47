// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * Certificates and unencrypted PKCS#8 keys as PEM files. A key file never exists with more than
 * mode 0600, and each file appears whole or not at all.
 */
final class PemFiles {
  private PemFiles() {}

  /** Writes {@code stem.pem} with mode 0644 and {@code stem.key} with mode 0600. */
  static void write(Path stem, CertifiedKey key) {
    try {
      byte[] encoded = key.privateKey().getEncoded();
      write(keyFile(stem), "PRIVATE KEY", encoded, "rw-------");
      Arrays.fill(encoded, (byte) 0);
      write(certificateFile(stem), "CERTIFICATE", key.certificate().getEncoded(), "rw-r--r--");
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("cannot write " + certificateFile(stem) + " and its key", e);
    }
  }

  /** Reads what {@link #write} wrote. */
  static CertifiedKey read(Path stem) {
    try (InputStream certificate = Files.newInputStream(certificateFile(stem));
        BufferedReader key = Files.newBufferedReader(keyFile(stem), StandardCharsets.US_ASCII)) {
      return new CertifiedKey(
          (X509Certificate)
              CertificateFactory.getInstance("X.509").generateCertificate(certificate),
          privateKey(stem, key));
    } catch (IOException | GeneralSecurityException e) {
      throw new PkiException("cannot read " + certificateFile(stem) + " and its key", e);
    }
  }

  static Path certificateFile(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".pem");
  }

  static Path keyFile(Path stem) {
    return stem.resolveSibling(stem.getFileName() + ".key");
  }

  private static PrivateKey privateKey(Path stem, BufferedReader text)
      throws IOException, GeneralSecurityException {
    PemObject pem = new PemReader(text).readPemObject();
    if (pem == null) {
      throw new PkiException("no PEM in " + keyFile(stem));
    }
    byte[] content = pem.getContent();
    try {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content));
    } finally {
      Arrays.fill(content, (byte) 0);
    }
  }

  private static void write(Path file, String type, byte[] content, String permissions)
      throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    Path unfinished = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, text.toString(), StandardOpenOption.WRITE);
    Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString(permissions));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
