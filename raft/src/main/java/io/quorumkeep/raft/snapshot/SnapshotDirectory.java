// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.snapshot;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.snapshot.SnapshotManifest.FileDigest;
import io.quorumkeep.raft.storage.DurableDirectories;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One snapshot on disk: {@code state/…} and {@code manifest}.
 *
 * @param path the directory; its name says nothing
 */
public record SnapshotDirectory(Path path) {
  private static final String MANIFEST = "manifest";
  private static final String STATE = "state";

  /** What a receiver of snapshots leaves beside each file that it received. */
  private static final String SIDE_FILE_SUFFIX = ".md5";

  private static final int MAX_MANIFEST_BYTES = 64 << 20;
  private static final int READ_BYTES = 1 << 20;

  /** Where the checkpoint is, or is to be written. */
  public Path state() {
    return path.resolve(STATE);
  }

  /**
   * Digests what was written to {@link #state()}, writes the manifest and forces all of it to disk.
   */
  public SnapshotManifest seal(UUID clusterId, LogPosition position, LogPosition applied) {
    try {
      List<Path> files = files();
      files.sort(Comparator.comparing(this::nameOf));
      List<FileDigest> digests = files.stream().map(this::digest).toList();
      SnapshotManifest manifest = new SnapshotManifest(clusterId, position, applied, digests);
      Files.write(path.resolve(MANIFEST), manifest.toBytes(), StandardOpenOption.CREATE_NEW);
      force();
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot seal the snapshot " + path, e);
    }
  }

  /**
   * Reads the manifest, which proves nothing of the other files.
   *
   * @throws SnapshotDamagedException if it is missing or damaged
   */
  public SnapshotManifest manifest() {
    Path file = path.resolve(MANIFEST);
    try {
      if (Files.size(file) > MAX_MANIFEST_BYTES) {
        throw new SnapshotDamagedException(file, "is too large");
      }
      return SnapshotManifest.parse(Files.readAllBytes(file), file);
    } catch (NoSuchFileException e) {
      throw new SnapshotDamagedException(file, "is missing");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Reads every file and compares it with the manifest. Removes the side files of a transfer first.
   *
   * @throws SnapshotDamagedException naming the first file that is missing, different or not in the
   *     manifest
   */
  public SnapshotManifest verify() {
    SnapshotManifest manifest = manifest();
    Set<String> expected =
        manifest.files().stream().map(FileDigest::name).collect(Collectors.toSet());
    try {
      Set<String> found = new HashSet<>();
      for (Path file : files()) {
        String name = nameOf(file);
        if (expected.contains(name)) {
          found.add(name);
        } else if (name.endsWith(SIDE_FILE_SUFFIX)) {
          Files.delete(file);
        } else if (!name.equals(MANIFEST)) {
          throw new SnapshotDamagedException(file, "is not in the manifest");
        }
      }
      for (FileDigest file : manifest.files()) {
        Path onDisk = path.resolve(file.name());
        if (!found.contains(file.name())) {
          throw new SnapshotDamagedException(onDisk, "is missing");
        }
        if (!digest(onDisk).equals(file)) {
          throw new SnapshotDamagedException(onDisk, "does not match its SHA-256");
        }
      }
      return manifest;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot verify the snapshot " + path, e);
    }
  }

  /** All files, the manifest among them. */
  public List<Path> files() throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  /** Forces every file and directory to disk. */
  public void force() throws IOException {
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(path)) {
      tree = walk.toList();
    }
    for (Path each : tree) {
      if (Files.isDirectory(each)) {
        DurableDirectories.force(each);
      } else {
        try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
  }

  /** Removes it with all its files; does nothing if it is not there. */
  public void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    List<Path> tree;
    try (Stream<Path> walk = Files.walk(path)) {
      tree = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : tree) {
      Files.deleteIfExists(each);
    }
  }

  private String nameOf(Path file) {
    return path.relativize(file).toString();
  }

  private FileDigest digest(Path file) {
    MessageDigest sha256 = SnapshotManifest.newSha256();
    byte[] buffer = new byte[READ_BYTES];
    long size = 0;
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        sha256.update(buffer, 0, read);
        size += read;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return new FileDigest(nameOf(file), size, HexFormat.of().formatHex(sha256.digest()));
  }
}
