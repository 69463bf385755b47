// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.audit.AuditRecord.Detail;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import java.util.List;

/** What the audit record of a step of an erasure says beside the operation. Never a secret. */
final class ErasureDetails implements ErasureCommand.Cases<List<Detail>> {
  private static final String EPOCH = "epoch";
  private static final String MEMBER = "member";
  private static final String FINGERPRINT = "fingerprint";

  private ErasureDetails() {}

  static List<Detail> of(ErasureCommand step) {
    return step.match(new ErasureDetails());
  }

  /** The operation, as in docs/erasure.md. */
  static String operation(ErasureCommand step) {
    return step.match(new Operations());
  }

  @Override
  public List<Detail> start(ErasureCommand.Start command) {
    return List.of(
        new Detail("members", String.join(",", command.members())),
        new Detail("reason", command.reason()),
        new Detail("scheduled", Boolean.toString(command.scheduled())));
  }

  @Override
  public List<Detail> offer(ErasureCommand.Offer command) {
    return List.of(
        epoch(command.epoch()),
        new Detail(MEMBER, command.offer().by()),
        new Detail(FINGERPRINT, command.offer().fingerprint()));
  }

  @Override
  public List<Detail> hold(ErasureCommand.Hold command) {
    return List.of(
        epoch(command.epoch()),
        new Detail(MEMBER, command.member()),
        new Detail(FINGERPRINT, command.fingerprint()));
  }

  @Override
  public List<Detail> turn(ErasureCommand.Turn command) {
    return List.of(epoch(command.epoch()));
  }

  @Override
  public List<Detail> rewrap(ErasureCommand.Rewrap command) {
    return List.of(
        epoch(command.epoch()), new Detail("materials", Integer.toString(command.items().size())));
  }

  @Override
  public List<Detail> complete(ErasureCommand.Complete command) {
    return List.of(epoch(command.epoch()));
  }

  @Override
  public List<Detail> attest(ErasureCommand.Attest command) {
    return List.of(
        epoch(command.epoch()),
        new Detail(MEMBER, command.member()),
        new Detail("snapshot_index", Long.toString(command.snapshotIndex())),
        new Detail("first_log_index", Long.toString(command.firstLogIndex())));
  }

  private static Detail epoch(int epoch) {
    return new Detail(EPOCH, Integer.toString(epoch));
  }

  private static final class Operations implements ErasureCommand.Cases<String> {
    @Override
    public String start(ErasureCommand.Start command) {
      return Permission.FINALIZE_DESTRUCTION.name();
    }

    @Override
    public String offer(ErasureCommand.Offer command) {
      return "OFFER_EPOCH";
    }

    @Override
    public String hold(ErasureCommand.Hold command) {
      return "HOLD_EPOCH";
    }

    @Override
    public String turn(ErasureCommand.Turn command) {
      return "TURN_EPOCH";
    }

    @Override
    public String rewrap(ErasureCommand.Rewrap command) {
      return "REWRAP_MATERIALS";
    }

    @Override
    public String complete(ErasureCommand.Complete command) {
      return "COMPLETE_REWRAP";
    }

    @Override
    public String attest(ErasureCommand.Attest command) {
      return "ATTEST_ERASURE";
    }
  }
}
