// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.quorumkeep.log.v1.CertificateRow;
import io.quorumkeep.log.v1.ClusterRow;
import io.quorumkeep.log.v1.ErasureRow;
import io.quorumkeep.log.v1.Event;
import io.quorumkeep.log.v1.GrantRow;
import io.quorumkeep.log.v1.ImageRow;
import io.quorumkeep.log.v1.KeyRow;
import io.quorumkeep.log.v1.ProposalRow;
import io.quorumkeep.log.v1.RequestRow;
import io.quorumkeep.log.v1.UsageRow;
import io.quorumkeep.log.v1.VersionRow;
import io.quorumkeep.node.Damage;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.erasure.ErasureCertificate;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.StoredImage;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One kind of stored bytes, how to read and write it, and what must hold of it whatever the value.
 *
 * @param schema the message that is stored
 */
record StoredForm<T>(
    String name,
    Message schema,
    Function<RandomValues, Stream<T>> values,
    Function<T, byte[]> encode,
    Function<byte[], T> decode) {
  private static final Origin NODE = new Origin(new Principal("spiffe://a/node/n1"), "");

  static Stream<StoredForm<?>> all() {
    return Stream.of(
        new StoredForm<Batch>(
            "batch",
            io.quorumkeep.log.v1.Batch.getDefaultInstance(),
            values -> Stream.of(values.batch(12), values.batch(1), values.batch(0)),
            batch -> LogCodec.encodeBatch(batch).toByteArray(),
            bytes -> LogCodec.decodeBatch(ByteString.copyFrom(bytes))),
        new StoredForm<KeyEvent>(
            "event of a key",
            Event.getDefaultInstance(),
            values -> values.keyEvents().stream(),
            EventCodec::encode,
            bytes -> (KeyEvent) event(bytes)),
        new StoredForm<PolicyEvent>(
            "event of the policy",
            Event.getDefaultInstance(),
            values -> values.policyEvents().stream(),
            EventCodec::encode,
            bytes -> (PolicyEvent) event(bytes)),
        new StoredForm<Key>(
            "key",
            KeyRow.getDefaultInstance(),
            values -> Stream.of(values.key()),
            RowCodec::encodeKey,
            RowCodec::decodeKey),
        new StoredForm<StoredImage>(
            "image",
            ImageRow.getDefaultInstance(),
            values -> Stream.of(values.storedImage()),
            ArchiveCodec::encodeImage,
            ArchiveCodec::decodeImage),
        new StoredForm<KeyVersion>(
            "version",
            VersionRow.getDefaultInstance(),
            values -> Stream.of(KeyState.values()).map(values::version),
            RowCodec::encodeVersion,
            RowCodec::decodeVersion),
        new StoredForm<Usage>(
            "use count",
            UsageRow.getDefaultInstance(),
            values -> Stream.of(values.usage()),
            RowCodec::encodeUsage,
            RowCodec::decodeUsage),
        new StoredForm<Grant>(
            "grant",
            GrantRow.getDefaultInstance(),
            values -> Stream.of(values.grant()),
            RowCodec::encodeGrant,
            RowCodec::decodeGrant),
        new StoredForm<ClusterFacts>(
            "cluster",
            ClusterRow.getDefaultInstance(),
            values -> Stream.of(values.clusterFacts()),
            RowCodec::encodeCluster,
            RowCodec::decodeCluster),
        new StoredForm<RequestResult>(
            "request",
            RequestRow.getDefaultInstance(),
            values -> Stream.of(values.requestResult()),
            RequestCodec::encode,
            RequestCodec::decode),
        new StoredForm<GovernanceEvent>(
            "event of dual control",
            Event.getDefaultInstance(),
            values -> new RandomGovernance(values).events().stream(),
            EventCodec::encode,
            bytes -> (GovernanceEvent) event(bytes)),
        new StoredForm<NamespacePolicy>(
            "policy of a namespace",
            io.quorumkeep.log.v1.NamespacePolicy.getDefaultInstance(),
            values -> Stream.of(new RandomGovernance(values).policy()),
            GovernanceCodec::encodePolicy,
            GovernanceCodec::decodePolicy),
        new StoredForm<Proposal>(
            "proposal",
            ProposalRow.getDefaultInstance(),
            values -> Stream.of(new RandomGovernance(values).proposal()),
            GovernanceCodec::encodeProposal,
            GovernanceCodec::decodeProposal),
        new StoredForm<ErasureCommand>(
            "step of an erasure",
            io.quorumkeep.log.v1.Batch.getDefaultInstance(),
            values -> values.erasureSteps().stream(),
            StoredForm::batchOf,
            StoredForm::stepIn),
        new StoredForm<ErasureEvent>(
            "event of an erasure",
            Event.getDefaultInstance(),
            values -> values.erasureEvents().stream(),
            EventCodec::encode,
            bytes -> (ErasureEvent) event(bytes)),
        new StoredForm<ErasureState>(
            "epochs",
            ErasureRow.getDefaultInstance(),
            values -> Stream.of(values.erasureState()),
            ErasureCodec::encodeState,
            ErasureCodec::decodeState),
        new StoredForm<ErasureCertificate>(
            "certificate of erasure",
            CertificateRow.getDefaultInstance(),
            values -> Stream.of(values.certificate()),
            ErasureCodec::encodeCertificate,
            ErasureCodec::decodeCertificate));
  }

  private static byte[] batchOf(ErasureCommand step) {
    Command command = new Command(NODE, new RequestId(1, 2), 3, new CommandBody.Erase(step));
    return LogCodec.encodeBatch(new Batch("n1", 1, 2, List.of(command))).toByteArray();
  }

  private static ErasureCommand stepIn(byte[] bytes) {
    Batch batch = LogCodec.decodeBatch(ByteString.copyFrom(bytes));
    if (batch.commands().size() == 1
        && batch.commands().get(0).body() instanceof CommandBody.Erase erase
        && batch.equals(LogCodec.decodeBatch(ByteString.copyFrom(batchOf(erase.command()))))) {
      return erase.command();
    }
    throw new CorruptLogException("another batch");
  }

  /** Reads an event of any kind. */
  static Object event(byte[] bytes) {
    List<Object> read = new ArrayList<>();
    EventCodec.decode(bytes, read::add, read::add, read::add, read::add);
    assertThat(read).hasSize(1);
    return read.get(0);
  }

  void checkRoundTrip(RandomValues random) {
    values
        .apply(random)
        .forEach(
            value -> {
              byte[] bytes = encode.apply(value);
              assertThat(decode.apply(bytes)).isEqualTo(value);
              assertThat(encode.apply(decode.apply(bytes))).isEqualTo(bytes);
            });
  }

  void checkDamage(RandomValues random) {
    values
        .apply(random)
        .forEach(
            value -> {
              byte[] bytes = encode.apply(value);
              byte[] small = bytes.length > 4_096 ? new byte[0] : bytes;
              Damage.flipEveryBit(small, flipped -> checkDamaged(value, bytes, flipped));
              Damage.cutEverywhere(small, cut -> checkDamaged(value, bytes, cut));
              checkDamaged(value, bytes, Arrays.copyOf(bytes, bytes.length + 1));
            });
  }

  private void checkDamaged(T value, byte[] good, byte[] damaged) {
    T read;
    try {
      read = decode.apply(damaged);
    } catch (CorruptLogException expected) {
      return;
    } catch (ClassCastException e) {
      // An event of the other kind.
      return;
    }
    if (read.equals(value)) {
      // The same value in another spelling (true as 3, say) does no harm, for it is written anew.
      assertThat(encode.apply(read)).isEqualTo(good).isNotEqualTo(damaged);
      assertThat(damaged).as("a cut of %s", name).hasSizeGreaterThanOrEqualTo(good.length);
    }
  }

  /** Puts a field that this version does not know into each message inside, one at a time. */
  void checkUnknownFields(RandomValues random) {
    values
        .apply(random)
        .forEach(
            value -> {
              List<Message> variants = withUnknownField(parse(encode.apply(value)));
              assertThat(variants).isNotEmpty();
              for (Message variant : variants) {
                assertThatThrownBy(() -> decode.apply(variant.toByteArray()), "%s", variant)
                    .isInstanceOf(CorruptLogException.class);
              }
            });
  }

  private Message parse(byte[] bytes) {
    try {
      return DynamicMessage.parseFrom(schema.getDescriptorForType(), bytes);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Message> withUnknownField(Message message) {
    List<Message> variants = new ArrayList<>();
    UnknownFieldSet later =
        UnknownFieldSet.newBuilder()
            .addField(1_000, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    variants.add(message.toBuilder().setUnknownFields(later).build());
    message
        .getAllFields()
        .forEach(
            (field, content) -> {
              if (content instanceof Message inner) {
                withUnknownField(inner)
                    .forEach(
                        variant ->
                            variants.add(message.toBuilder().setField(field, variant).build()));
              } else if (content instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                  if (list.get(i) instanceof Message inner) {
                    int index = i;
                    withUnknownField(inner)
                        .forEach(
                            variant ->
                                variants.add(
                                    message.toBuilder()
                                        .setRepeatedField(field, index, variant)
                                        .build()));
                  }
                }
              }
            });
    return variants;
  }

  /** Bytes of a field of type message or bytes. */
  static byte[] field(int number, byte[] content) {
    byte[] bytes = new byte[CodedOutputStream.computeByteArraySize(number, content)];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      out.writeByteArray(number, content);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes;
  }

  @Override
  public String toString() {
    return name;
  }
}
