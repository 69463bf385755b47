// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import io.quorumkeep.raft.LogPosition;
import io.quorumkeep.raft.ReplicatedStateMachine;
import io.quorumkeep.raft.snapshot.SnapshotDamagedException;
import io.quorumkeep.raft.snapshot.SnapshotDirectory;
import io.quorumkeep.raft.snapshot.SnapshotManifest;
import io.quorumkeep.raft.storage.DurableDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.SnapshotInfo;
import org.apache.ratis.statemachine.SnapshotRetentionPolicy;
import org.apache.ratis.statemachine.StateMachineStorage;
import org.apache.ratis.statemachine.impl.FileListSnapshotInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of one node, each a directory {@code cp-<term>-<index>} in Ratis's directory {@code
 * sm}. Ratis replaces that directory as a whole when it installs a snapshot of the leader, so
 * nothing else is kept in it.
 */
final class Checkpoints implements StateMachineStorage {
  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);
  private static final Pattern NAME = Pattern.compile("cp-\\d+-\\d+");
  private static final String BUILDING = "building";
  private static final String RECEIVED_PREFIX = "snapshot-";

  private final UUID clusterId;
  private final Path directory;
  private final Path received;
  private volatile @Nullable Checkpoint latest;

  /**
   * The snapshots of a group.
   *
   * @param group Ratis's directory of the group
   */
  Checkpoints(UUID clusterId, Path group) {
    this.clusterId = clusterId;
    this.directory = group.resolve("sm");
    this.received = group.resolve("tmp");
  }

  /** A sealed snapshot and what its manifest says. */
  record Checkpoint(SnapshotDirectory directory, SnapshotManifest manifest, SnapshotInfo info) {
    long index() {
      return manifest.position().index();
    }
  }

  /** The newest snapshot whose manifest is sound, or null. */
  @Nullable Checkpoint latest() {
    return latest;
  }

  /** Removes what a crash left half done, and looks for the newest snapshot. */
  void open() throws IOException {
    new SnapshotDirectory(directory.resolve(BUILDING)).delete();
    for (Path leftover : receivedDirectories()) {
      new SnapshotDirectory(leftover).delete();
    }
    find();
  }

  /** Looks again, after Ratis replaced the directory. */
  void find() throws IOException {
    Checkpoint newest = null;
    for (SnapshotDirectory each : sealed(directory)) {
      try {
        Checkpoint checkpoint = checkpoint(each, each.manifest());
        if (newest == null || newest.index() < checkpoint.index()) {
          newest = checkpoint;
        }
      } catch (SnapshotDamagedException e) {
        LOG.error("ignoring a damaged snapshot", e);
      }
    }
    latest = newest;
  }

  /** Writes the state as it is now, and publishes it when all of it is on disk. */
  Checkpoint take(ReplicatedStateMachine stateMachine, LogPosition position) throws IOException {
    SnapshotDirectory building = new SnapshotDirectory(directory.resolve(BUILDING));
    building.delete();
    Files.createDirectories(building.path());
    stateMachine.checkpoint(building.state());
    SnapshotManifest manifest = building.seal(clusterId, position, stateMachine.applied());
    Path target = directory.resolve("cp-" + position.term() + "-" + position.index());
    new SnapshotDirectory(target).delete();
    Files.move(building.path(), target, StandardCopyOption.ATOMIC_MOVE);
    DurableDirectories.force(directory);
    Checkpoint checkpoint = checkpoint(new SnapshotDirectory(target), manifest);
    latest = checkpoint;
    return checkpoint;
  }

  /**
   * Verifies a snapshot that came from the leader before it replaces those that are here, and
   * removes it if it is damaged.
   *
   * @throws SnapshotDamagedException naming the file
   */
  void verifyReceived() throws IOException {
    for (Path transfer : receivedDirectories()) {
      for (SnapshotDirectory snapshot : sealed(transfer)) {
        try {
          requireOurs(snapshot.verify());
          snapshot.force();
        } catch (SnapshotDamagedException e) {
          new SnapshotDirectory(transfer).delete();
          throw e;
        }
      }
    }
  }

  /** Verifies a snapshot and restores it. */
  void restore(Checkpoint checkpoint, ReplicatedStateMachine stateMachine) {
    SnapshotManifest manifest = checkpoint.directory().verify();
    requireOurs(manifest);
    DurableDirectories.force(directory);
    stateMachine.restore(checkpoint.directory().state());
    if (!stateMachine.applied().equals(manifest.applied())) {
      throw new IllegalStateException(
          "restored "
              + checkpoint.directory().path()
              + " to "
              + stateMachine.applied()
              + " instead of "
              + manifest.applied());
    }
  }

  @Override
  public void init(RaftStorage storage) {}

  @Override
  public @Nullable SnapshotInfo getLatestSnapshot() {
    Checkpoint checkpoint = latest;
    return checkpoint == null ? null : checkpoint.info();
  }

  @Override
  public void format() {}

  @Override
  public void cleanupOldSnapshots(SnapshotRetentionPolicy policy) throws IOException {
    int retained = policy.getNumSnapshotsRetained();
    List<SnapshotDirectory> all = new ArrayList<>(sealed(directory));
    all.sort(Comparator.comparingLong(Checkpoints::indexOf).reversed());
    for (SnapshotDirectory old : all.subList(Math.min(retained, all.size()), all.size())) {
      old.delete();
    }
  }

  /**
   * Removes all snapshots but the newest.
   *
   * @return its index
   * @throws SnapshotDamagedException if it does not verify; nothing was removed then
   */
  long keepNewest() throws IOException {
    Checkpoint newest = latest;
    if (newest == null) {
      throw new IllegalStateException("there is no snapshot");
    }
    requireOurs(newest.directory().verify());
    for (SnapshotDirectory each : sealed(directory)) {
      if (indexOf(each) < newest.index()) {
        each.delete();
      }
    }
    DurableDirectories.force(directory);
    return newest.index();
  }

  private void requireOurs(SnapshotManifest manifest) {
    if (!manifest.clusterId().equals(clusterId)) {
      throw new SnapshotDamagedException(directory, "is of cluster " + manifest.clusterId());
    }
  }

  private static Checkpoint checkpoint(SnapshotDirectory snapshot, SnapshotManifest manifest)
      throws IOException {
    List<FileInfo> files = new ArrayList<>();
    for (Path file : snapshot.files()) {
      files.add(new FileInfo(file, null));
    }
    LogPosition position = manifest.position();
    return new Checkpoint(
        snapshot,
        manifest,
        new FileListSnapshotInfo(files, TermIndex.valueOf(position.term(), position.index())));
  }

  private static long indexOf(SnapshotDirectory snapshot) {
    String name = snapshot.path().getFileName().toString();
    return Long.parseLong(name.substring(name.lastIndexOf('-') + 1));
  }

  private List<Path> receivedDirectories() throws IOException {
    return list(received).stream()
        .filter(path -> path.getFileName().toString().startsWith(RECEIVED_PREFIX))
        .toList();
  }

  private static List<SnapshotDirectory> sealed(Path parent) throws IOException {
    return list(parent).stream()
        .filter(path -> NAME.matcher(path.getFileName().toString()).matches())
        .map(SnapshotDirectory::new)
        .toList();
  }

  private static List<Path> list(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(parent)) {
      return children.toList();
    }
  }
}
