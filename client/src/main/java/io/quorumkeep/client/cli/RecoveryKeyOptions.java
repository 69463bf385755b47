// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.recovery.OpenedImage;
import io.quorumkeep.client.recovery.RecoveryKey;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the recovery key comes from: a file, or shares. */
final class RecoveryKeyOptions {
  private static final long MAX_IMAGE_BYTES = 1 << 20;
  private static final long MAX_PASSPHRASE_BYTES = 4_096;

  @Option(
      names = "--recovery-key",
      paramLabel = "FILE",
      description = "PEM: the recovery key, PKCS #8, encrypted or not.")
  private @Nullable Path key;

  @Option(
      names = "--share",
      paramLabel = "FILE",
      description = "A share of the recovery key, in its place; once for each share.")
  private @Nullable List<Path> shares;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "The passphrase of an encrypted --recovery-key; its first line.")
  private @Nullable Path passphraseFile;

  /** Opens an image. The caller closes what it holds. */
  OpenedImage open(Path image) {
    return key().open(image(image));
  }

  static byte[] image(Path image) {
    try {
      if (Files.size(image) > MAX_IMAGE_BYTES) {
        throw new UsageException("the file " + image + " is too long for an image");
      }
      return Files.readAllBytes(image);
    } catch (IOException e) {
      throw new UsageException("the image " + image + " cannot be read", e);
    }
  }

  private RecoveryKey key() {
    boolean shared = shares != null && !shares.isEmpty();
    if ((key != null) == shared) {
      throw new UsageException("give either --recovery-key FILE, or --share FILE for each share");
    }
    if (shares != null && key == null) {
      return RecoveryKey.ofShares(shares);
    }
    if (key == null) {
      throw new IllegalStateException("one of the two was given");
    }
    char[] passphrase = passphraseFile == null ? new char[0] : passphrase(passphraseFile);
    try {
      return RecoveryKey.read(
          key, passphraseFile == null ? Optional.empty() : Optional.of(passphrase));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
  }

  /** The first line of a file, which the caller wipes. */
  static char[] passphrase(Path file) {
    byte[] bytes = {};
    try {
      if (Files.size(file) > MAX_PASSPHRASE_BYTES) {
        throw new UsageException("the file " + file + " is too long for a passphrase");
      }
      bytes = Files.readAllBytes(file);
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      int end = 0;
      while (end < text.length() && text.get(end) != '\n' && text.get(end) != '\r') {
        end++;
      }
      char[] line = new char[end];
      text.get(line);
      Arrays.fill(text.array(), '\0');
      return line;
    } catch (CharacterCodingException e) {
      throw new UsageException("the passphrase in " + file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new UsageException("the passphrase file " + file + " cannot be read", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }
}
