// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.audit.AuditRecord.Detail;
import io.quorumkeep.node.domain.key.KeyCommand;
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
  @Override
  public List<Detail> create(KeyCommand.Create command) {
    List<Detail> details = new ArrayList<>();
    details.add(new Detail("algorithm", command.algorithm().name()));
    if (command.preActive()) {
      details.add(new Detail("pre_active", "true"));
    }
    add(details, "originator_usage_period", command.usagePeriods().originatorUsage());
    add(details, "recipient_usage_period", command.usagePeriods().recipientUsage());
    return details;
  }

  @Override
  public List<Detail> activate(KeyCommand.Activate command) {
    return List.of();
  }

  @Override
  public List<Detail> rotate(KeyCommand.Rotate command) {
    return List.of();
  }

  @Override
  public List<Detail> suspend(KeyCommand.Suspend command) {
    return List.of();
  }

  @Override
  public List<Detail> reactivate(KeyCommand.Reactivate command) {
    return List.of();
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
    List<Label> labels = command.labels();
    if (labels != null) {
      details.add(
          new Detail(
              "label_names", labels.stream().map(Label::name).collect(Collectors.joining(","))));
    }
    UsagePeriods periods = command.usagePeriods();
    if (periods != null) {
      details.add(new Detail("originator_usage_period", orNone(periods.originatorUsage())));
      details.add(new Detail("recipient_usage_period", orNone(periods.recipientUsage())));
    }
    if (!command.reason().isEmpty()) {
      details.add(new Detail("reason", command.reason()));
    }
    return details;
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
    return revoked == null
        ? List.of()
        : grant(
            revoked.principal().text(),
            revoked.resource().text(),
            revoked.permissions(),
            revoked.effect());
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
