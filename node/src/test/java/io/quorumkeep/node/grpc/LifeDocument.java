// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.FieldMask;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyDecider;
import io.quorumkeep.node.domain.key.KeyDecision;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyEvolution;
import io.quorumkeep.node.domain.key.KeyFixtures;
import io.quorumkeep.node.domain.key.KeyState;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.ReleaseRules;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.v1.CreateKeyRequest;
import io.quorumkeep.v1.Key;
import io.quorumkeep.v1.KeyAlgorithm;
import io.quorumkeep.v1.UpdateKeyRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Fills the tables of docs/life-of-a-key.md. Each cell is an answer of the code: a state and a
 * command are put together and decided, an attribute is edited, a version is asked for.
 */
final class LifeDocument {
  private static final int OLD = 1;
  private static final int CURRENT = 3;

  private LifeDocument() {}

  /** A command of the tables. */
  private record Column(String title, java.util.function.IntFunction<KeyCommand> command) {}

  private static final List<Column> OF_KEYS_ONLY =
      List.of(
          new Column("activate", version -> new KeyCommand.Activate(KeyFixtures.NAME)),
          new Column(
              "rotate",
              version ->
                  new KeyCommand.Rotate(KeyFixtures.NAME, CURRENT + 1, KeyFixtures.material(4))),
          new Column("update", version -> KeyFixtures.update(0)));

  private static final List<Column> OF_BOTH =
      List.of(
          new Column("suspend", version -> new KeyCommand.Suspend(KeyFixtures.NAME, version)),
          new Column("reactivate", version -> new KeyCommand.Reactivate(KeyFixtures.NAME, version)),
          new Column("revoke", version -> revoke(version, RevocationReason.SUPERSEDED)),
          new Column(
              "revoke, compromised", version -> revoke(version, RevocationReason.KEY_COMPROMISE)),
          new Column(
              "schedule destruction",
              version ->
                  new KeyCommand.ScheduleDestruction(
                      KeyFixtures.NAME, version, KeyCommand.ScheduleDestruction.DEFAULT, "")),
          new Column(
              "destroy", version -> new KeyCommand.Destroy(KeyFixtures.NAME, version, "", "")));

  /** Every table by its name, as in the markers of the page. */
  static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("keys", ofKeys());
    tables.put("versions", ofVersions());
    tables.put("use", use());
    tables.put("reasons", reasons());
    tables.put("attributes", attributes());
    tables.put("periods", periods());
    tables.put("permissions", permissions());
    return tables;
  }

  private static KeyCommand revoke(int version, RevocationReason reason) {
    return new KeyCommand.Revoke(KeyFixtures.NAME, version, reason, null);
  }

  private static String ofKeys() {
    List<Column> columns = new ArrayList<>(OF_KEYS_ONLY);
    columns.addAll(OF_BOTH);
    StringBuilder table = head("key is", columns);
    for (KeyState state : KeyState.values()) {
      StringJoiner row = row(state.name());
      for (Column column : columns) {
        KeyDecision decision = decided(KeyFixtures.keyThatIs(state, CURRENT), null, column, 0);
        row.add(
            decision instanceof KeyDecision.Accepted accepted
                ? after(KeyFixtures.keyThatIs(state, CURRENT), accepted)
                : "–");
      }
      table.append(row).append('\n');
    }
    return table.toString();
  }

  private static String after(
      io.quorumkeep.node.domain.key.Key before, KeyDecision.Accepted accepted) {
    io.quorumkeep.node.domain.key.Key key = before;
    for (KeyEvent event : accepted.events()) {
      key = KeyEvolution.evolve(key, null, event);
    }
    return cell(before.state(), key.state());
  }

  /** Of a version that is not current, in an ACTIVE key. */
  private static String ofVersions() {
    StringBuilder table = head("version is", OF_BOTH);
    for (KeyState state : KeyState.values()) {
      StringJoiner row = row(state.name());
      KeyVersion version = KeyFixtures.versionThatIs(state, OLD);
      for (Column column : OF_BOTH) {
        KeyDecision decision =
            decided(KeyFixtures.keyThatIs(KeyState.ACTIVE, CURRENT), version, column, OLD);
        row.add(
            decision instanceof KeyDecision.Accepted accepted
                ? cell(state, KeyEvolution.evolveVersion(version, accepted.events().get(0)).state())
                : "–");
      }
      table.append(row).append('\n');
    }
    return table.toString();
  }

  private static KeyDecision decided(
      io.quorumkeep.node.domain.key.Key key,
      @Nullable KeyVersion version,
      Column column,
      int number) {
    return KeyDecider.decide(
        key, version, column.command().apply(number), KeyFixtures.NOON, KeyFixtures.ALICE);
  }

  private static String cell(KeyState before, KeyState after) {
    return before == after ? "yes" : after.name();
  }

  private static StringBuilder head(String first, List<Column> columns) {
    StringJoiner head = row(first);
    columns.forEach(column -> head.add(column.title()));
    return new StringBuilder().append(head).append('\n').append(line(columns.size() + 1));
  }

  private static StringJoiner row(String first) {
    return new StringJoiner(" | ", "| ", " |").add(first);
  }

  private static String line(int columns) {
    return "|" + " --- |".repeat(columns) + "\n";
  }

  private static String use() {
    StringBuilder table =
        new StringBuilder(
            "| both are | current version, to protect | a version by its number, to process |"
                + " by its number, with `RETRIEVE_COMPROMISED_KEY` |\n"
                + line(4));
    for (KeyState state : KeyState.values()) {
      table
          .append(
              row(state.name())
                  .add(released(state, false, false))
                  .add(released(state, true, false))
                  .add(released(state, true, true)))
          .append('\n');
    }
    return table.toString();
  }

  private static String released(KeyState state, boolean byNumber, boolean compromisedToo) {
    Rejection no =
        ReleaseRules.check(
            KeyFixtures.keyThatIs(state),
            KeyFixtures.versionThatIs(state, 1),
            byNumber,
            compromisedToo,
            KeyFixtures.NOON);
    return no == null ? "yes" : "–";
  }

  private static String reasons() {
    StringBuilder table = new StringBuilder("| reason | number | leads to |\n" + line(3));
    for (RevocationReason reason : RevocationReason.values()) {
      Column column = new Column("", version -> revoke(version, reason));
      KeyDecision.Accepted accepted =
          (KeyDecision.Accepted) decided(KeyFixtures.keyThatIs(KeyState.ACTIVE), null, column, 0);
      table
          .append(
              row("`" + reason + "`")
                  .add(Integer.toString(reason.number()))
                  .add(after(KeyFixtures.keyThatIs(KeyState.ACTIVE), accepted)))
          .append('\n');
    }
    return table.toString();
  }

  private static String attributes() {
    KeyAttributes plain = NewKeys.of(plainKey()).attributes();
    Map<String, String> ofCreation = new LinkedHashMap<>();
    ofCreation.put("originator_usage_period", "by the usages, see below; 1 s to 36,525 days");
    ofCreation.put("recipient_usage_period", "by the usages; not shorter than the other");
    ofCreation.put("labels", size(plain.labels().size()));
    ofCreation.put("owner", text(plain.owner(), KeyAttributes.MAX_OWNER_LENGTH));
    ofCreation.put("description", text(plain.description(), KeyAttributes.MAX_DESCRIPTION_LENGTH));
    ofCreation.put("deletable", Boolean.toString(plain.deletable()));
    ofCreation.put("exportable", Boolean.toString(plain.exportable()));
    ofCreation.put("mirrored", Boolean.toString(plain.mirrored()));
    ofCreation.put(
        "rotation_policy",
        plain.rotation().equals(io.quorumkeep.node.domain.key.RotationPolicy.MANUAL)
            ? "none: only when asked; a period is 1 s to 36,525 days"
            : "some");
    ofCreation.put(
        "usage_budget",
        plain.budget().equals(UsageBudget.SAFE)
            ? UsageBudget.MAX_OPERATIONS + " operations, and never more; no bound of bytes"
            : "some");
    ofCreation.put("scheduled_activation_time", "none; while it is PRE_ACTIVE");
    StringBuilder table =
        new StringBuilder("| field of a key | can be edited | default, and limits |\n" + line(3));
    for (FieldDescriptor field : Key.getDescriptor().getFields()) {
      String known = ofCreation.remove(field.getName());
      boolean editable = isEditable(field.getName());
      if (editable && known == null) {
        throw new AssertionError("say what the default of " + field.getName() + " is");
      }
      table
          .append(
              row("`" + field.getName() + "`")
                  .add(editable ? "yes" : "no")
                  .add(known == null ? "" : known))
          .append('\n');
    }
    if (!ofCreation.isEmpty()) {
      throw new AssertionError("a key has no fields " + ofCreation.keySet());
    }
    return table.toString();
  }

  private static String size(int size) {
    return size == 0 ? "none" : Integer.toString(size);
  }

  private static String text(String plain, int most) {
    return (plain.isEmpty() ? "empty" : plain) + "; at most " + most + " characters";
  }

  private static CreateKeyRequest plainKey() {
    return CreateKeyRequest.newBuilder()
        .setParent("namespaces/any")
        .setKeyId("thing")
        .setAlgorithm(KeyAlgorithm.KEY_ALGORITHM_AES_256)
        .build();
  }

  private static boolean isEditable(String field) {
    FieldMask.Builder mask = FieldMask.newBuilder().addPaths(field);
    if (field.endsWith("_usage_period")) {
      mask.clear().addPaths("originator_usage_period").addPaths("recipient_usage_period");
    }
    try {
      KeyUpdates.of(
          UpdateKeyRequest.newBuilder()
              .setKey(Key.newBuilder().setName(KeyFixtures.NAME.toString()))
              .setUpdateMask(mask)
              .build());
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  private static String periods() {
    StringBuilder table =
        new StringBuilder(
            "| purpose | originator-usage period | recipient-usage period |\n" + line(3));
    for (KeyUsages.Purpose purpose : KeyUsages.Purpose.values()) {
      table
          .append(
              row("`" + purpose + "`")
                  .add(days(purpose.defaultPeriods().originatorUsage()))
                  .add(days(purpose.defaultPeriods().recipientUsage())))
          .append('\n');
    }
    return table.toString();
  }

  private static String days(@Nullable Duration period) {
    return Objects.requireNonNull(period).toDays() + " days";
  }

  private static String permissions() {
    StringBuilder table = new StringBuilder("| permission | number | methods |\n" + line(3));
    for (Permission permission : Permission.values()) {
      StringJoiner methods = new StringJoiner(", ");
      for (String method : MethodPermissions.methods()) {
        if (Objects.requireNonNull(MethodPermissions.of(method)).contains(permission)) {
          methods.add("`" + method.substring(method.lastIndexOf('.') + 1) + "`");
        }
      }
      table
          .append(
              row("`" + permission + "`")
                  .add(Integer.toString(permission.number()))
                  .add(methods.toString()))
          .append('\n');
    }
    return table.toString();
  }
}
