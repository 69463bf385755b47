// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.log.v1.Attributes;
import io.quorumkeep.log.v1.KeyRef;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.DueKind;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.PeriodEnd;
import io.quorumkeep.node.domain.key.Revocation;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields that several stored messages share. A number of 0 stands for absent. */
final class Fields {
  private static final int REQUEST_ID_BYTES = 16;

  private Fields() {}

  /**
   * Returns the message, if it has no field that this version does not know. To skip one would be
   * to judge by less than a later version does, and so to differ from it.
   */
  static <T extends Message> T known(T message) {
    if (!message.getUnknownFields().isEmpty()) {
      throw new CorruptLogException(
          "fields of a later version in " + message.getDescriptorForType().getName());
    }
    return message;
  }

  static KeyRef key(KeyName name) {
    return KeyRef.newBuilder().setNamespace(name.namespace()).setKey(name.key()).build();
  }

  static KeyName key(KeyRef ref) {
    return new KeyName(known(ref).getNamespace(), ref.getKey());
  }

  static ByteString requestId(RequestId id) {
    byte[] bytes =
        ByteBuffer.allocate(REQUEST_ID_BYTES).putLong(id.high()).putLong(id.low()).array();
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static RequestId requestId(ByteString bytes) {
    if (bytes.size() != REQUEST_ID_BYTES) {
      throw new CorruptLogException("a request id has 16 bytes, not " + bytes.size());
    }
    ByteBuffer buffer = bytes.asReadOnlyByteBuffer();
    return new RequestId(buffer.getLong(), buffer.getLong());
  }

  static io.quorumkeep.log.v1.WrappedMaterial material(WrappedMaterial material) {
    return io.quorumkeep.log.v1.WrappedMaterial.newBuilder()
        .setEpoch(material.epoch())
        .setBlob(UnsafeByteOperations.unsafeWrap(material.blob()))
        .build();
  }

  static WrappedMaterial material(io.quorumkeep.log.v1.WrappedMaterial material) {
    return new WrappedMaterial(known(material).getEpoch(), material.getBlob().toByteArray());
  }

  static List<io.quorumkeep.log.v1.Label> labels(List<Label> labels) {
    List<io.quorumkeep.log.v1.Label> out = new ArrayList<>(labels.size());
    for (Label label : labels) {
      out.add(
          io.quorumkeep.log.v1.Label.newBuilder()
              .setName(label.name())
              .setValue(label.value())
              .build());
    }
    return out;
  }

  static List<Label> fromLabels(List<io.quorumkeep.log.v1.Label> labels) {
    List<Label> out = new ArrayList<>(labels.size());
    for (io.quorumkeep.log.v1.Label label : labels) {
      out.add(new Label(known(label).getName(), label.getValue()));
    }
    return out;
  }

  static KeyUsages usages(int mask) {
    return mask == 0 ? KeyUsages.DATA_ENCRYPTION : new KeyUsages(mask);
  }

  static int number(KeyUsages usages) {
    return usages.equals(KeyUsages.DATA_ENCRYPTION) ? 0 : usages.mask();
  }

  /** Null if all are as by default. */
  static @Nullable Attributes attributes(KeyAttributes attributes) {
    Attributes out =
        Attributes.newBuilder()
            .setOwner(attributes.owner())
            .setDescription(attributes.description())
            .setNotDeletable(!attributes.deletable())
            .setNotExportable(!attributes.exportable())
            .setMirrored(attributes.mirrored())
            .setRotationPeriodMs(milliseconds(attributes.rotation().period()))
            .setRotationOperations(attributes.rotation().operations())
            .setRotationBytes(attributes.rotation().bytes())
            .setBudgetOperations(attributes.budget().operations())
            .setBudgetBytes(attributes.budget().bytes())
            .build();
    return out.equals(Attributes.getDefaultInstance()) ? null : out;
  }

  static KeyAttributes attributes(UsagePeriods periods, List<Label> labels, Attributes stored) {
    return new KeyAttributes(
        periods,
        labels,
        known(stored).getOwner(),
        stored.getDescription(),
        !stored.getNotDeletable(),
        !stored.getNotExportable(),
        stored.getMirrored(),
        new RotationPolicy(
            period(stored.getRotationPeriodMs()),
            stored.getRotationOperations(),
            stored.getRotationBytes()),
        new UsageBudget(stored.getBudgetOperations(), stored.getBudgetBytes()));
  }

  static DueKind dueKind(int number) {
    for (DueKind kind : DueKind.values()) {
      if (kind.number() == number) {
        return kind;
      }
    }
    throw new CorruptLogException("unknown kind of deadline " + number);
  }

  static PeriodEnd periodEnd(int number) {
    for (PeriodEnd end : PeriodEnd.values()) {
      if (end.number() == number) {
        return end;
      }
    }
    throw new CorruptLogException("unknown period " + number);
  }

  static List<Integer> permissions(List<Permission> permissions) {
    List<Integer> out = new ArrayList<>(permissions.size());
    permissions.forEach(permission -> out.add(permission.number()));
    return out;
  }

  static List<Permission> fromPermissions(List<Integer> numbers) {
    List<Permission> out = new ArrayList<>(numbers.size());
    numbers.forEach(number -> out.add(permission(number)));
    return out;
  }

  static Permission permission(int number) {
    Permission permission = Permission.ofNumber(number);
    if (permission == null) {
      throw new CorruptLogException("unknown permission " + number);
    }
    return permission;
  }

  static KeyAlgorithm algorithm(int number) {
    for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
      if (algorithm.number() == number) {
        return algorithm;
      }
    }
    throw new CorruptLogException("unknown algorithm " + number);
  }

  static KeyState state(int number) {
    for (KeyState state : KeyState.values()) {
      if (state.number() == number) {
        return state;
      }
    }
    throw new CorruptLogException("unknown key state " + number);
  }

  static RevocationReason revocationReason(int number) {
    for (RevocationReason reason : RevocationReason.values()) {
      if (reason.number() == number) {
        return reason;
      }
    }
    throw new CorruptLogException("unknown revocation reason " + number);
  }

  static int number(@Nullable Revocation revocation) {
    return revocation == null ? 0 : revocation.reason().number();
  }

  static long compromisedAt(@Nullable Revocation revocation) {
    return revocation == null ? 0 : milliseconds(revocation.compromisedAt());
  }

  static @Nullable Revocation revocation(int reason, long compromisedAt) {
    return reason == 0 ? null : new Revocation(revocationReason(reason), time(compromisedAt));
  }

  static long milliseconds(@Nullable Duration period) {
    return period == null ? 0 : period.toMillis();
  }

  static UsagePeriods periods(long originatorUsage, long recipientUsage) {
    if (originatorUsage == 0 && recipientUsage == 0) {
      return UsagePeriods.WITHOUT_END;
    }
    return new UsagePeriods(period(originatorUsage), period(recipientUsage));
  }

  static long milliseconds(@Nullable Instant time) {
    return time == null || time.equals(Instant.MAX) ? 0 : time.toEpochMilli();
  }

  static @Nullable Instant time(long milliseconds) {
    return milliseconds == 0 ? null : Instant.ofEpochMilli(milliseconds);
  }

  static Instant timeOrEnd(long milliseconds) {
    return milliseconds == 0 ? Instant.MAX : Instant.ofEpochMilli(milliseconds);
  }

  static @Nullable Duration period(long milliseconds) {
    return milliseconds == 0 ? null : Duration.ofMillis(milliseconds);
  }
}
