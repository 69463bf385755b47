// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.crypto.CryptoException;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.RowKeys;
import io.quorumkeep.node.store.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through all versions in the order of their names and wraps material of older epochs anew, a
 * piece at a time, so that it takes the same memory for any number of keys. Confined to one thread.
 */
final class Rewrapping {
  private static final Logger LOG = LoggerFactory.getLogger(Rewrapping.class);
  private static final int MAX_ITEMS = 500;
  private static final int MAX_BYTES = 64 << 10;
  private static final int MAX_ROWS = 4_000;
  private static final byte[] FIRST = new byte[0];

  private final KeyValueStore store;
  private final Materials materials;
  private byte[] next = FIRST;
  private boolean atEnd;
  private long unreadable;

  Rewrapping(KeyValueStore store, Materials materials) {
    this.store = store;
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
    piece.wrap();
    return piece.items;
  }

  /** A version whose material is to be moved. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(byte[] keyRow, KeyVersion version, WrappedMaterial material) {}

  private final class Piece {
    private final int epoch;
    private final List<Found> found = new ArrayList<>(MAX_ITEMS);
    private final List<RewrapItem> items = new ArrayList<>(MAX_ITEMS);
    private int bytes;
    private int rows;
    private int wrapped;

    Piece(int epoch) {
      this.epoch = epoch;
    }

    boolean isFull() {
      return found.size() >= MAX_ITEMS || bytes >= MAX_BYTES || rows >= MAX_ROWS;
    }

    void look(byte[] rowKey, byte[] row) {
      rows++;
      KeyVersion version = RowCodec.decodeVersion(row);
      WrappedMaterial material = version.material();
      if (material != null && material.epoch() < epoch) {
        bytes += material.blob().length;
        found.add(new Found(RowKeys.keyRowOfVersion(rowKey), version, material));
      }
    }

    /**
     * Walks over the keys beside the versions found: both tables are in the order of names, and
     * walking costs a fraction of looking each key up. No more keys lie between than versions did.
     */
    void wrap() {
      if (found.isEmpty()) {
        return;
      }
      store.scan(
          Table.KEYS,
          found.get(0).keyRow(),
          (keyRow, row) -> {
            wrapVersionsOf(keyRow, row);
            return wrapped < found.size();
          });
      if (wrapped < found.size()) {
        throw new IllegalStateException("a version of no key");
      }
    }

    private void wrapVersionsOf(byte[] keyRow, byte[] row) {
      if (!isNext(keyRow)) {
        return;
      }
      Key key = RowCodec.decodeKey(row);
      while (isNext(keyRow)) {
        wrap(key, found.get(wrapped));
        wrapped++;
      }
    }

    private boolean isNext(byte[] keyRow) {
      return wrapped < found.size() && Arrays.equals(keyRow, found.get(wrapped).keyRow());
    }

    private void wrap(Key key, Found version) {
      try {
        items.add(
            new RewrapItem(
                key.name(),
                version.version().number(),
                version.material().epoch(),
                RewrapItem.endOf(version.material()),
                materials.rewrap(key, version.version(), epoch)));
      } catch (UnwrapException | CryptoException e) {
        unreadable++;
        LOG.error(
            "material of {} version {} does not open here, so it cannot be moved to epoch {}",
            key.name(),
            version.version().number(),
            epoch,
            e);
      }
    }
  }
}
