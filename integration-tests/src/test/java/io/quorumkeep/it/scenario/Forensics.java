// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.scenario;

import io.quorumkeep.node.crypto.Argon2Cost;
import io.quorumkeep.node.crypto.EpochSecrets;
import io.quorumkeep.node.crypto.MaterialContext;
import io.quorumkeep.node.crypto.MaterialWrapper;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.crypto.bc.Argon2Kdf;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.seal.EpochFile;
import io.quorumkeep.node.seal.PassphraseSeal;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.Table;
import io.quorumkeep.node.store.rocksdb.RocksKeyValueStore;
import io.quorumkeep.node.store.rocksdb.RocksTuning;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks for key material in the files of stopped nodes, as somebody would who has all of them, the
 * root passphrase and every epoch secret that still exists.
 *
 * <p>It looks at the raw bytes of every file for wrapped material of an AES-256 key near a key's
 * name, and besides opens each store and each snapshot and looks at their rows, because blocks of
 * their files are compressed. Whatever looks like material is tried with every secret.
 */
final class Forensics implements AutoCloseable {
  private static final int MATERIAL_BYTES = 32;

  private static final int BLOB_BYTES = MATERIAL_BYTES + MaterialWrapper.OVERHEAD_BYTES;

  private static final byte FORMAT = 1;
  private static final int BEFORE = 600;
  private static final int AFTER = 200;
  private static final Pattern NAME = Pattern.compile("k-[0-9]{4}");

  private final String clusterId;
  private final String namespace;
  private final EpochSecrets secrets = new EpochSecrets();
  private final MaterialWrapper wrapper = new MaterialWrapper(secrets, new SystemEntropy());

  Forensics(String clusterId, String namespace) {
    this.clusterId = clusterId;
    this.namespace = namespace;
  }

  /** Takes every secret that a node's epoch file holds. */
  void unseal(Path epochFile, Path passphrase) {
    try (PassphraseSeal seal =
            PassphraseSeal.open(
                passphrase, new Argon2Kdf(), new SystemEntropy(), Argon2Cost.RECOMMENDED);
        EpochSecrets held = EpochFile.open(epochFile, seal).load()) {
      for (int epoch : held.epochs()) {
        byte[] copy = held.lend(epoch, byte[]::clone);
        secrets.add(epoch, SecretBytes.takeOwnership(copy));
      }
    }
  }

  List<Integer> epochs() {
    return secrets.epochs();
  }

  /** The keys whose material opens somewhere in the raw bytes of the files below a directory. */
  Set<String> openFiles(Path directory) {
    Set<String> opened = new TreeSet<>();
    for (Path file : files(directory)) {
      search(read(file), opened);
    }
    return opened;
  }

  /** The keys whose material opens in a row of the store, or of one of its snapshots. */
  Set<String> openRows(Path data, Path scratch) {
    Set<String> opened = new TreeSet<>();
    try (KeyValueStore store =
        RocksKeyValueStore.open(copy(data.resolve("store"), scratch), RocksTuning.DEFAULT)) {
      search(rows(store), opened);
    }
    for (Path snapshot : snapshots(data)) {
      Path empty = scratch.resolveSibling(scratch.getFileName() + "-" + snapshot.getFileName());
      try (KeyValueStore store = RocksKeyValueStore.open(empty, RocksTuning.DEFAULT)) {
        store.restore(snapshot.resolve("state"));
        search(rows(store), opened);
      }
    }
    return opened;
  }

  static List<Path> snapshots(Path data) {
    try (Stream<Path> tree = Files.walk(data.resolve("raft"))) {
      return tree.filter(path -> path.getFileName().toString().startsWith("cp-")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies everything below a directory but the epoch file, which a backup never has. */
  static Path copy(Path from, Path to) {
    for (Path file : files(from)) {
      try {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.resolveSibling("."));
        if (!file.getFileName().toString().equals("epoch")) {
          Files.copy(file, target);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot copy " + file, e);
      }
    }
    return to;
  }

  private void search(byte[] bytes, Set<String> opened) {
    for (int at = 0; at + 1 + BLOB_BYTES <= bytes.length; at++) {
      if (bytes[at] == BLOB_BYTES && bytes[at + 1] == FORMAT) {
        byte[] blob = Arrays.copyOfRange(bytes, at + 1, at + 1 + BLOB_BYTES);
        int from = Math.max(0, at - BEFORE);
        int to = Math.min(bytes.length, at + BLOB_BYTES + AFTER);
        Matcher names =
            NAME.matcher(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        while (names.find()) {
          if (!opened.contains(names.group()) && opens(names.group(), blob)) {
            opened.add(names.group());
          }
        }
      }
    }
  }

  private boolean opens(String key, byte[] blob) {
    KeyAlgorithm algorithm = KeyAlgorithm.AES_256;
    MaterialContext context =
        new MaterialContext(
            clusterId, namespace, key, 1, algorithm.name(), KeyUsages.DATA_ENCRYPTION.boundMask());
    return secrets.epochs().stream().anyMatch(epoch -> opens(context, epoch, blob));
  }

  /** What is not of this key, or not of this epoch, does not open. */
  private boolean opens(MaterialContext context, int epoch, byte[] blob) {
    try (SecretBytes material = wrapper.unwrap(context, epoch, blob)) {
      return material.length() == MATERIAL_BYTES;
    } catch (UnwrapException e) {
      return false;
    }
  }

  private static byte[] rows(KeyValueStore store) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Table table : Table.values()) {
      store.scan(
          table,
          new byte[0],
          (key, value) -> {
            out.writeBytes(key);
            out.writeBytes(value);
            return true;
          });
    }
    return out.toByteArray();
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  @Override
  public void close() {
    secrets.close();
  }
}
