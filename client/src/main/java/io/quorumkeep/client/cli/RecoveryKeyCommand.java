// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import io.quorumkeep.client.recovery.NewRecoveryKey;
import io.quorumkeep.client.recovery.RecoveryKeyType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Commands about recovery keys. They talk to no cluster. */
@Command(
    name = "recovery-key",
    description = "Makes the key that opens images of the archive. Talks to no cluster.")
final class RecoveryKeyCommand implements Runnable {
  private static final String CERTIFICATE = "recovery.pem";
  private static final String ENCRYPTED_KEY = "recovery.key";
  private static final String SHARE = "share-%d-of-%d.pem";

  @ParentCommand private @Nullable QuorumkeepCli root;
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "a command is missing");
    }
  }

  @Command(
      name = "init",
      description = {
        "Makes a recovery key: a certificate for archive.recipients of the nodes, and the private",
        "key as shares for as many people, or with --no-shares under a passphrase.",
        "Best on a machine without a network; take the files away from it afterwards."
      })
  int init(
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Where to put the files; it must be new or empty.")
          Path out,
      @Option(
              names = "--shares",
              defaultValue = "5",
              paramLabel = "N",
              description = "How many shares, 2 to 255. Default: ${DEFAULT-VALUE}.")
          int shares,
      @Option(
              names = "--threshold",
              defaultValue = "3",
              paramLabel = "K",
              description = "How many of them it takes. Default: ${DEFAULT-VALUE}.")
          int threshold,
      @Option(
              names = "--no-shares",
              description = "Write the key whole, under the passphrase in --passphrase-file.")
          boolean whole,
      @Option(
              names = "--passphrase-file",
              paramLabel = "FILE",
              description = "With --no-shares: at least 12 characters on its first line.")
          @Nullable Path passphraseFile,
      @Option(
              names = "--type",
              defaultValue = "ec-p384",
              paramLabel = "TYPE",
              description =
                  "ec-p256, ec-p384, ec-p521, rsa-3072 or rsa-4096. Default: ${DEFAULT-VALUE}.")
          String type,
      @Option(
              names = "--name",
              defaultValue = "Quorumkeep recovery",
              paramLabel = "TEXT",
              description = "The common name in the certificate. Default: ${DEFAULT-VALUE}.")
          String name,
      @Option(
              names = "--valid-for",
              defaultValue = "3650d",
              paramLabel = "SPAN",
              description = "How long the certificate is valid. Default: ${DEFAULT-VALUE}.")
          String validFor)
      throws IOException {
    if (whole == (passphraseFile == null)) {
      throw new UsageException("--no-shares and --passphrase-file go together");
    }
    if (!whole && (threshold < 2 || threshold > shares || shares > 255)) {
      throw new UsageException(
          "--shares is 2 to 255, and --threshold is 2 to the number of shares");
    }
    Duration validity = Durations.parse(validFor);
    requireEmpty(out);
    NewRecoveryKey key = NewRecoveryKey.create(typeOf(type), name, Instant.now(), validity);
    Session session = session();
    if (passphraseFile == null) {
      writeShares(session, out, key.shares(shares, threshold));
    } else {
      writeEncrypted(session, out, key, passphraseFile);
    }
    // Last: who finds a certificate finds the key that belongs to it as well.
    Files.writeString(out.resolve(CERTIFICATE), key.certificatePem());
    session.message(
        "certificate for archive.recipients of every node: " + out.resolve(CERTIFICATE));
    return ExitCode.OK.number();
  }

  private static void writeShares(Session session, Path out, List<String> shares)
      throws IOException {
    for (int i = 0; i < shares.size(); i++) {
      Path file = out.resolve(SHARE.formatted(i + 1, shares.size()));
      write(file, shares.get(i));
      session.message("share, to be kept by one person alone: " + file);
    }
  }

  private static void writeEncrypted(
      Session session, Path out, NewRecoveryKey key, Path passphraseFile) throws IOException {
    char[] passphrase = RecoveryKeyOptions.passphrase(passphraseFile);
    try {
      write(out.resolve(ENCRYPTED_KEY), key.encryptedPem(passphrase));
    } finally {
      Arrays.fill(passphrase, '\0');
    }
    session.message("recovery key, under the passphrase: " + out.resolve(ENCRYPTED_KEY));
  }

  private static void write(Path file, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (SecretFile secret = SecretFile.create(file)) {
      secret.write(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  private static void requireEmpty(Path out) {
    try {
      Files.createDirectories(out);
      try (var files = Files.list(out)) {
        if (files.findAny().isPresent()) {
          throw new UsageException("the directory " + out + " is not empty");
        }
      }
    } catch (IOException e) {
      throw new UsageException("the directory " + out + " cannot be used", e);
    }
  }

  private static RecoveryKeyType typeOf(String text) {
    try {
      return RecoveryKeyType.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new UsageException("not a type of key: \"" + text + "\"; see init --help", e);
    }
  }

  private Session session() {
    if (root == null) {
      throw new IllegalStateException("picocli sets the parent");
    }
    return root.session();
  }
}
