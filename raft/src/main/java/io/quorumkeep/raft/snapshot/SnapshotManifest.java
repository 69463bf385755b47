// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.snapshot;

import io.quorumkeep.raft.LogPosition;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * What a snapshot holds: every file with its digest.
 *
 * <p>As text, in lines that end with a line feed; a person can compare them with {@code sha256sum}:
 *
 * <pre>
 * quorumkeep-snapshot 1
 * cluster 0f8b…-…                       the cluster's id
 * position 3 1200                       term and index up to which the log may be dropped
 * applied 3 1198                        term and index of the last entry in the state
 * files 2
 * 9f86d0…08 4096 state/000012.sst       SHA-256 in hexadecimal, bytes, name
 * 2c26b4…ae 16 state/CURRENT
 * sha256 60303a…c1                      of all that is above
 * </pre>
 *
 * @param position at or after {@code applied}: entries of the log's own follow it
 * @param files in the order of their names
 */
public record SnapshotManifest(
    UUID clusterId, LogPosition position, LogPosition applied, List<FileDigest> files) {
  private static final String HEADER = "quorumkeep-snapshot 1";
  private static final String SEAL = "sha256 ";
  private static final int MAX_FILES = 1_000_000;
  private static final int MAX_NAME_LENGTH = 1024;
  private static final HexFormat HEX = HexFormat.of();

  public SnapshotManifest {
    files = List.copyOf(files);
    if (applied.index() > position.index()) {
      throw new IllegalArgumentException("applied " + applied + " is after " + position);
    }
    for (int i = 1; i < files.size(); i++) {
      if (files.get(i - 1).name().compareTo(files.get(i).name()) >= 0) {
        throw new IllegalArgumentException("not in order: " + files.get(i).name());
      }
    }
  }

  /**
   * One file of a snapshot.
   *
   * @param name relative to the snapshot, with "/" between its parts
   * @param sha256 in lower-case hexadecimal
   */
  public record FileDigest(String name, long sizeBytes, String sha256) {
    public FileDigest {
      if (!isPlain(name)) {
        throw new IllegalArgumentException("not a plain relative name: " + name);
      }
      if (sizeBytes < 0 || sha256.length() != 64) {
        throw new IllegalArgumentException("not a size and a digest: " + name);
      }
    }

    private static boolean isPlain(String name) {
      Path path = Path.of(name);
      return !name.isEmpty()
          && name.length() <= MAX_NAME_LENGTH
          && name.chars().noneMatch(Character::isISOControl)
          && !path.isAbsolute()
          && path.normalize().equals(path)
          && !path.startsWith("..");
    }
  }

  /** Encodes it, with its seal. */
  public byte[] toBytes() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    text.append("cluster ").append(clusterId).append('\n');
    append(text, "position", position);
    append(text, "applied", applied);
    text.append("files ").append(files.size()).append('\n');
    for (FileDigest file : files) {
      text.append(file.sha256()).append(' ').append(file.sizeBytes()).append(' ');
      text.append(file.name()).append('\n');
    }
    String digest = sha256(text.toString());
    text.append(SEAL).append(digest).append('\n');
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Decodes it.
   *
   * @param source for the message only
   * @throws SnapshotDamagedException if it is not exactly what {@link #toBytes} writes
   */
  public static SnapshotManifest parse(byte[] bytes, Path source) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int seal = text.lastIndexOf(SEAL);
    if (!text.startsWith(HEADER + '\n') || seal < 0) {
      throw new SnapshotDamagedException(source, "is not a manifest of a known format");
    }
    String sealed = text.substring(0, seal);
    if (!text.substring(seal).equals(SEAL + sha256(sealed) + '\n')) {
      throw new SnapshotDamagedException(source, "does not match its own digest");
    }
    try {
      return parseLines(sealed.lines().toList());
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new SnapshotDamagedException(source, "is malformed: " + e.getMessage());
    }
  }

  private static SnapshotManifest parseLines(List<String> lines) {
    UUID clusterId = UUID.fromString(value(lines.get(1), "cluster"));
    LogPosition position = position(value(lines.get(2), "position"));
    LogPosition applied = position(value(lines.get(3), "applied"));
    int count = Integer.parseInt(value(lines.get(4), "files"));
    int first = 5;
    if (count < 0 || count > MAX_FILES || lines.size() != first + count) {
      throw new IllegalArgumentException("announces " + count + " files");
    }
    List<FileDigest> files = new ArrayList<>(count);
    for (String line : lines.subList(first, lines.size())) {
      int afterDigest = line.indexOf(' ');
      int afterSize = line.indexOf(' ', afterDigest + 1);
      files.add(
          new FileDigest(
              line.substring(afterSize + 1),
              Long.parseLong(line.substring(afterDigest + 1, afterSize)),
              line.substring(0, afterDigest)));
    }
    return new SnapshotManifest(clusterId, position, applied, files);
  }

  private static void append(StringBuilder text, String name, LogPosition position) {
    text.append(name).append(' ').append(position.term()).append(' ').append(position.index());
    text.append('\n');
  }

  private static String value(String line, String name) {
    if (!line.startsWith(name + ' ')) {
      throw new IllegalArgumentException("expected \"" + name + "\"");
    }
    return line.substring(name.length() + 1);
  }

  private static LogPosition position(String value) {
    int space = value.indexOf(' ');
    return new LogPosition(
        Long.parseLong(value.substring(0, space)), Long.parseLong(value.substring(space + 1)));
  }

  private static String sha256(String text) {
    return HEX.formatHex(newSha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
