// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Digest;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.audit.AuditRecord.Detail;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyEvent;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the audit record of a change says beside operation and resource. Never a secret. */
final class ChangeDetails implements KeyCommand.Cases<List<Detail>> {
  /** How many protecting operations a release is for, if not one. */
  static final String OPERATIONS = "operations";

  /** How many bytes a release is to protect, if said. */
  static final String BYTES = "bytes";

  @Override
  public List<Detail> create(KeyCommand.Create command) {
    List<Detail> details = new ArrayList<>();
    KeyAttributes attributes = command.attributes();
    details.add(new Detail("algorithm", command.algorithm().name()));
    if (!command.usages().equals(KeyUsages.DATA_ENCRYPTION)) {
      details.add(new Detail("usages", "0x" + Integer.toHexString(command.usages().mask())));
    }
    if (command.preActive()) {
      details.add(new Detail("pre_active", "true"));
    }
    add(details, "activate_time", command.activation());
    add(details, "originator_usage_period", attributes.usagePeriods().originatorUsage());
    add(details, "recipient_usage_period", attributes.usagePeriods().recipientUsage());
    edits(
        details,
        new KeyEdit(
            null,
            null,
            attributes.owner().isEmpty() ? null : attributes.owner(),
            attributes.description().isEmpty() ? null : attributes.description(),
            attributes.deletable() ? null : (Boolean) false,
            attributes.exportable() ? null : (Boolean) false,
            attributes.mirrored() ? (Boolean) true : null,
            attributes.rotation().equals(RotationPolicy.MANUAL) ? null : attributes.rotation(),
            attributes.budget().equals(UsageBudget.SAFE) ? null : attributes.budget()));
    return details;
  }

  @Override
  public List<Detail> activate(KeyCommand.Activate command) {
    return List.of();
  }

  @Override
  public List<Detail> rotate(KeyCommand.Rotate command) {
    return reason(command.reason());
  }

  @Override
  public List<Detail> suspend(KeyCommand.Suspend command) {
    return reason(command.reason());
  }

  @Override
  public List<Detail> reactivate(KeyCommand.Reactivate command) {
    return reason(command.reason());
  }

  @Override
  public List<Detail> revoke(KeyCommand.Revoke command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("revocation_reason", command.reason().name()));
    Instant since = command.compromisedAt();
    if (since != null) {
      details.add(new Detail("compromise_time", since.toString()));
    }
    return details;
  }

  @Override
  public List<Detail> update(KeyCommand.Update command) {
    List<Detail> details = new ArrayList<>();
    List<Label> labels = command.edit().labels();
    if (labels != null) {
      details.add(
          new Detail(
              "label_names", labels.stream().map(Label::name).collect(Collectors.joining(","))));
    }
    UsagePeriods periods = command.edit().usagePeriods();
    if (periods != null) {
      details.add(new Detail("originator_usage_period", orNone(periods.originatorUsage())));
      details.add(new Detail("recipient_usage_period", orNone(periods.recipientUsage())));
    }
    edits(details, command.edit());
    KeyEdit.Activation activation = command.edit().activation();
    if (activation != null) {
      details.add(new Detail("activate_time", orNone(activation.at())));
    }
    reason(details, command.reason());
    return details;
  }

  @Override
  public List<Detail> scheduleDestruction(KeyCommand.ScheduleDestruction command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("after", command.after().toString()));
    reason(details, command.reason());
    return details;
  }

  @Override
  public List<Detail> cancelDestruction(KeyCommand.CancelDestruction command) {
    List<Detail> details = new ArrayList<>();
    reason(details, command.reason());
    return details;
  }

  @Override
  public List<Detail> destroy(KeyCommand.Destroy command) {
    List<Detail> details = new ArrayList<>();
    if (!command.proposal().isEmpty()) {
      details.add(new Detail("proposal", command.proposal()));
    }
    reason(details, command.reason());
    return details;
  }

  /** What a release says beside its version: how much it is for, if that is not the usual. */
  static List<Detail> of(CommandBody.Use use) {
    if (use.operations() <= 1 && use.bytes() == 0) {
      return List.of();
    }
    return List.of(
        new Detail(OPERATIONS, Long.toString(use.operations())),
        new Detail(BYTES, Long.toString(use.bytes())));
  }

  /** What a read says: the proposal by which it is made, if there is one. */
  static List<Detail> of(CommandBody.Read read) {
    List<Detail> details = new ArrayList<>();
    addText(details, "proposal", read.proposal());
    return details;
  }

  /** What is said of something that happened by itself. */
  static List<Detail> ofDue(KeyEvent event) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("scheduled", "true"));
    if (event instanceof KeyEvent.DestructionCancelled cancelled) {
      details.add(new Detail("reason", cancelled.reason()));
    }
    if (event instanceof KeyEvent.ExpiryWarned warned) {
      details.add(new Detail("period", warned.end().name()));
      details.add(new Detail("days_left", Integer.toString(warned.days())));
    }
    if (event instanceof KeyEvent.Archived archived) {
      image(details, archived.image(), archived.commitment());
    }
    return details;
  }

  private static void edits(List<Detail> details, KeyEdit edit) {
    add(details, "owner", edit.owner());
    add(details, "description", edit.description());
    add(details, "deletable", edit.deletable());
    add(details, "exportable", edit.exportable());
    add(details, "mirrored", edit.mirrored());
    RotationPolicy rotation = edit.rotation();
    if (rotation != null) {
      details.add(new Detail("rotation_period", orNone(rotation.period())));
      details.add(new Detail("rotation_operations", Long.toString(rotation.operations())));
      details.add(new Detail("rotation_bytes", Long.toString(rotation.bytes())));
    }
    UsageBudget budget = edit.budget();
    if (budget != null) {
      details.add(new Detail("budget_operations", Long.toString(budget.operations())));
      details.add(new Detail("budget_bytes", Long.toString(budget.bytes())));
    }
  }

  private static void image(List<Detail> details, Digest image, Digest commitment) {
    details.add(new Detail("image_digest", image.toString()));
    details.add(new Detail("commitment", commitment.toString()));
  }

  private static List<Detail> reason(String reason) {
    List<Detail> details = new ArrayList<>();
    reason(details, reason);
    return details;
  }

  private static void reason(List<Detail> details, String reason) {
    if (!reason.isEmpty()) {
      details.add(new Detail("reason", reason));
    }
  }

  @Override
  public List<Detail> archive(KeyCommand.Archive command) {
    List<Detail> details = new ArrayList<>();
    KeyImage image = command.image();
    if (image != null) {
      image(details, image.digest(), image.commitment());
    }
    if (command.forRevocation()) {
      details.add(new Detail("for_revocation", "true"));
    }
    return details;
  }

  @Override
  public List<Detail> recover(KeyCommand.Recover command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("commitment", command.commitment().toString()));
    addText(details, "proposal", command.proposal());
    addText(details, "reason", command.reason());
    return details;
  }

  @Override
  public List<Detail> deleteImage(KeyCommand.DeleteImage command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("what", "image"));
    addText(details, "proposal", command.proposal());
    addText(details, "reason", command.reason());
    return details;
  }

  private static void addText(List<Detail> details, String name, String text) {
    if (!text.isEmpty()) {
      details.add(new Detail(name, text));
    }
  }

  private static String orNone(@Nullable Object period) {
    return period == null ? "none" : period.toString();
  }

  /**
   * The details of a policy command.
   *
   * @param revoked the grant that a revocation takes away, if there is one
   */
  static List<Detail> of(PolicyCommand command, @Nullable Grant revoked) {
    if (command instanceof PolicyCommand.Create create) {
      return grant(
          create.principal().text(),
          create.resource().text(),
          create.permissions(),
          create.effect());
    }
    List<Detail> details = new ArrayList<>();
    if (revoked != null) {
      details.addAll(
          grant(
              revoked.principal().text(),
              revoked.resource().text(),
              revoked.permissions(),
              revoked.effect()));
    }
    String proposal = ((PolicyCommand.Revoke) command).proposal();
    if (!proposal.isEmpty()) {
      details.add(new Detail("proposal", proposal));
    }
    return details;
  }

  private static List<Detail> grant(
      String principal, String resource, List<Permission> permissions, Effect effect) {
    return List.of(
        new Detail("principal", principal),
        new Detail("resource", resource),
        new Detail(
            "permissions",
            permissions.stream().map(Permission::name).collect(Collectors.joining(","))),
        new Detail("effect", effect.name()));
  }

  private static void add(List<Detail> details, String name, @Nullable Object value) {
    if (value != null) {
      details.add(new Detail(name, value.toString()));
    }
  }
}
