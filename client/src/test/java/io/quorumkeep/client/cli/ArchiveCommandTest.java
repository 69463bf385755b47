// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.quorumkeep.client.fake.Answers;
import io.quorumkeep.client.fake.FakeCluster;
import io.quorumkeep.client.recovery.ImageFixture;
import io.quorumkeep.client.recovery.OpenedImage;
import io.quorumkeep.v1.ArchiveImage;
import io.quorumkeep.v1.ArchiveKeyVersionRequest;
import io.quorumkeep.v1.ArchiveKeyVersionResponse;
import io.quorumkeep.v1.ArchiveRecipient;
import io.quorumkeep.v1.DeleteImageRequest;
import io.quorumkeep.v1.DeleteImageResponse;
import io.quorumkeep.v1.GetImageResponse;
import io.quorumkeep.v1.GetKeyResponse;
import io.quorumkeep.v1.KeyState;
import io.quorumkeep.v1.KeyVersion;
import io.quorumkeep.v1.ListImagesRequest;
import io.quorumkeep.v1.ListImagesResponse;
import io.quorumkeep.v1.RecoverKeyVersionRequest;
import io.quorumkeep.v1.RecoverKeyVersionResponse;
import io.quorumkeep.v1.VerifyImageResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchiveCommandTest {
  private static final String KEY = "namespaces/pay/keys/card";
  private static final String VERSION = KEY + "/versions/3";
  private static final String MATERIAL_TEXT = "0123456789abcdef";

  @TempDir Path directory;
  @TempDir Path home;

  private FakeCluster cluster;
  private CliRun cli;

  @BeforeEach
  void start() {
    cluster = FakeCluster.start(directory, 1);
    cli = CliRun.of(cluster, home);
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void givenRecoveryKey_whenMade_thenEachShareIsAFileOfItsOwnForItsOwnerOnly() throws IOException {
    Path out = home.resolve("recovery");

    int exit =
        cli.run("recovery-key", "init", "--shares", "5", "--threshold", "3", "--out", "" + out);

    assertThat(cli.err()).contains("share-5-of-5.pem").contains("recovery.pem");
    assertThat(exit).isZero();
    assertThat(cli.out()).isEmpty();
    assertThat(files(out))
        .containsExactly(
            "recovery.pem",
            "share-1-of-5.pem",
            "share-2-of-5.pem",
            "share-3-of-5.pem",
            "share-4-of-5.pem",
            "share-5-of-5.pem");
    for (int share = 1; share <= 5; share++) {
      Path file = out.resolve("share-" + share + "-of-5.pem");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(Files.readString(file)).contains("any 3 open it").doesNotContain("PRIVATE KEY");
    }
    assertThat(cli.run("recovery-key", "init", "--out", "" + out)).isEqualTo(1);
    assertThat(cli.err()).contains("is not empty");
  }

  @Test
  void givenPassphrase_whenAKeyIsMadeWithoutShares_thenItIsUnderIt() throws IOException {
    Path passphrase = Files.writeString(home.resolve("phrase"), "correct horse battery\n");
    Path out = home.resolve("recovery");

    assertThat(
            cli.run(
                "recovery-key",
                "init",
                "--no-shares",
                "--passphrase-file",
                "" + passphrase,
                "--type",
                "ec-p256",
                "--out",
                "" + out))
        .isZero();

    assertThat(files(out)).containsExactly("recovery.key", "recovery.pem");
    assertThat(Files.readString(out.resolve("recovery.key"))).contains("ENCRYPTED PRIVATE KEY");
    Path image = image(out, 3);
    assertThat(
            cli.run(
                "archive",
                "open",
                "" + image,
                "--recovery-key",
                "" + out.resolve("recovery.key"),
                "--passphrase-file",
                "" + passphrase))
        .isZero();
    assertThat(cli.out()).contains(VERSION).doesNotContain(MATERIAL_TEXT);
    assertThat(
            cli.run(
                "archive", "open", "" + image, "--recovery-key", "" + out.resolve("recovery.key")))
        .isEqualTo(1);
    assertThat(cli.err()).contains("is encrypted");
  }

  @Test
  void givenImpossibleArguments_whenAKeyIsToBeMade_thenRefused() {
    String out = "" + home.resolve("recovery");
    assertThat(cli.run("recovery-key", "init", "--threshold", "6", "--out", out)).isEqualTo(1);
    assertThat(cli.run("recovery-key", "init", "--threshold", "1", "--out", out)).isEqualTo(1);
    assertThat(cli.run("recovery-key", "init", "--no-shares", "--out", out)).isEqualTo(1);
    assertThat(cli.run("recovery-key", "init", "--type", "dsa", "--out", out)).isEqualTo(1);
    assertThat(home.resolve("recovery"))
        .satisfiesAnyOf(
            path -> assertThat(path).doesNotExist(), path -> assertThat(files(path)).isEmpty());
  }

  @Test
  void givenImages_whenListedVerifiedMadeAndRemoved_thenAskedByFullName() {
    answer("ListImages", ListImagesResponse.newBuilder().addImages(record(new byte[] {1})).build());
    answer(
        "VerifyImage",
        VerifyImageResponse.newBuilder()
            .setImage(record(new byte[] {1}))
            .setIntact(true)
            .addRecipients(
                ArchiveRecipient.newBuilder()
                    .setIssuer("cn=them")
                    .setSerialNumber("2a")
                    .setInImage(true))
            .build());
    answer(
        "ArchiveKeyVersion",
        ArchiveKeyVersionResponse.newBuilder().setImage(record(new byte[] {1})).build());
    answer("DeleteImage", DeleteImageResponse.newBuilder().setKey(Answers.key(KEY)).build());

    assertThat(cli.run("archive", "list", "pay/card")).isZero();
    assertThat(cli.out()).contains(VERSION);
    assertThat(cli.run("archive", "list", "pay", "-o", "json")).isZero();
    assertThat(cli.out()).contains("\"commitment\":\"02\"");
    assertThat(cluster.requests(ListImagesRequest.class))
        .extracting(ListImagesRequest::getParent)
        .containsExactly(KEY, "namespaces/pay");

    assertThat(cli.run("archive", "verify", "pay/card/3")).isZero();
    assertThat(cli.out()).contains("intact", "cn=them, serial 2a, not configured any more");

    assertThat(cli.run("archive", "create", "pay/card/3")).isZero();
    assertThat(cluster.requests(ArchiveKeyVersionRequest.class).get(0).getName())
        .isEqualTo(VERSION);
    assertThat(cli.run("archive", "create", "pay/card")).isEqualTo(1);

    assertThat(cli.run("archive", "delete", "pay/card/3")).isEqualTo(1);
    assertThat(cluster.requests(DeleteImageRequest.class)).isEmpty();
    assertThat(cli.run("archive", "delete", "pay/card/3", "--yes", "--reason", "law")).isZero();
    assertThat(cluster.requests(DeleteImageRequest.class).get(0).getReason()).isEqualTo("law");
  }

  @Test
  void givenDamagedImage_whenVerified_thenTheExitSaysSo() {
    answer("VerifyImage", VerifyImageResponse.newBuilder().setImage(record(new byte[0])).build());

    assertThat(cli.run("archive", "verify", "pay/card/3")).isEqualTo(7);
    assertThat(cli.out()).contains("DAMAGED");
  }

  @Test
  void givenImage_whenExported_thenItIsKeptOnlyIfItIsTheOneOnRecord() throws IOException {
    byte[] content = {4, 5, 6};
    Path file = home.resolve("card.image");
    answer(
        "GetImage",
        GetImageResponse.newBuilder()
            .setImage(record(content))
            .setContent(ByteString.copyFrom(content))
            .build());
    assertThat(cli.run("archive", "get", "pay/card/3", "--out", "" + file)).isZero();
    assertThat(Files.readAllBytes(file)).isEqualTo(content);

    answer(
        "GetImage",
        GetImageResponse.newBuilder()
            .setImage(record(content))
            .setContent(ByteString.copyFrom(new byte[] {9}))
            .build());
    assertThat(cli.run("archive", "get", "pay/card/3", "--out", file + "2")).isEqualTo(1);
    assertThat(Path.of(file + "2")).doesNotExist();
  }

  @Test
  void givenShares_whenAVersionIsRecovered_thenItsPayloadIsSent() throws IOException {
    Path recovery = recoveryKey();
    Path image = image(recovery, 3);
    answer(
        "RecoverKeyVersion",
        RecoverKeyVersionResponse.newBuilder().setKey(Answers.key(KEY)).build());
    cluster.onAll(
        "RecoverKeyVersion",
        request ->
            Optional.of(
                RecoverKeyVersionResponse.newBuilder()
                    .setKey(
                        Answers.key(KEY).toBuilder()
                            .putLabels(
                                "payload",
                                OpenedImage.digestOf(
                                    ((RecoverKeyVersionRequest) request)
                                        .getPayload()
                                        .toByteArray())))
                    .build()));

    int exit =
        cli.run(
            "key",
            "recover",
            "pay/card/3",
            "--image",
            "" + image,
            "--share",
            "" + recovery.resolve("share-1-of-3.pem"),
            "--share",
            "" + recovery.resolve("share-3-of-3.pem"),
            "--proposal",
            "p-1",
            "--reason",
            "old backups",
            "--yes",
            "-o",
            "json");

    assertThat(cli.err()).isEmpty();
    assertThat(exit).isZero();
    assertThat(cli.out())
        .contains(OpenedImage.digestOf(ImageFixture.payload(3)))
        .doesNotContain(MATERIAL_TEXT);
    RecoverKeyVersionRequest request = cluster.requests(RecoverKeyVersionRequest.class).get(0);
    assertThat(request.getName()).isEqualTo(VERSION);
    assertThat(request.getProposal()).isEqualTo("proposals/p-1");
    assertThat(request.getReason()).isEqualTo("old backups");
  }

  @Test
  void givenNoConfirmation_whenRecovered_thenNothingIsSent() throws IOException {
    Path recovery = recoveryKey();
    Path image = image(recovery, 3);

    assertThat(recover(recovery, image, "pay/card/3")).isEqualTo(1);
    assertThat(cli.err()).contains("--yes");
    cli.atTerminal("namespaces/pay/keys/card\n");
    assertThat(recover(recovery, image, "pay/card/3")).isEqualTo(1);
    assertThat(cli.err()).contains("not confirmed");
    assertThat(recover(recovery, image, "pay/card/4", "--yes")).isEqualTo(1);
    assertThat(cli.err()).contains("the image is of " + VERSION);
    assertThat(cluster.requests(RecoverKeyVersionRequest.class)).isEmpty();
  }

  @Test
  void givenTooFewShares_whenRecovered_thenNothingIsSent() throws IOException {
    Path recovery = recoveryKey();
    Path image = image(recovery, 3);

    assertThat(
            cli.run(
                "key",
                "recover",
                "pay/card/3",
                "--image",
                "" + image,
                "--share",
                "" + recovery.resolve("share-2-of-3.pem"),
                "--yes"))
        .isEqualTo(1);
    assertThat(cli.err()).contains("it takes 2 different shares");
  }

  @Test
  void givenDryRun_whenRecovered_thenItIsComparedAndNothingIsSent() throws IOException {
    Path recovery = recoveryKey();
    Path image = image(recovery, 3);
    ArchiveImage record =
        record(Files.readAllBytes(image)).toBuilder()
            .setCommitment(
                ByteString.copyFrom(
                    HexFormat.of().parseHex(OpenedImage.digestOf(ImageFixture.payload(3)))))
            .build();
    answer("VerifyImage", VerifyImageResponse.newBuilder().setImage(record).build());
    answerState(KeyState.KEY_STATE_DESTROYED);

    assertThat(recover(recovery, image, "pay/card/3", "--dry-run")).isZero();
    assertThat(cli.err()).contains("nothing was changed");
    assertThat(cli.out()).contains(VERSION, "not shown").doesNotContain(MATERIAL_TEXT);

    answerState(KeyState.KEY_STATE_ACTIVE);
    assertThat(recover(recovery, image, "pay/card/3", "--dry-run")).isEqualTo(5);
    assertThat(cli.err()).contains("the version is ACTIVE");

    answerState(KeyState.KEY_STATE_DESTROYED);
    answer(
        "VerifyImage", VerifyImageResponse.newBuilder().setImage(record(new byte[] {1})).build());
    assertThat(recover(recovery, image, "pay/card/3", "--dry-run")).isEqualTo(5);
    assertThat(cluster.requests(RecoverKeyVersionRequest.class)).isEmpty();
  }

  private int recover(Path recovery, Path image, String version, String... more) {
    return cli.run(
        Stream.concat(
                Stream.of(
                    "key",
                    "recover",
                    version,
                    "--image",
                    "" + image,
                    "--share",
                    "" + recovery.resolve("share-1-of-3.pem"),
                    "--share",
                    "" + recovery.resolve("share-2-of-3.pem")),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Path recoveryKey() {
    Path out = home.resolve("recovery");
    assertThat(
            cli.run("recovery-key", "init", "--shares", "3", "--threshold", "2", "--out", "" + out))
        .isZero();
    return out;
  }

  private Path image(Path recovery, int version) throws IOException {
    return Files.write(
        home.resolve("image"),
        ImageFixture.seal(
            ImageFixture.payload(version), Files.readString(recovery.resolve("recovery.pem"))));
  }

  private void answerState(KeyState state) {
    answer(
        "GetKey",
        GetKeyResponse.newBuilder()
            .setKey(Answers.key(KEY))
            .setVersion(
                KeyVersion.newBuilder()
                    .setName(VERSION)
                    .setState(state)
                    .setCreateTime(Answers.NOON))
            .build());
  }

  private static ArchiveImage record(byte[] content) {
    return ArchiveImage.newBuilder()
        .setName(VERSION)
        .setImageDigest(ByteString.copyFrom(HexFormat.of().parseHex(OpenedImage.digestOf(content))))
        .setCommitment(ByteString.copyFrom(new byte[] {2}))
        .setArchiveTime(Answers.NOON)
        .setSizeBytes(content.length)
        .build();
  }

  private static List<String> files(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void answer(String method, Message answer) {
    cluster.onAll(method, request -> Optional.of(answer));
  }
}
