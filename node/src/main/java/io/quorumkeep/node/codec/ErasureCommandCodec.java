// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.codec;

import com.google.protobuf.UnsafeByteOperations;
import io.quorumkeep.log.v1.AttestErasure;
import io.quorumkeep.log.v1.Command;
import io.quorumkeep.log.v1.CompleteRewrap;
import io.quorumkeep.log.v1.HoldEpoch;
import io.quorumkeep.log.v1.OfferEpoch;
import io.quorumkeep.log.v1.RewrapMaterials;
import io.quorumkeep.log.v1.StartErasure;
import io.quorumkeep.log.v1.TurnEpoch;
import io.quorumkeep.node.domain.CorruptLogException;
import io.quorumkeep.node.domain.erasure.EpochOffer;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.RewrapItem;
import java.util.ArrayList;
import java.util.List;

/** Steps of an erasure to and from their stored form. */
record ErasureCommandCodec(Command.Builder out) implements ErasureCommand.Cases<Command.Builder> {
  static ErasureCommand decode(Command command) {
    return switch (command.getBodyCase()) {
      case START_ERASURE -> {
        StartErasure start = Fields.known(command.getStartErasure());
        yield new ErasureCommand.Start(
            start.getMembersList(), start.getReason(), start.getScheduled());
      }
      case OFFER_EPOCH -> {
        OfferEpoch offer = Fields.known(command.getOfferEpoch());
        yield new ErasureCommand.Offer(
            offer.getEpoch(),
            new EpochOffer(offer.getFingerprint(), offer.getBy()),
            offer.getReplaces());
      }
      case HOLD_EPOCH -> {
        HoldEpoch hold = Fields.known(command.getHoldEpoch());
        yield new ErasureCommand.Hold(hold.getEpoch(), hold.getMember(), hold.getFingerprint());
      }
      case TURN_EPOCH -> new ErasureCommand.Turn(Fields.known(command.getTurnEpoch()).getEpoch());
      case REWRAP_MATERIALS -> rewrap(Fields.known(command.getRewrapMaterials()));
      case COMPLETE_REWRAP ->
          new ErasureCommand.Complete(Fields.known(command.getCompleteRewrap()).getEpoch());
      case ATTEST_ERASURE -> {
        AttestErasure attest = Fields.known(command.getAttestErasure());
        yield new ErasureCommand.Attest(
            attest.getEpoch(),
            attest.getMember(),
            attest.getSnapshotIndex(),
            attest.getFirstLogIndex());
      }
      default -> throw new CorruptLogException("not a step of an erasure");
    };
  }

  private static ErasureCommand rewrap(RewrapMaterials rewrap) {
    List<RewrapItem> items = new ArrayList<>(rewrap.getItemsCount());
    for (io.quorumkeep.log.v1.RewrapItem item : rewrap.getItemsList()) {
      items.add(
          new RewrapItem(
              Fields.key(Fields.known(item).getKey()),
              item.getVersion(),
              item.getOldEpoch(),
              item.getOldEnd().toByteArray(),
              item.getBlob().toByteArray()));
    }
    return new ErasureCommand.Rewrap(rewrap.getEpoch(), items);
  }

  @Override
  public Command.Builder start(ErasureCommand.Start command) {
    return out.setStartErasure(
        StartErasure.newBuilder()
            .addAllMembers(command.members())
            .setReason(command.reason())
            .setScheduled(command.scheduled()));
  }

  @Override
  public Command.Builder offer(ErasureCommand.Offer command) {
    return out.setOfferEpoch(
        OfferEpoch.newBuilder()
            .setEpoch(command.epoch())
            .setFingerprint(command.offer().fingerprint())
            .setBy(command.offer().by())
            .setReplaces(command.replaces()));
  }

  @Override
  public Command.Builder hold(ErasureCommand.Hold command) {
    return out.setHoldEpoch(
        HoldEpoch.newBuilder()
            .setEpoch(command.epoch())
            .setMember(command.member())
            .setFingerprint(command.fingerprint()));
  }

  @Override
  public Command.Builder turn(ErasureCommand.Turn command) {
    return out.setTurnEpoch(TurnEpoch.newBuilder().setEpoch(command.epoch()));
  }

  @Override
  public Command.Builder rewrap(ErasureCommand.Rewrap command) {
    RewrapMaterials.Builder rewrap = RewrapMaterials.newBuilder().setEpoch(command.epoch());
    for (RewrapItem item : command.items()) {
      rewrap.addItems(
          io.quorumkeep.log.v1.RewrapItem.newBuilder()
              .setKey(Fields.key(item.name()))
              .setVersion(item.version())
              .setOldEpoch(item.oldEpoch())
              .setOldEnd(UnsafeByteOperations.unsafeWrap(item.oldEnd()))
              .setBlob(UnsafeByteOperations.unsafeWrap(item.blob())));
    }
    return out.setRewrapMaterials(rewrap);
  }

  @Override
  public Command.Builder complete(ErasureCommand.Complete command) {
    return out.setCompleteRewrap(CompleteRewrap.newBuilder().setEpoch(command.epoch()));
  }

  @Override
  public Command.Builder attest(ErasureCommand.Attest command) {
    return out.setAttestErasure(
        AttestErasure.newBuilder()
            .setEpoch(command.epoch())
            .setMember(command.member())
            .setSnapshotIndex(command.snapshotIndex())
            .setFirstLogIndex(command.firstLogIndex()));
  }
}
