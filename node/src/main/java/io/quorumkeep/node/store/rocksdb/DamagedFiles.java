// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/**
 * Finds the damaged table files of a database that does not open. RocksDB blames the manifest for
 * some damage that is in another file.
 */
final class DamagedFiles {
  private DamagedFiles() {}

  /** The names of table files that cannot be read from end to end. Reads all of them. */
  static List<String> in(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".sst"))
          .filter(DamagedFiles::isDamaged)
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw Failures.during("list " + directory, e);
    }
  }

  private static boolean isDamaged(Path file) {
    try (Options options = new Options();
        SstFileReader reader = new SstFileReader(options)) {
      reader.open(file.toString());
      reader.verifyChecksum();
      return false;
    } catch (RocksDBException e) {
      return true;
    }
  }
}
