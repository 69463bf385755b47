// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.ByteString;
import io.quorumkeep.log.v1.Attributes;
import io.quorumkeep.log.v1.ClusterRow;
import io.quorumkeep.log.v1.GrantRow;
import io.quorumkeep.log.v1.KeyRow;
import io.quorumkeep.log.v1.UsageRow;
import io.quorumkeep.log.v1.VersionRow;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.domain.key.Archive;
import io.quorumkeep.node.domain.key.Cryptoperiod;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeySchedule;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.Usage;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the store to and from values.
 *
 * @see io.quorumkeep.node.domain.CorruptLogException thrown by every decoder for bytes that are not
 *     such a row
 */
public final class RowCodec {
  private RowCodec() {}

  public static byte[] encodeKey(Key key) {
    return keyRow(key).toByteArray();
  }

  public static Key decodeKey(byte[] bytes) {
    return Guarded.decode("the row of a key", () -> key(KeyRow.parseFrom(bytes)));
  }

  static KeyRow keyRow(Key key) {
    KeySchedule schedule = key.schedule();
    KeyRow.Builder row =
        KeyRow.newBuilder()
            .setKey(Fields.key(key.name()))
            .setAlgorithm(key.algorithm().number())
            .setUsages(Fields.number(key.usages()))
            .setState(key.state().number())
            .setCurrentVersion(key.currentVersion())
            .setCreatedAtMs(key.createdAt().toEpochMilli())
            .setCreator(key.creator())
            .setOriginatorUsageMs(Fields.milliseconds(key.usagePeriods().originatorUsage()))
            .setRecipientUsageMs(Fields.milliseconds(key.usagePeriods().recipientUsage()))
            .addAllLabels(Fields.labels(key.labels()))
            .setRevision(key.revision())
            .setRevocationReason(Fields.number(key.revocation()))
            .setCompromisedAtMs(Fields.compromisedAt(key.revocation()))
            .setActivateAtMs(Fields.milliseconds(schedule.activation()))
            .setRotateAtMs(Fields.milliseconds(schedule.rotation()))
            .setDestroyAtMs(Fields.milliseconds(schedule.destruction()))
            .setCoveredVersions(key.coveredVersions());
    Attributes more = Fields.attributes(key.attributes());
    return (more == null ? row : row.setAttributes(more)).build();
  }

  static Key key(KeyRow row) {
    return new Key(
        Fields.key(Fields.known(row).getKey()),
        Fields.algorithm(row.getAlgorithm()),
        Fields.usages(row.getUsages()),
        Fields.state(row.getState()),
        row.getCurrentVersion(),
        Instant.ofEpochMilli(row.getCreatedAtMs()),
        row.getCreator(),
        Fields.attributes(
            Fields.periods(row.getOriginatorUsageMs(), row.getRecipientUsageMs()),
            Fields.fromLabels(row.getLabelsList()),
            row.getAttributes()),
        new KeySchedule(
            Fields.time(row.getActivateAtMs()),
            Fields.time(row.getRotateAtMs()),
            Fields.time(row.getDestroyAtMs())),
        Fields.revocation(row.getRevocationReason(), row.getCompromisedAtMs()),
        row.getRevision(),
        row.getCoveredVersions());
  }

  public static byte[] encodeVersion(KeyVersion version) {
    var row =
        VersionRow.newBuilder()
            .setNumber(version.number())
            .setState(version.state().number())
            .setCreatedAtMs(version.createdAt().toEpochMilli())
            .setRevocationReason(Fields.number(version.revocation()))
            .setCompromisedAtMs(Fields.compromisedAt(version.revocation()))
            .setDestroyAtMs(Fields.milliseconds(version.destruction()))
            .setWarnings(version.warnings());
    WrappedMaterial material = version.material();
    if (material != null) {
      row.setMaterial(Fields.material(material));
    }
    Archive archive = version.archive();
    if (archive != null) {
      row.setArchive(ArchiveCodec.facts(archive));
    }
    Cryptoperiod period = version.cryptoperiod();
    if (period != null) {
      row.setActivatedAtMs(period.activation().toEpochMilli())
          .setProtectStopMs(Fields.milliseconds(period.protectStop()))
          .setDeactivationMs(Fields.milliseconds(period.deactivation()));
    }
    return row.build().toByteArray();
  }

  public static KeyVersion decodeVersion(byte[] bytes) {
    return Guarded.decode(
        "the row of a key version",
        () -> {
          VersionRow row = Fields.known(VersionRow.parseFrom(bytes));
          return new KeyVersion(
              row.getNumber(),
              Fields.state(row.getState()),
              Instant.ofEpochMilli(row.getCreatedAtMs()),
              cryptoperiod(row),
              Fields.revocation(row.getRevocationReason(), row.getCompromisedAtMs()),
              row.hasMaterial() ? Fields.material(row.getMaterial()) : null,
              Fields.time(row.getDestroyAtMs()),
              row.getWarnings(),
              row.hasArchive() ? ArchiveCodec.facts(row.getArchive()) : null);
        });
  }

  private static @Nullable Cryptoperiod cryptoperiod(VersionRow row) {
    Instant activation = Fields.time(row.getActivatedAtMs());
    return activation == null
        ? null
        : new Cryptoperiod(
            activation,
            Fields.timeOrEnd(row.getProtectStopMs()),
            Fields.timeOrEnd(row.getDeactivationMs()));
  }

  public static byte[] encodeUsage(Usage usage) {
    return UsageRow.newBuilder()
        .setCount(usage.count())
        .setOperations(usage.operations())
        .setBytes(usage.bytes())
        .setLastUsedAtMs(usage.lastUsedAt().toEpochMilli())
        .setLastSequence(usage.lastSequence())
        .build()
        .toByteArray();
  }

  public static Usage decodeUsage(byte[] bytes) {
    return Guarded.decode(
        "the row of a use count",
        () -> {
          UsageRow row = Fields.known(UsageRow.parseFrom(bytes));
          return new Usage(
              row.getCount(),
              row.getOperations(),
              row.getBytes(),
              Instant.ofEpochMilli(row.getLastUsedAtMs()),
              row.getLastSequence());
        });
  }

  public static byte[] encodeGrant(Grant grant) {
    return grantRow(grant).toByteArray();
  }

  public static Grant decodeGrant(byte[] bytes) {
    return Guarded.decode("the row of a grant", () -> grant(GrantRow.parseFrom(bytes)));
  }

  static GrantRow grantRow(Grant grant) {
    return GrantRow.newBuilder()
        .setId(grant.id())
        .setPrincipal(grant.principal().text())
        .setResource(grant.resource().text())
        .addAllPermissions(Fields.permissions(grant.permissions()))
        .setDeny(grant.effect() == Effect.DENY)
        .setCreatedAtMs(grant.createdAt().toEpochMilli())
        .setCreator(grant.creator())
        .build();
  }

  static Grant grant(GrantRow row) {
    return new Grant(
        Fields.known(row).getId(),
        new PrincipalPattern(row.getPrincipal()),
        new ResourcePattern(row.getResource()),
        Fields.fromPermissions(row.getPermissionsList()),
        row.getDeny() ? Effect.DENY : Effect.ALLOW,
        Instant.ofEpochMilli(row.getCreatedAtMs()),
        row.getCreator());
  }

  public static byte[] encodeCluster(ClusterFacts facts) {
    return ClusterRow.newBuilder()
        .setClusterId(facts.clusterId())
        .setLogTimeMs(facts.logTime().toEpochMilli())
        .setAppliedTerm(facts.appliedTerm())
        .setAppliedIndex(facts.appliedIndex())
        .setAuditSequence(facts.auditHead().sequence())
        .setAuditHead(ByteString.copyFrom(facts.auditHead().digest()))
        .setPublishedSequence(facts.publishedSequence())
        .setProposedAtMs(facts.requestClock().proposedAt().toEpochMilli())
        .setRequestAgeMs(facts.requestClock().age().toMillis())
        .build()
        .toByteArray();
  }

  public static ClusterFacts decodeCluster(byte[] bytes) {
    return Guarded.decode(
        "the row of the cluster",
        () -> {
          ClusterRow row = Fields.known(ClusterRow.parseFrom(bytes));
          if (row.getAppliedIndex() < 0 || row.getPublishedSequence() > row.getAuditSequence()) {
            throw new CorruptLogException("the row of the cluster contradicts itself");
          }
          return new ClusterFacts(
              row.getClusterId(),
              Instant.ofEpochMilli(row.getLogTimeMs()),
              row.getAppliedTerm(),
              row.getAppliedIndex(),
              new ChainHead(row.getAuditSequence(), row.getAuditHead().toByteArray()),
              row.getPublishedSequence(),
              new RequestClock(
                  Instant.ofEpochMilli(row.getProposedAtMs()),
                  Duration.ofMillis(row.getRequestAgeMs())));
        });
  }
}
