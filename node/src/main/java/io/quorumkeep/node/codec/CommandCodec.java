// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.Attributes;
import io.quorumkeep.log.v1.AttributesEdit;
import io.quorumkeep.log.v1.CreateKey;
import io.quorumkeep.log.v1.RevokeKey;
import io.quorumkeep.log.v1.UseKey;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyEdit;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.RotationPolicy;
import io.quorumkeep.node.domain.key.UsageBudget;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands to and from their stored form. */
final class CommandCodec {
  private CommandCodec() {}

  static io.quorumkeep.log.v1.Command encode(Command command, int origin) {
    var out =
        io.quorumkeep.log.v1.Command.newBuilder()
            .setOrigin(origin)
            .setRequestId(Fields.requestId(command.requestId()))
            .setRequestHash(command.requestHash());
    return command.body().match(new Encoder(out)).build();
  }

  static Command decode(io.quorumkeep.log.v1.Command command, Origin origin) {
    return new Command(
        origin, Fields.requestId(command.getRequestId()), command.getRequestHash(), body(command));
  }

  private static CommandBody body(io.quorumkeep.log.v1.Command command) {
    return switch (Fields.known(command).getBodyCase()) {
      case USE_KEY -> {
        var use = Fields.known(command.getUseKey());
        long operations =
            use.getOperations() == 0 && use.getVersion() == 0 ? 1 : use.getOperations();
        yield new CommandBody.Use(
            Fields.key(use.getKey()), use.getVersion(), operations, use.getBytes());
      }
      case CREATE_KEY -> new CommandBody.ChangeKey(create(Fields.known(command.getCreateKey())));
      case ACTIVATE_KEY ->
          new CommandBody.ChangeKey(
              new KeyCommand.Activate(Fields.key(Fields.known(command.getActivateKey()).getKey())));
      case ROTATE_KEY -> {
        var rotate = Fields.known(command.getRotateKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Rotate(
                Fields.key(rotate.getKey()),
                rotate.getNewVersion(),
                Fields.material(rotate.getMaterial()),
                rotate.getReason()));
      }
      case SUSPEND_KEY -> {
        var suspend = Fields.known(command.getSuspendKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Suspend(
                Fields.key(suspend.getKey()), suspend.getVersion(), suspend.getReason()));
      }
      case REACTIVATE_KEY -> {
        var reactivate = Fields.known(command.getReactivateKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Reactivate(
                Fields.key(reactivate.getKey()), reactivate.getVersion(), reactivate.getReason()));
      }
      case REVOKE_KEY -> new CommandBody.ChangeKey(revoke(Fields.known(command.getRevokeKey())));
      case UPDATE_KEY -> new CommandBody.ChangeKey(update(Fields.known(command.getUpdateKey())));
      case SCHEDULE_DESTRUCTION -> {
        var schedule = Fields.known(command.getScheduleDestruction());
        yield new CommandBody.ChangeKey(
            new KeyCommand.ScheduleDestruction(
                Fields.key(schedule.getKey()),
                schedule.getVersion(),
                Duration.ofMillis(schedule.getAfterMs()),
                schedule.getReason()));
      }
      case CANCEL_DESTRUCTION -> {
        var cancel = Fields.known(command.getCancelDestruction());
        yield new CommandBody.ChangeKey(
            new KeyCommand.CancelDestruction(
                Fields.key(cancel.getKey()), cancel.getVersion(), cancel.getReason()));
      }
      case DESTROY_KEY -> {
        var destroy = Fields.known(command.getDestroyKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Destroy(
                Fields.key(destroy.getKey()),
                destroy.getVersion(),
                destroy.getProposal(),
                destroy.getReason()));
      }
      case DUE -> {
        var due = Fields.known(command.getDue());
        yield new CommandBody.Due(
            Fields.key(due.getKey()),
            new DueDecider.Due(
                Fields.dueKind(due.getKind()),
                due.getVersion(),
                due.getNewVersion(),
                due.hasMaterial() ? Fields.material(due.getMaterial()) : null,
                due.hasImage() ? ArchiveCodec.image(due.getImage()) : null));
      }
      case SET_NAMESPACE_POLICY, CREATE_PROPOSAL, APPROVE_PROPOSAL, WITHDRAW_PROPOSAL ->
          new CommandBody.Govern(GovernanceCodec.command(command));
      case ARCHIVE_VERSION ->
          new CommandBody.ChangeKey(ArchiveCodec.command(command.getArchiveVersion()));
      case RECOVER_VERSION ->
          new CommandBody.ChangeKey(ArchiveCodec.command(command.getRecoverVersion()));
      case CREATE_GRANT ->
          new CommandBody.ChangePolicy(createGrant(Fields.known(command.getCreateGrant())));
      case REVOKE_GRANT -> {
        var revoke = Fields.known(command.getRevokeGrant());
        yield new CommandBody.ChangePolicy(
            new PolicyCommand.Revoke(revoke.getId(), revoke.getProposal()));
      }
      case READ -> {
        var read = Fields.known(command.getRead());
        yield new CommandBody.Read(
            Fields.permission(read.getPermission()),
            read.getResource(),
            read.getVersion(),
            read.getProposal());
      }
      case BOOTSTRAP -> {
        var bootstrap = Fields.known(command.getBootstrap());
        yield new CommandBody.Bootstrap(
            bootstrap.getClusterId(), new Principal(bootstrap.getAdmin()));
      }
      case ADVANCE_CURSOR ->
          new CommandBody.AdvanceCursor(Fields.known(command.getAdvanceCursor()).getSequence());
      case START_ERASURE,
          OFFER_EPOCH,
          HOLD_EPOCH,
          TURN_EPOCH,
          REWRAP_MATERIALS,
          COMPLETE_REWRAP,
          ATTEST_ERASURE ->
          new CommandBody.Erase(ErasureCommandCodec.decode(command));
      case BODY_NOT_SET ->
          throw new CorruptLogException("the log holds a command that this version does not know");
    };
  }

  private static KeyCommand create(CreateKey create) {
    return new KeyCommand.Create(
        Fields.key(create.getKey()),
        Fields.algorithm(create.getAlgorithm()),
        Fields.usages(create.getUsages()),
        create.getPreActive(),
        Fields.time(create.getActivateAtMs()),
        Fields.attributes(
            Fields.periods(create.getOriginatorUsageMs(), create.getRecipientUsageMs()),
            Fields.fromLabels(create.getLabelsList()),
            create.getAttributes()),
        Fields.material(create.getMaterial()));
  }

  private static KeyCommand revoke(RevokeKey revoke) {
    return new KeyCommand.Revoke(
        Fields.key(revoke.getKey()),
        revoke.getVersion(),
        Fields.revocationReason(revoke.getReason()),
        Fields.time(revoke.getCompromisedAtMs()));
  }

  private static KeyCommand update(io.quorumkeep.log.v1.UpdateKey update) {
    var more = Fields.known(update.getEdit());
    KeyEdit edit =
        new KeyEdit(
            update.getSetUsagePeriods()
                ? Fields.periods(update.getOriginatorUsageMs(), update.getRecipientUsageMs())
                : null,
            update.getSetLabels() ? Fields.fromLabels(update.getLabelsList()) : null,
            more.hasOwner() ? more.getOwner() : null,
            more.hasDescription() ? more.getDescription() : null,
            more.hasDeletable() ? (Boolean) more.getDeletable() : null,
            more.hasExportable() ? (Boolean) more.getExportable() : null,
            more.hasMirrored() ? (Boolean) more.getMirrored() : null,
            more.hasRotation() ? rotation(Fields.known(more.getRotation())) : null,
            more.hasBudget() ? budget(Fields.known(more.getBudget())) : null);
    return new KeyCommand.Update(
        Fields.key(update.getKey()),
        more.hasActivateAtMs() ? edit.withActivation(Fields.time(more.getActivateAtMs())) : edit,
        update.getExpectedRevision(),
        update.getReason());
  }

  private static RotationPolicy rotation(io.quorumkeep.log.v1.RotationPolicy rotation) {
    return new RotationPolicy(
        Fields.period(rotation.getPeriodMs()), rotation.getOperations(), rotation.getBytes());
  }

  private static UsageBudget budget(io.quorumkeep.log.v1.UsageBudget budget) {
    return new UsageBudget(budget.getOperations(), budget.getBytes());
  }

  private static PolicyCommand createGrant(io.quorumkeep.log.v1.CreateGrant create) {
    return new PolicyCommand.Create(
        create.getId(),
        new PrincipalPattern(create.getPrincipal()),
        new ResourcePattern(create.getResource()),
        Fields.fromPermissions(create.getPermissionsList()),
        create.getDeny() ? Effect.DENY : Effect.ALLOW);
  }

  private record Encoder(io.quorumkeep.log.v1.Command.Builder out)
      implements CommandBody.Cases<io.quorumkeep.log.v1.Command.Builder> {
    @Override
    public io.quorumkeep.log.v1.Command.Builder use(CommandBody.Use use) {
      return out.setUseKey(
          UseKey.newBuilder()
              .setKey(Fields.key(use.name()))
              .setVersion(use.version())
              .setOperations(use.operations() == 1 ? 0 : use.operations())
              .setBytes(use.bytes()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder changeKey(CommandBody.ChangeKey change) {
      return change.command().match(new KeyEncoder(out));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder changePolicy(CommandBody.ChangePolicy change) {
      if (change.command() instanceof PolicyCommand.Create create) {
        return out.setCreateGrant(
            io.quorumkeep.log.v1.CreateGrant.newBuilder()
                .setId(create.grantId())
                .setPrincipal(create.principal().text())
                .setResource(create.resource().text())
                .addAllPermissions(Fields.permissions(create.permissions()))
                .setDeny(create.effect() == Effect.DENY));
      }
      PolicyCommand.Revoke revoke = (PolicyCommand.Revoke) change.command();
      return out.setRevokeGrant(
          io.quorumkeep.log.v1.RevokeGrant.newBuilder()
              .setId(revoke.grantId())
              .setProposal(revoke.proposal()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder read(CommandBody.Read read) {
      return out.setRead(
          io.quorumkeep.log.v1.Read.newBuilder()
              .setPermission(read.permission().number())
              .setResource(read.resource())
              .setVersion(read.version())
              .setProposal(read.proposal()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder bootstrap(CommandBody.Bootstrap bootstrap) {
      return out.setBootstrap(
          io.quorumkeep.log.v1.Bootstrap.newBuilder()
              .setClusterId(bootstrap.clusterId())
              .setAdmin(bootstrap.admin().uri()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder advanceCursor(CommandBody.AdvanceCursor advance) {
      return out.setAdvanceCursor(
          io.quorumkeep.log.v1.AdvanceCursor.newBuilder().setSequence(advance.sequence()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder due(CommandBody.Due body) {
      DueDecider.Due due = body.due();
      var row =
          io.quorumkeep.log.v1.Due.newBuilder()
              .setKey(Fields.key(body.name()))
              .setKind(due.kind().number())
              .setVersion(due.version())
              .setNewVersion(due.newVersion());
      WrappedMaterial material = due.material();
      if (material != null) {
        row.setMaterial(Fields.material(material));
      }
      KeyImage image = due.image();
      if (image != null) {
        row.setImage(ArchiveCodec.image(image));
      }
      return out.setDue(row);
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder govern(CommandBody.Govern govern) {
      return GovernanceCodec.encode(govern.command(), out);
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder erase(CommandBody.Erase erase) {
      return erase.command().match(new ErasureCommandCodec(out));
    }
  }

  private record KeyEncoder(io.quorumkeep.log.v1.Command.Builder out)
      implements KeyCommand.Cases<io.quorumkeep.log.v1.Command.Builder> {
    @Override
    public io.quorumkeep.log.v1.Command.Builder create(KeyCommand.Create create) {
      KeyAttributes attributes = create.attributes();
      UsagePeriods periods = attributes.usagePeriods();
      CreateKey.Builder row =
          CreateKey.newBuilder()
              .setKey(Fields.key(create.name()))
              .setAlgorithm(create.algorithm().number())
              .setUsages(Fields.number(create.usages()))
              .setPreActive(create.preActive())
              .setActivateAtMs(Fields.milliseconds(create.activation()))
              .setOriginatorUsageMs(Fields.milliseconds(periods.originatorUsage()))
              .setRecipientUsageMs(Fields.milliseconds(periods.recipientUsage()))
              .addAllLabels(Fields.labels(attributes.labels()))
              .setMaterial(Fields.material(create.material()));
      Attributes more = Fields.attributes(attributes);
      return out.setCreateKey(more == null ? row : row.setAttributes(more));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder activate(KeyCommand.Activate activate) {
      return out.setActivateKey(
          io.quorumkeep.log.v1.ActivateKey.newBuilder().setKey(Fields.key(activate.name())));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder rotate(KeyCommand.Rotate rotate) {
      return out.setRotateKey(
          io.quorumkeep.log.v1.RotateKey.newBuilder()
              .setKey(Fields.key(rotate.name()))
              .setNewVersion(rotate.newVersion())
              .setMaterial(Fields.material(rotate.material()))
              .setReason(rotate.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder suspend(KeyCommand.Suspend suspend) {
      return out.setSuspendKey(
          io.quorumkeep.log.v1.SuspendKey.newBuilder()
              .setKey(Fields.key(suspend.name()))
              .setVersion(suspend.version())
              .setReason(suspend.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder reactivate(KeyCommand.Reactivate reactivate) {
      return out.setReactivateKey(
          io.quorumkeep.log.v1.ReactivateKey.newBuilder()
              .setKey(Fields.key(reactivate.name()))
              .setVersion(reactivate.version())
              .setReason(reactivate.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder revoke(KeyCommand.Revoke revoke) {
      return out.setRevokeKey(
          RevokeKey.newBuilder()
              .setKey(Fields.key(revoke.name()))
              .setVersion(revoke.version())
              .setReason(revoke.reason().number())
              .setCompromisedAtMs(Fields.milliseconds(revoke.compromisedAt())));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder update(KeyCommand.Update update) {
      var key =
          io.quorumkeep.log.v1.UpdateKey.newBuilder()
              .setKey(Fields.key(update.name()))
              .setExpectedRevision(update.expectedRevision())
              .setReason(update.reason());
      KeyEdit edit = update.edit();
      List<Label> labels = edit.labels();
      if (labels != null) {
        key.setSetLabels(true).addAllLabels(Fields.labels(labels));
      }
      UsagePeriods periods = edit.usagePeriods();
      if (periods != null) {
        key.setSetUsagePeriods(true)
            .setOriginatorUsageMs(Fields.milliseconds(periods.originatorUsage()))
            .setRecipientUsageMs(Fields.milliseconds(periods.recipientUsage()));
      }
      AttributesEdit more = attributesEdit(edit);
      if (!more.equals(AttributesEdit.getDefaultInstance())) {
        key.setEdit(more);
      }
      return out.setUpdateKey(key);
    }

    private static AttributesEdit attributesEdit(KeyEdit edit) {
      AttributesEdit.Builder more = AttributesEdit.newBuilder();
      ifSet(edit.owner(), more::setOwner);
      ifSet(edit.description(), more::setDescription);
      ifSet(edit.deletable(), more::setDeletable);
      ifSet(edit.exportable(), more::setExportable);
      ifSet(edit.mirrored(), more::setMirrored);
      RotationPolicy rotation = edit.rotation();
      if (rotation != null) {
        more.setRotation(
            io.quorumkeep.log.v1.RotationPolicy.newBuilder()
                .setPeriodMs(Fields.milliseconds(rotation.period()))
                .setOperations(rotation.operations())
                .setBytes(rotation.bytes()));
      }
      UsageBudget budget = edit.budget();
      if (budget != null) {
        more.setBudget(
            io.quorumkeep.log.v1.UsageBudget.newBuilder()
                .setOperations(budget.operations())
                .setBytes(budget.bytes()));
      }
      KeyEdit.Activation activation = edit.activation();
      if (activation != null) {
        more.setActivateAtMs(Fields.milliseconds(activation.at()));
      }
      return more.build();
    }

    private static <T> void ifSet(@Nullable T value, Consumer<T> setter) {
      if (value != null) {
        setter.accept(value);
      }
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder scheduleDestruction(
        KeyCommand.ScheduleDestruction schedule) {
      return out.setScheduleDestruction(
          io.quorumkeep.log.v1.ScheduleDestruction.newBuilder()
              .setKey(Fields.key(schedule.name()))
              .setVersion(schedule.version())
              .setAfterMs(schedule.after().toMillis())
              .setReason(schedule.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder cancelDestruction(
        KeyCommand.CancelDestruction cancel) {
      return out.setCancelDestruction(
          io.quorumkeep.log.v1.CancelDestruction.newBuilder()
              .setKey(Fields.key(cancel.name()))
              .setVersion(cancel.version())
              .setReason(cancel.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder destroy(KeyCommand.Destroy destroy) {
      return out.setDestroyKey(
          io.quorumkeep.log.v1.DestroyKey.newBuilder()
              .setKey(Fields.key(destroy.name()))
              .setVersion(destroy.version())
              .setProposal(destroy.proposal())
              .setReason(destroy.reason()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder archive(KeyCommand.Archive archive) {
      return out.setArchiveVersion(ArchiveCodec.command(archive));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder recover(KeyCommand.Recover recover) {
      return out.setRecoverVersion(ArchiveCodec.command(recover));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder deleteImage(KeyCommand.DeleteImage delete) {
      return out.setArchiveVersion(ArchiveCodec.command(delete));
    }
  }
}
