// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.ErasureEvent;
import io.quorumkeep.node.domain.governance.GovernanceEvent;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.policy.PolicyEvent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes as they were released, which every later version must read as the same values. The files
 * are never made anew: a format that changes gets files of its own beside them.
 */
class GoldenDataTest {
  /** One file: a value in each line, in hexadecimal. */
  private record Golden<T>(
      String file, List<T> values, Function<T, byte[]> encode, Function<byte[], T> decode) {
    void check() {
      List<String> lines = lines(file);
      List<String> now = values.stream().map(encode).map(HexFormat.of()::formatHex).toList();
      List<T> read = lines.stream().map(HexFormat.of()::parseHex).map(decode).toList();

      assertThat(read).isEqualTo(values);
      assertThat(now).isEqualTo(lines);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static Stream<Golden<?>> v1() {
    return Stream.of(
        new Golden<>(
            "v1/entry.hex",
            List.of(GoldenValues.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/key-events.hex",
            GoldenValues.keyEvents(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/entry-2.hex",
            List.of(GoldenValues.laterEntry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/key-events-2.hex",
            GoldenValues.laterKeyEvents(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/entry-3.hex",
            List.of(GoldenValues.lifeEntry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/key-events-3.hex",
            GoldenValues.lifeKeyEvents(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/entry-archive.hex",
            List.of(GoldenArchive.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/archive-events.hex",
            GoldenArchive.events(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)),
        new Golden<PolicyEvent>(
            "v1/policy-events.hex",
            GoldenValues.policyEvents(),
            EventCodec::encode,
            bytes -> (PolicyEvent) StoredForm.event(bytes)),
        new Golden<>("v1/keys.hex", GoldenValues.keys(), RowCodec::encodeKey, RowCodec::decodeKey),
        new Golden<>(
            "v1/versions.hex",
            GoldenValues.versions(),
            RowCodec::encodeVersion,
            RowCodec::decodeVersion),
        new Golden<>(
            "v1/usage.hex", GoldenValues.usages(), RowCodec::encodeUsage, RowCodec::decodeUsage),
        new Golden<>(
            "v1/grants.hex", GoldenValues.grants(), RowCodec::encodeGrant, RowCodec::decodeGrant),
        new Golden<>(
            "v1/cluster.hex",
            GoldenValues.clusters(),
            RowCodec::encodeCluster,
            RowCodec::decodeCluster),
        new Golden<>(
            "v1/requests.hex", GoldenValues.requests(), RequestCodec::encode, RequestCodec::decode),
        new Golden<>(
            "v1/governance-entry.hex",
            List.of(GovernanceGolden.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<GovernanceEvent>(
            "v1/governance-events.hex",
            GovernanceGolden.events(),
            EventCodec::encode,
            bytes -> (GovernanceEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/namespaces.hex",
            GovernanceGolden.policies(),
            GovernanceCodec::encodePolicy,
            GovernanceCodec::decodePolicy),
        new Golden<>(
            "v1/proposals.hex",
            GovernanceGolden.proposals(),
            GovernanceCodec::encodeProposal,
            GovernanceCodec::decodeProposal),
        new Golden<>(
            "v1/governance-requests.hex",
            GovernanceGolden.requests(),
            RequestCodec::encode,
            RequestCodec::decode),
        new Golden<>(
            "v1/entry-erasure.hex",
            List.of(GoldenErasure.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<ErasureEvent>(
            "v1/erasure-events.hex",
            GoldenErasure.events(),
            EventCodec::encode,
            bytes -> (ErasureEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/erasure.hex",
            GoldenErasure.states(),
            ErasureCodec::encodeState,
            ErasureCodec::decodeState),
        new Golden<>(
            "v1/certificates.hex",
            GoldenErasure.certificates(),
            ErasureCodec::encodeCertificate,
            ErasureCodec::decodeCertificate),
        new Golden<>(
            "v1/entry-due-image.hex",
            List.of(GoldenArchive.dueEntry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<>(
            "v1/entry-activation.hex",
            List.of(GoldenActivation.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/activation-events.hex",
            GoldenActivation.events(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)),
        new Golden<>(
            "v1/entry-reasons.hex",
            List.of(GoldenReasons.entry()),
            GoldenDataTest::encode,
            bytes -> LogCodec.decodeEntry(ByteString.copyFrom(bytes))),
        new Golden<KeyEvent>(
            "v1/reason-events.hex",
            GoldenReasons.events(),
            EventCodec::encode,
            bytes -> (KeyEvent) StoredForm.event(bytes)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("v1")
  void givenBytesOfFormat1_whenRead_thenTheSameValuesAndStillWrittenSo(Golden<?> golden) {
    golden.check();
  }

  @Test
  void goldenEntryHoldsEveryCommand() {
    List<CommandBody> bodies = new ArrayList<>();
    for (Entry entry :
        List.of(
            GoldenValues.entry(),
            GoldenValues.laterEntry(),
            GoldenValues.lifeEntry(),
            GovernanceGolden.entry(),
            GoldenErasure.entry(),
            GoldenArchive.entry())) {
      for (Batch batch : entry.batches()) {
        batch.commands().forEach(command -> bodies.add(command.body()));
      }
    }
    Stream<KeyCommand> changes =
        bodies.stream()
            .filter(CommandBody.ChangeKey.class::isInstance)
            .map(body -> ((CommandBody.ChangeKey) body).command());

    assertThat(classes(bodies.stream())).contains(CommandBody.class.getPermittedSubclasses());
    assertThat(classes(changes)).contains(KeyCommand.class.getPermittedSubclasses());
    assertThat(
            classes(
                Stream.of(
                        GoldenValues.keyEvents(),
                        GoldenValues.laterKeyEvents(),
                        GoldenValues.lifeKeyEvents(),
                        GoldenArchive.events())
                    .flatMap(List::stream)))
        .contains(KeyEvent.class.getPermittedSubclasses());
    assertThat(classes(GoldenErasure.steps().stream()))
        .contains(ErasureCommand.class.getPermittedSubclasses());
    assertThat(classes(GoldenErasure.events().stream()))
        .contains(ErasureEvent.class.getPermittedSubclasses());
  }

  private static Set<Class<?>> classes(Stream<?> values) {
    return values.map(Object::getClass).collect(Collectors.toSet());
  }

  private static byte[] encode(Entry entry) {
    List<ByteString> batches = entry.batches().stream().map(LogCodec::encodeBatch).toList();
    return LogCodec.encodeEntry(entry.proposedAt(), batches).toByteArray();
  }

  private static List<String> lines(String file) {
    try (InputStream in = GoldenDataTest.class.getResourceAsStream("/golden/" + file)) {
      assertThat(in).as(file).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
