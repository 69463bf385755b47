// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.crypto.CryptoException;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.StateReader;
import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through all versions in the order of their names and wraps material of older epochs anew, a
 * piece at a time, so that it takes the same memory for any number of keys. Confined to one thread.
 */
final class Rewrapping {
  private static final Logger LOG = LoggerFactory.getLogger(Rewrapping.class);
  private static final int MAX_ITEMS = 250;
  private static final int MAX_BYTES = 48 << 10;
  private static final int MAX_ROWS = 4_000;
  private static final byte[] FIRST = new byte[0];

  private final KeyValueStore store;
  private final StateReader state;
  private final Materials materials;
  private byte[] next = FIRST;
  private boolean atEnd;
  private long unreadable;

  Rewrapping(KeyValueStore store, Materials materials) {
    this.store = store;
    this.state = new StateReader(store);
    this.materials = materials;
  }

  /** Begins at the first version again. */
  void restart() {
    next = FIRST;
    atEnd = false;
    unreadable = 0;
  }

  /** Whether the last version was seen since the last restart. */
  boolean isAtEnd() {
    return atEnd;
  }

  /** Versions whose material did not open since the last restart; the log names them. */
  long unreadable() {
    return unreadable;
  }

  /** The next items; none does not mean that there are no more. */
  List<RewrapItem> next(int epoch) {
    Piece piece = new Piece(epoch);
    atEnd = true;
    store.scan(
        Table.VERSIONS,
        next,
        (rowKey, row) -> {
          if (piece.isFull()) {
            next = rowKey;
            atEnd = false;
            return false;
          }
          piece.look(rowKey, row);
          return true;
        });
    return piece.items;
  }

  private final class Piece {
    private final int epoch;
    private final List<RewrapItem> items = new ArrayList<>(MAX_ITEMS);
    private int bytes;
    private int rows;
    private byte[] nameBytes = FIRST;
    private @Nullable Key key;

    Piece(int epoch) {
      this.epoch = epoch;
    }

    boolean isFull() {
      return items.size() >= MAX_ITEMS || bytes >= MAX_BYTES || rows >= MAX_ROWS;
    }

    void look(byte[] rowKey, byte[] row) {
      rows++;
      KeyVersion version = RowCodec.decodeVersion(row);
      WrappedMaterial material = version.material();
      if (material == null || material.epoch() >= epoch) {
        return;
      }
      KeyName name = RowKeys.keyOfVersion(rowKey);
      Key of = keyOf(name, rowKey);
      if (of == null) {
        throw new IllegalStateException("version " + version.number() + " of no key: " + name);
      }
      try {
        byte[] blob = materials.rewrap(of, version, epoch);
        bytes += blob.length;
        items.add(
            new RewrapItem(
                name, version.number(), material.epoch(), RewrapItem.endOf(material), blob));
      } catch (UnwrapException | CryptoException e) {
        unreadable++;
        LOG.error(
            "material of {} version {} does not open here, so it cannot be moved to epoch {}",
            name,
            version.number(),
            epoch,
            e);
      }
    }

    /** Versions of a key follow each other, so the key is read once for all of them. */
    private @Nullable Key keyOf(KeyName name, byte[] rowKey) {
      int length = rowKey.length - Integer.BYTES;
      if (!Arrays.equals(rowKey, 0, length, nameBytes, 0, nameBytes.length)) {
        nameBytes = Arrays.copyOf(rowKey, length);
        key = state.key(name);
      }
      return key;
    }
  }
}
