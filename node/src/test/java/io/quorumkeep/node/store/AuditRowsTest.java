// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Sha256;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.AuditTrail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditRowsTest {
  private static final long[] ROW_SIZES = {1, 5, 1, 12, 3};
  private static final long LAST = 22;

  private final Sha256 sha256 = new JcaSha256();
  private final AuditTrail trail = new AuditTrail();
  private final KeyValueStore store = trail.store();

  @Test
  void givenNothing_whenRead_thenNothing() {
    assertThat(read(1)).isEmpty();
    assertThat(AuditRows.firstSequence(store)).isZero();
    assertThat(AuditRows.lastSequence(store)).isZero();
    assertThat(AuditRows.headAt(store, sha256, 0)).isEqualTo(ChainHead.start());
    assertThat(AuditRows.headAt(store, sha256, 1)).isNull();
  }

  @Test
  void givenRows_whenReadFromAnywhere_thenTheRestWithTheSameHeads() {
    fill();
    List<ChainHead> all = read(1);

    assertThat(all).hasSize((int) LAST);
    assertThat(all.get((int) LAST - 1)).isEqualTo(trail.head());
    for (int from = 1; from <= LAST; from++) {
      assertThat(read(from)).isEqualTo(all.subList(from - 1, (int) LAST));
    }
    assertThat(read(LAST + 1)).isEmpty();
  }

  @Test
  void givenRows_whenHeadIsAsked_thenEveryOneIsKnown() {
    fill();
    List<ChainHead> all = read(1);

    for (int sequence = 1; sequence <= LAST; sequence++) {
      assertThat(AuditRows.headAt(store, sha256, sequence)).isEqualTo(all.get(sequence - 1));
    }
    assertThat(AuditRows.headAt(store, sha256, LAST + 1)).isNull();
    assertThat(AuditRows.lastSequence(store)).isEqualTo(LAST);
  }

  @Test
  void givenRows_whenOneRecordIsLookedFor_thenFoundAsItWasRead() {
    fill();
    List<byte[]> all = new ArrayList<>();
    AuditRows.read(store, sha256, 1, (sequence, canonical, before, after) -> all.add(canonical));

    for (int sequence = 1; sequence <= LAST; sequence++) {
      assertThat(AuditRows.find(store, sequence)).isEqualTo(all.get(sequence - 1));
    }
    assertThat(AuditRows.find(store, 0)).isNull();
    assertThat(AuditRows.find(store, LAST + 1)).isNull();
    trail.dropFirstRow();
    assertThat(AuditRows.find(store, 1)).isNull();
  }

  @Test
  void givenOldestRowGone_whenAsked_thenOnlyTheHeadBeforeTheRestIsKnown() {
    fill();
    List<ChainHead> all = read(1);
    trail.dropFirstRow();
    trail.dropFirstRow();

    assertThat(AuditRows.firstSequence(store)).isEqualTo(7);
    assertThat(AuditRows.headAt(store, sha256, 6)).isEqualTo(all.get(5));
    assertThat(AuditRows.headAt(store, sha256, 5)).isNull();
    assertThatThrownBy(() -> read(6)).isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenVisitorThatStops_whenRead_thenSeesNoMore() {
    fill();
    List<Long> seen = new ArrayList<>();

    AuditRows.read(
        store,
        sha256,
        4,
        (sequence, canonical, before, after) -> {
          seen.add(sequence);
          return sequence < 9;
        });

    assertThat(seen).containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 7, 8})
  void givenARowGone_whenRead_thenRefused(long row) {
    fill();
    delete(row);

    assertThatThrownBy(() -> read(row)).isInstanceOf(CorruptLogException.class);
  }

  @Test
  void givenAnyByteOfAMiddleRowChanged_whenRead_thenRefused() {
    fill();
    byte[] key = RowKeys.sequence(7);
    byte[] value = Objects.requireNonNull(store.get(Table.AUDIT, key));

    for (int i = 0; i < value.length; i++) {
      byte[] changed = value.clone();
      changed[i] ^= 4;
      put(key, changed);

      assertThatThrownBy(() -> read(1)).as("byte %s", i).isInstanceOf(CorruptLogException.class);
    }
  }

  @Test
  void givenAMiddleRowCutShort_whenRead_thenRefused() {
    fill();
    byte[] key = RowKeys.sequence(8);
    byte[] value = Objects.requireNonNull(store.get(Table.AUDIT, key));

    for (int length = 0; length < value.length; length++) {
      put(key, Arrays.copyOf(value, length));

      assertThatThrownBy(() -> read(1))
          .as("%s bytes", length)
          .isInstanceOf(CorruptLogException.class);
    }
  }

  private void fill() {
    for (long size : ROW_SIZES) {
      trail.append((int) size);
    }
  }

  private List<ChainHead> read(long from) {
    List<ChainHead> heads = new ArrayList<>();
    AuditRows.read(
        store,
        sha256,
        from,
        (sequence, canonical, before, after) -> heads.add(new ChainHead(sequence, after)));
    return heads;
  }

  private void put(byte[] key, byte[] value) {
    try (KeyValueStore.Batch batch = store.begin()) {
      batch.put(Table.AUDIT, key, value);
      batch.commit();
    }
  }

  private void delete(long sequence) {
    try (KeyValueStore.Batch batch = store.begin()) {
      batch.delete(Table.AUDIT, RowKeys.sequence(sequence));
      batch.commit();
    }
  }
}
