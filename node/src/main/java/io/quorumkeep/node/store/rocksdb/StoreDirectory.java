// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import io.quorumkeep.node.store.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a store: databases db-000001, db-000002 and so on, of which the file LIVE names
 * the current one, and LOCK, which keeps a second process out.
 *
 * <p>A restore builds the next database beside the current one and then replaces LIVE, which is one
 * rename: a crash before it leaves the old rows, after it the new ones. Whatever LIVE does not name
 * is removed at the next start.
 */
final class StoreDirectory implements AutoCloseable {
  private static final String LIVE = "LIVE";
  private static final String LIVE_BEING_WRITTEN = "LIVE.tmp";
  private static final String LOCK = "LOCK";
  private static final String DATABASE_PREFIX = "db-";

  private final Path root;
  private final FileChannel lockChannel;

  private StoreDirectory(Path root, FileChannel lockChannel) {
    this.root = root;
    this.lockChannel = lockChannel;
  }

  /** Makes the directory if it is not there, for its owner alone, and locks it. */
  static StoreDirectory lock(Path root) {
    try {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      FileChannel channel =
          FileChannel.open(root.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!tryLock(channel)) {
        channel.close();
        throw new StoreException(root + " is in use by another process or store");
      }
      return new StoreDirectory(root, channel);
    } catch (IOException e) {
      throw Failures.during("lock " + root, e);
    }
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /** Returns what LIVE says, or null if this store never existed. */
  @Nullable LivePointer readLive() {
    Path file = root.resolve(LIVE);
    try {
      return LivePointer.decode(Files.readString(file, StandardCharsets.ISO_8859_1), file);
    } catch (NoSuchFileException e) {
      List<Path> databases = databases();
      if (!databases.isEmpty()) {
        throw new StoreException(file + " is missing beside " + databases, e);
      }
      return null;
    } catch (IOException e) {
      throw Failures.during("read " + file, e);
    }
  }

  /** Replaces LIVE and forces it to disk. */
  void writeLive(LivePointer live) {
    Path written = root.resolve(LIVE_BEING_WRITTEN);
    try {
      try (FileChannel channel =
          FileChannel.open(
              written,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(live.encode().getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          written,
          root.resolve(LIVE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      force(root);
    } catch (IOException e) {
      throw Failures.during("write " + root.resolve(LIVE), e);
    }
  }

  Path database(LivePointer live) {
    return root.resolve(String.format(Locale.ROOT, "%s%06d", DATABASE_PREFIX, live.generation()));
  }

  /** Removes every database but the current one. */
  void removeAllBut(LivePointer live) {
    for (Path database : databases()) {
      if (!database.equals(database(live))) {
        remove(database);
      }
    }
  }

  /** Removes a directory of files, if it is there. */
  void remove(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
      force(root);
    } catch (IOException e) {
      throw Failures.during("remove " + directory, e);
    }
  }

  /**
   * Makes {@code target} hold the same database as the checkpoint {@code source}, and forces it to
   * disk. Files that RocksDB never changes are shared by a hard link where the file system can.
   */
  void adopt(Path source, Path target) {
    try {
      Files.createDirectory(target);
      for (Path file : filesOf(source)) {
        Path copy = target.resolve(file.getFileName());
        if (isImmutable(file)) {
          linkOrCopy(file, copy);
        } else if (isDatabaseFile(file)) {
          Files.copy(file, copy);
          force(copy);
        }
      }
      force(target);
      force(root);
    } catch (IOException e) {
      throw Failures.during("copy the checkpoint " + source + " to " + target, e);
    }
  }

  private static void linkOrCopy(Path file, Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (IOException | UnsupportedOperationException e) {
      // Another file system, or one without links.
      Files.copy(file, copy);
      force(copy);
    }
  }

  private static boolean isImmutable(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".sst") || name.endsWith(".blob");
  }

  private static boolean isDatabaseFile(Path file) {
    String name = file.getFileName().toString();
    return name.equals("CURRENT") || name.startsWith("MANIFEST-") || name.startsWith("OPTIONS-");
  }

  /** Forces all files of {@code directory}, itself and its name to disk. */
  static void forceAll(Path directory) {
    try {
      for (Path file : filesOf(directory)) {
        force(file);
      }
      force(directory);
      Path parent = directory.toAbsolutePath().getParent();
      if (parent != null) {
        force(parent);
      }
    } catch (IOException e) {
      throw Failures.during("force " + directory + " to disk", e);
    }
  }

  private static List<Path> filesOf(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** On Linux a directory opened for reading can be forced like a file. */
  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private List<Path> databases() {
    try (Stream<Path> files = Files.list(root)) {
      return files
          .filter(path -> path.getFileName().toString().startsWith(DATABASE_PREFIX))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Failures.during("list " + root, e);
    }
  }

  @Override
  public void close() {
    try {
      lockChannel.close();
    } catch (IOException e) {
      throw Failures.during("unlock " + root, e);
    }
  }
}
