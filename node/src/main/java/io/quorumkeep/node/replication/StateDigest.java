// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.codec.JcaSha256;
import io.quorumkeep.node.store.Rows;
import io.quorumkeep.node.store.Table;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.EnumSet;

/**
 * SHA-256 over rows: for each table its number, and for each of its rows the length and bytes of
 * key and value, in key order. Replicas at the same log position have the same.
 */
public final class StateDigest {
  private static final byte[] FIRST = new byte[0];

  private StateDigest() {}

  /**
   * The digest of all state. The audit records themselves are left out, for the chain head in the
   * cluster's row covers them.
   */
  public static byte[] ofReplica(Rows rows) {
    return of(rows, EnumSet.complementOf(EnumSet.of(Table.AUDIT)));
  }

  /**
   * The digest of what events alone determine: keys, versions, use counts, grants, policies of
   * namespaces, proposals, histories.
   */
  public static byte[] ofEventSourced(Rows rows) {
    return of(
        rows,
        EnumSet.of(
            Table.KEYS,
            Table.VERSIONS,
            Table.USAGE,
            Table.GRANTS,
            Table.NAMESPACES,
            Table.PROPOSALS,
            Table.KEY_HISTORY));
  }

  private static byte[] of(Rows rows, EnumSet<Table> tables) {
    MessageDigest digest = JcaSha256.newDigest();
    for (Table table : tables) {
      digest.update((byte) table.number());
      rows.scan(
          table,
          FIRST,
          (key, value) -> {
            digest.update(ByteBuffer.allocate(8).putInt(key.length).putInt(value.length).array());
            digest.update(key);
            digest.update(value);
            return true;
          });
    }
    return digest.digest();
  }
}
