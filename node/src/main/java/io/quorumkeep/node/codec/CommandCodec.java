// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import io.quorumkeep.log.v1.CreateKey;
import io.quorumkeep.log.v1.RevokeKey;
import io.quorumkeep.log.v1.UseKey;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.util.List;

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
        yield new CommandBody.Use(Fields.key(use.getKey()), use.getVersion());
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
                Fields.material(rotate.getMaterial())));
      }
      case SUSPEND_KEY -> {
        var suspend = Fields.known(command.getSuspendKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Suspend(Fields.key(suspend.getKey()), suspend.getVersion()));
      }
      case REACTIVATE_KEY -> {
        var reactivate = Fields.known(command.getReactivateKey());
        yield new CommandBody.ChangeKey(
            new KeyCommand.Reactivate(Fields.key(reactivate.getKey()), reactivate.getVersion()));
      }
      case REVOKE_KEY -> new CommandBody.ChangeKey(revoke(Fields.known(command.getRevokeKey())));
      case UPDATE_KEY -> new CommandBody.ChangeKey(update(Fields.known(command.getUpdateKey())));
      case CREATE_GRANT ->
          new CommandBody.ChangePolicy(createGrant(Fields.known(command.getCreateGrant())));
      case REVOKE_GRANT ->
          new CommandBody.ChangePolicy(
              new PolicyCommand.Revoke(Fields.known(command.getRevokeGrant()).getId()));
      case READ -> {
        var read = Fields.known(command.getRead());
        yield new CommandBody.Read(
            Fields.permission(read.getPermission()), read.getResource(), read.getVersion());
      }
      case BOOTSTRAP -> {
        var bootstrap = Fields.known(command.getBootstrap());
        yield new CommandBody.Bootstrap(
            bootstrap.getClusterId(), new Principal(bootstrap.getAdmin()));
      }
      case ADVANCE_CURSOR ->
          new CommandBody.AdvanceCursor(Fields.known(command.getAdvanceCursor()).getSequence());
      case BODY_NOT_SET ->
          throw new CorruptLogException("the log holds a command that this version does not know");
    };
  }

  private static KeyCommand create(CreateKey create) {
    return new KeyCommand.Create(
        Fields.key(create.getKey()),
        Fields.algorithm(create.getAlgorithm()),
        create.getPreActive(),
        Fields.periods(create.getOriginatorUsageMs(), create.getRecipientUsageMs()),
        Fields.fromLabels(create.getLabelsList()),
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
    return new KeyCommand.Update(
        Fields.key(update.getKey()),
        update.getSetLabels() ? Fields.fromLabels(update.getLabelsList()) : null,
        update.getSetUsagePeriods()
            ? Fields.periods(update.getOriginatorUsageMs(), update.getRecipientUsageMs())
            : null,
        update.getExpectedRevision(),
        update.getReason());
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
          UseKey.newBuilder().setKey(Fields.key(use.name())).setVersion(use.version()));
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
      return out.setRevokeGrant(
          io.quorumkeep.log.v1.RevokeGrant.newBuilder().setId(change.command().grantId()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder read(CommandBody.Read read) {
      return out.setRead(
          io.quorumkeep.log.v1.Read.newBuilder()
              .setPermission(read.permission().number())
              .setResource(read.resource())
              .setVersion(read.version()));
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
  }

  private record KeyEncoder(io.quorumkeep.log.v1.Command.Builder out)
      implements KeyCommand.Cases<io.quorumkeep.log.v1.Command.Builder> {
    @Override
    public io.quorumkeep.log.v1.Command.Builder create(KeyCommand.Create create) {
      return out.setCreateKey(
          CreateKey.newBuilder()
              .setKey(Fields.key(create.name()))
              .setAlgorithm(create.algorithm().number())
              .setPreActive(create.preActive())
              .setOriginatorUsageMs(Fields.milliseconds(create.usagePeriods().originatorUsage()))
              .setRecipientUsageMs(Fields.milliseconds(create.usagePeriods().recipientUsage()))
              .addAllLabels(Fields.labels(create.labels()))
              .setMaterial(Fields.material(create.material())));
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
              .setMaterial(Fields.material(rotate.material())));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder suspend(KeyCommand.Suspend suspend) {
      return out.setSuspendKey(
          io.quorumkeep.log.v1.SuspendKey.newBuilder()
              .setKey(Fields.key(suspend.name()))
              .setVersion(suspend.version()));
    }

    @Override
    public io.quorumkeep.log.v1.Command.Builder reactivate(KeyCommand.Reactivate reactivate) {
      return out.setReactivateKey(
          io.quorumkeep.log.v1.ReactivateKey.newBuilder()
              .setKey(Fields.key(reactivate.name()))
              .setVersion(reactivate.version()));
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
      List<Label> labels = update.labels();
      if (labels != null) {
        key.setSetLabels(true).addAllLabels(Fields.labels(labels));
      }
      UsagePeriods periods = update.usagePeriods();
      if (periods != null) {
        key.setSetUsagePeriods(true)
            .setOriginatorUsageMs(Fields.milliseconds(periods.originatorUsage()))
            .setRecipientUsageMs(Fields.milliseconds(periods.recipientUsage()));
      }
      return out.setUpdateKey(key);
    }
  }
}
