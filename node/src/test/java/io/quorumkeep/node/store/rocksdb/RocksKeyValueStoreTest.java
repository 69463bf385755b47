// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.KeyValueStoreContract;
import io.quorumkeep.node.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksKeyValueStoreTest extends KeyValueStoreContract {
  static final RocksTuning SMALL = new RocksTuning(1 << 20, 256 << 10);

  @TempDir private Path temporary;

  @Override
  protected KeyValueStore open() {
    return RocksKeyValueStore.open(temporary.resolve("state/store"), SMALL);
  }

  @Override
  protected Path checkpoints() {
    return temporary;
  }

  @Test
  void givenNoDirectory_whenOpened_thenItIsMadeForItsOwnerAlone() throws Exception {
    assertThat(Files.getPosixFilePermissions(temporary.resolve("state/store")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void givenStoreInUse_whenOpenedAgain_thenRefused() {
    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is in use")
        .hasMessageContaining("state/store");
  }
}
