// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Encodes what goes through the log, and decodes every version of it ever released.
 *
 * <p>A batch is encoded once, by the node whose commands it holds. The leader joins the encoded
 * batches of several nodes to an entry without reading them: a repeated field is its elements one
 * after the other.
 */
public final class LogCodec {
  private LogCodec() {}

  public static ByteString encodeBatch(Batch batch) {
    var out =
        io.quorumkeep.log.v1.Batch.newBuilder()
            .setNode(batch.node())
            .setIncarnation(batch.incarnation())
            .setNumber(batch.number());
    Map<Origin, Integer> origins = new LinkedHashMap<>();
    for (Command command : batch.commands()) {
      int origin = origins.computeIfAbsent(command.origin(), unused -> origins.size());
      out.addCommands(CommandCodec.encode(command, origin));
    }
    for (Origin origin : origins.keySet()) {
      out.addOrigins(
          io.quorumkeep.log.v1.Origin.newBuilder()
              .setPrincipal(origin.principal().uri())
              .setSource(origin.source()));
    }
    return UnsafeByteOperations.unsafeWrap(out.build().toByteArray());
  }

  /**
   * Joins encoded batches to an entry.
   *
   * @param proposedAt the leader's clock
   */
  public static ByteString encodeEntry(Instant proposedAt, List<ByteString> batches) {
    long time = proposedAt.toEpochMilli();
    int size =
        CodedOutputStream.computeInt64Size(
            io.quorumkeep.log.v1.Entry.PROPOSED_AT_MS_FIELD_NUMBER, time);
    for (ByteString batch : batches) {
      size +=
          CodedOutputStream.computeBytesSize(
              io.quorumkeep.log.v1.Entry.BATCHES_FIELD_NUMBER, batch);
    }
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeInt64(io.quorumkeep.log.v1.Entry.PROPOSED_AT_MS_FIELD_NUMBER, time);
      for (ByteString batch : batches) {
        out.writeBytes(io.quorumkeep.log.v1.Entry.BATCHES_FIELD_NUMBER, batch);
      }
      out.checkNoSpaceLeft();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to an array of the right size", e);
    }
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  /**
   * Reads an entry.
   *
   * @throws CorruptLogException if it is damaged, or of a later version than this code
   */
  public static Entry decodeEntry(ByteString bytes) {
    return Guarded.decode(
        "a log entry",
        () -> {
          var entry = Fields.known(io.quorumkeep.log.v1.Entry.parseFrom(bytes));
          List<Batch> batches = new ArrayList<>(entry.getBatchesCount());
          for (var batch : entry.getBatchesList()) {
            batches.add(decode(batch));
          }
          return new Entry(Instant.ofEpochMilli(entry.getProposedAtMs()), batches);
        });
  }

  /**
   * Reads a batch that another node sent, as a check before it is put into an entry.
   *
   * @throws CorruptLogException if it is damaged
   */
  public static Batch decodeBatch(ByteString bytes) {
    return Guarded.decode("a batch", () -> decode(io.quorumkeep.log.v1.Batch.parseFrom(bytes)));
  }

  private static Batch decode(io.quorumkeep.log.v1.Batch batch) {
    List<Origin> origins = new ArrayList<>(Fields.known(batch).getOriginsCount());
    for (var origin : batch.getOriginsList()) {
      origins.add(
          new Origin(new Principal(Fields.known(origin).getPrincipal()), origin.getSource()));
    }
    List<Command> commands = new ArrayList<>(batch.getCommandsCount());
    for (var command : batch.getCommandsList()) {
      if (command.getOrigin() < 0 || command.getOrigin() >= origins.size()) {
        throw new CorruptLogException("a command refers to an origin that is not there");
      }
      commands.add(CommandCodec.decode(command, origins.get(command.getOrigin())));
    }
    return new Batch(batch.getNode(), batch.getIncarnation(), batch.getNumber(), commands);
  }
}
