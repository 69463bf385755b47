// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.key.Deadline;
import io.quorumkeep.node.domain.key.DueKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;

/**
 * The keys of rows. Integers are big-endian, so that rows of a table are in the order of their
 * numbers; names never hold the zero byte that ends them. docs/formats.md lists the layouts.
 */
public final class RowKeys {
  private static final byte[] CLUSTER = {0};
  private static final byte[] GRANT_EVENTS = {0};
  private static final int EVENT_BYTES = 9;

  /** Of the number of a version and the zero byte before it. */
  private static final int VERSION_BYTES = 5;

  private RowKeys() {}

  /** The one row of {@link Table#CLUSTER}. */
  public static byte[] cluster() {
    return CLUSTER.clone();
  }

  /** The one row of {@link Table#ERASURE}. */
  public static byte[] erasure() {
    return CLUSTER.clone();
  }

  /** {@code namespace 0 key}. */
  public static byte[] key(KeyName name) {
    return (name.namespace() + '\0' + name.key()).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code namespace 0}: where the keys of a namespace begin. */
  public static byte[] namespace(String namespace) {
    return (namespace + '\0').getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code namespace 0 text}: where the keys of a namespace begin whose names begin so. */
  public static byte[] keysFrom(String namespace, String text) {
    return (namespace + '\0' + text).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code namespace 0 key 0 u32 version}. */
  public static byte[] version(KeyName name, int version) {
    byte[] text =
        (name.namespace() + '\0' + name.key() + '\0').getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(text.length + 4).put(text).putInt(version).array();
  }

  /** The row of {@link Table#KEYS} of the key that a key of {@link Table#VERSIONS} is of. */
  public static byte[] keyRowOfVersion(byte[] key) {
    if (key.length <= VERSION_BYTES) {
      throw new CorruptLogException("the row of a key version has no name");
    }
    return Arrays.copyOf(key, key.length - VERSION_BYTES);
  }

  public static byte[] grant(String id) {
    return id.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code namespace}: its policy. */
  public static byte[] namespacePolicy(String namespace) {
    return namespace.getBytes(StandardCharsets.ISO_8859_1);
  }

  public static byte[] proposal(String id) {
    return id.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code u64 sequence}. */
  public static byte[] sequence(long sequence) {
    return ByteBuffer.allocate(8).putLong(sequence).array();
  }

  /** {@code u64 sequence, u8 ordinal}: the events of one audit record. */
  public static byte[] event(long sequence, int ordinal) {
    return ByteBuffer.allocate(9).putLong(sequence).put((byte) ordinal).array();
  }

  /** {@code namespace 0 key 0 u64 sequence u8 ordinal}: an event of the key. */
  public static byte[] keyEvent(KeyName name, byte[] event) {
    return joined(keyEvents(name), event);
  }

  /** {@code namespace 0 key 0}: where the events of a key begin in {@link Table#KEY_HISTORY}. */
  public static byte[] keyEvents(KeyName name) {
    return (name.namespace() + '\0' + name.key() + '\0').getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code 0 u64 sequence u8 ordinal}: an event of the grants. No namespace begins with zero. */
  public static byte[] grantEvent(byte[] event) {
    return joined(GRANT_EVENTS, event);
  }

  /** {@code 0}: where the events of grants begin in {@link Table#KEY_HISTORY}. */
  public static byte[] grantEvents() {
    return GRANT_EVENTS.clone();
  }

  /** The key in {@link Table#EVENTS} that ends a key of {@link Table#KEY_HISTORY}. */
  public static byte[] eventOf(byte[] historyKey) {
    return Arrays.copyOfRange(historyKey, historyKey.length - EVENT_BYTES, historyKey.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** {@code u64 age of the request clock in ms, u64 index}. */
  public static byte[] expiry(long ageMs, long index) {
    return ByteBuffer.allocate(16).putLong(ageMs).putLong(index).array();
  }

  /** {@code u64 milliseconds since 1970, u8 kind, namespace 0 key 0 u32 version}. */
  public static byte[] due(Deadline deadline) {
    byte[] version = version(deadline.key(), deadline.version());
    return ByteBuffer.allocate(Long.BYTES + 1 + version.length)
        .putLong(deadline.at().toEpochMilli())
        .put((byte) deadline.kind().number())
        .put(version)
        .array();
  }

  /**
   * Reads a key of {@link Table#DUE}.
   *
   * @throws CorruptLogException if it is none
   */
  public static Deadline deadline(byte[] key) {
    try {
      ByteBuffer in = ByteBuffer.wrap(key);
      Instant at = Instant.ofEpochMilli(in.getLong());
      int kind = in.get();
      String[] names =
          new String(
                  key, in.position(), in.remaining() - Integer.BYTES, StandardCharsets.ISO_8859_1)
              .split("\0", -1);
      int version = in.getInt(key.length - Integer.BYTES);
      for (DueKind each : DueKind.values()) {
        if (each.number() == kind && names.length == 3) {
          return new Deadline(each, at, new KeyName(names[0], names[1]), version);
        }
      }
    } catch (RuntimeException e) {
      throw new CorruptLogException("a row of deadlines has a key that is none", e);
    }
    throw new CorruptLogException("a row of deadlines has a key that is none");
  }

  /** The age in a key of {@link Table#REQUEST_EXPIRY}. */
  public static long expiryAge(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** The sequence in a key of {@link Table#EVENTS} or {@link Table#AUDIT}. */
  public static long sequenceOf(byte[] key) {
    return ByteBuffer.wrap(key).getLong();
  }

  /** The ordinal in a key of {@link Table#EVENTS}. */
  public static int ordinalOf(byte[] key) {
    return key[EVENT_BYTES - 1] & 0xff;
  }
}
