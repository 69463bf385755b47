// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.seal;

import static java.util.Objects.requireNonNull;

import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.SecretBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's own copy of the epoch secrets, sealed under the root key.
 *
 * <p>It is outside the log, the store, snapshots and backups, has a fixed size and is overwritten
 * in place: a file written beside it and renamed would leave the secrets of a forgotten epoch in
 * free blocks. Two slots hold the same; each write goes through both, one after the other, each
 * forced to disk, so a crash in between leaves one that is whole, and {@link #open} brings the
 * other up to date before anything else. Flash storage and copy-on-write file systems keep old
 * blocks all the same; encrypt such disks.
 *
 * <p>One process owns the file. Safe from any thread.
 */
public final class EpochFile {
  /** The length of the file, for ever, in bytes. */
  public static final int BYTES = 2 * EpochSlot.BYTES;

  private static final Logger LOGGER = LoggerFactory.getLogger(EpochFile.class);
  private static final Set<PosixFilePermission> OWNER =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final String REMEDY =
      " If the other members of the cluster are up, move the file away and restart this node: it"
          + " asks them for the secrets. Never do that on all members at once: without an epoch"
          + " secret no key can be opened.";

  private final Path path;
  private final Seal seal;
  private EpochSlot latest;

  private EpochFile(Path path, Seal seal, EpochSlot latest) {
    this.path = path;
    this.seal = seal;
    this.latest = latest;
  }

  /**
   * Makes the file, with mode 0600, and writes {@code secrets} to it. It appears whole or not at
   * all: what a crash leaves has another name and secrets that nothing was wrapped under.
   *
   * @param clusterId the cluster's UUID in text form
   * @throws EpochFileException if it exists already or cannot be written
   */
  public static EpochFile create(Path path, Seal seal, String clusterId, EpochSecrets secrets) {
    if (!UUID.fromString(clusterId).toString().equals(clusterId)) {
      throw new IllegalArgumentException("a cluster id is a UUID in lower case: " + clusterId);
    }
    byte[] sealed = sealAll(seal, clusterId, secrets, /* without= */ 0);
    Path target = path.toAbsolutePath();
    Path unfinished = target.resolveSibling(target.getFileName() + ".new");
    try {
      if (Files.exists(target)) {
        throw new FileAlreadyExistsException(target.toString());
      }
      Path directory = requireNonNull(target.getParent());
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.deleteIfExists(unfinished);
      Files.createFile(unfinished, PosixFilePermissions.asFileAttribute(OWNER));
      EpochFile file = new EpochFile(unfinished, seal, new EpochSlot(0, clusterId, sealed));
      file.write(clusterId, sealed);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
        entries.force(true);
      }
      return new EpochFile(path, seal, file.latest);
    } catch (FileAlreadyExistsException e) {
      throw new EpochFileException("the epoch file " + path + " exists already", e);
    } catch (IOException e) {
      throw cannot("create", path, e);
    }
  }

  /**
   * Opens the file and repairs the slot that a crash left behind. Does not unseal anything.
   *
   * @throws EpochFileException if it is missing, open to others, or whole in neither slot
   */
  public static EpochFile open(Path path, Seal seal) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      if (!OWNER.containsAll(permissions)) {
        throw new EpochFileException(
            "the epoch file "
                + path
                + " has permissions "
                + PosixFilePermissions.toString(permissions)
                + ": only its owner may read it; run chmod 600 on it");
      }
      byte[] content = read(path);
      EpochSlot first = slot(content, 0);
      EpochSlot second = slot(content, 1);
      EpochFile file = new EpochFile(path, seal, newer(path, first, second));
      if (!Arrays.equals(content, 0, EpochSlot.BYTES, content, EpochSlot.BYTES, BYTES)) {
        LOGGER.warn("epoch file {} was left half written; both slots are rewritten", path);
        file.write(file.latest.clusterId(), file.latest.sealed());
      }
      return file;
    } catch (NoSuchFileException e) {
      throw new EpochFileException("there is no epoch file " + path, e);
    } catch (IOException e) {
      throw cannot("read", path, e);
    }
  }

  /** Whether there is a file at {@code path}, to be opened rather than created. */
  public static boolean exists(Path path) {
    return Files.exists(path);
  }

  /** The cluster whose secrets these are. */
  public synchronized String clusterId() {
    return latest.clusterId();
  }

  /**
   * Unseals the secrets; the caller closes them.
   *
   * @throws UnsealException if the root key is another one; it names the file
   */
  public synchronized EpochSecrets load() {
    EpochSecrets secrets = new EpochSecrets();
    try (SecretBytes plaintext = seal.unseal(latest.sealed(), associatedData(latest.clusterId()))) {
      plaintext.lend(bytes -> decode(bytes, secrets));
      return secrets;
    } catch (UnsealException e) {
      secrets.close();
      throw new UnsealException("epoch file " + path + ": " + e.getMessage(), e);
    }
  }

  /** Overwrites both slots with {@code secrets}. When it returns they are on disk. */
  public synchronized void store(EpochSecrets secrets) {
    store(latest.clusterId(), secrets);
  }

  /**
   * Overwrites both slots with {@code secrets} of another cluster: before a cluster is formed, what
   * is here may have come to nothing. When it returns they are on disk.
   */
  public synchronized void store(String clusterId, EpochSecrets secrets) {
    byte[] sealed = sealAll(seal, clusterId, secrets, /* without= */ 0);
    overwrite(clusterId, sealed);
  }

  /**
   * Destroys an epoch: overwrites both slots without it, reads them back, then zeroizes it in
   * {@code secrets}. Forgetting one that is gone already overwrites both slots once more.
   *
   * @throws IllegalArgumentException if it is the only epoch
   */
  public synchronized void forget(EpochSecrets secrets, int epoch) {
    if (secrets.epochs().equals(List.of(epoch))) {
      throw new IllegalArgumentException(
          "epoch " + epoch + " is the only one and cannot be forgotten");
    }
    overwrite(latest.clusterId(), sealAll(seal, latest.clusterId(), secrets, epoch));
    secrets.remove(epoch);
  }

  private void overwrite(String clusterId, byte[] sealed) {
    try {
      write(clusterId, sealed);
    } catch (IOException e) {
      throw cannot("overwrite", path, e);
    }
  }

  /** Writes the next generation to one slot, then to the other, and checks what the disk has. */
  private void write(String clusterId, byte[] sealed) throws IOException {
    EpochSlot next = new EpochSlot(latest.generation() + 1, clusterId, sealed);
    byte[] bytes = next.encode();
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
      for (long at = 0; at < BYTES; at += EpochSlot.BYTES) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer, at + buffer.position());
        }
        channel.force(true);
      }
    }
    byte[] back = read(path);
    if (!Arrays.equals(back, 0, EpochSlot.BYTES, bytes, 0, EpochSlot.BYTES)
        || !Arrays.equals(back, EpochSlot.BYTES, BYTES, bytes, 0, EpochSlot.BYTES)) {
      throw new IOException("what was written does not read back");
    }
    latest = next;
  }

  private static byte[] read(Path path) throws IOException {
    long size = Files.size(path);
    if (size > BYTES) {
      throw new EpochFileException(
          "the epoch file " + path + " has " + size + " bytes instead of " + BYTES + "." + REMEDY);
    }
    return Arrays.copyOf(Files.readAllBytes(path), BYTES);
  }

  private static @Nullable EpochSlot slot(byte[] content, int index) {
    int from = index * EpochSlot.BYTES;
    return EpochSlot.decode(Arrays.copyOfRange(content, from, from + EpochSlot.BYTES));
  }

  private static EpochSlot newer(Path path, @Nullable EpochSlot first, @Nullable EpochSlot second) {
    if (second != null && (first == null || second.generation() > first.generation())) {
      return second;
    }
    if (first == null) {
      throw new EpochFileException(
          "the epoch file " + path + " is damaged in both slots." + REMEDY);
    }
    return first;
  }

  private static byte[] sealAll(Seal seal, String clusterId, EpochSecrets secrets, int without) {
    byte[] plaintext = EpochRecord.encode(secrets, without);
    try (SecretBytes secret = SecretBytes.takeOwnership(plaintext)) {
      return seal.seal(secret, associatedData(clusterId));
    }
  }

  private boolean decode(byte[] plaintext, EpochSecrets into) {
    if (!EpochRecord.decode(plaintext, into)) {
      throw new UnsealException("the unsealed bytes are not epoch secrets");
    }
    return true;
  }

  private static byte[] associatedData(String clusterId) {
    return ("quorumkeep epoch file 1 " + clusterId).getBytes(StandardCharsets.US_ASCII);
  }

  private static EpochFileException cannot(String what, Path path, IOException cause) {
    return new EpochFileException("cannot " + what + " the epoch file " + path, cause);
  }
}
