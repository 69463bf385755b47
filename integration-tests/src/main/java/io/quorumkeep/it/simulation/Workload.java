// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the clients of a run ask for, in an order that the seed decides. */
final class Workload {
  private static final String APPS = "spiffe://example.org/apps/";
  private static final String OFFICERS = "spiffe://example.org/officers/";
  private static final List<Permission> RELEASES =
      List.of(
          Permission.RETRIEVE_KEY,
          Permission.RETRIEVE_KEY_VERSION,
          Permission.RETRIEVE_COMPROMISED_KEY,
          Permission.GET_KEY);
  private static final List<Permission> DUAL_CONTROL =
      List.of(
          Permission.CREATE_PROPOSAL,
          Permission.APPROVE_PROPOSAL,
          Permission.DESTROY_KEY,
          Permission.ARCHIVE_KEY,
          Permission.EXPORT_ARCHIVE,
          Permission.RECOVER_KEY);
  private static final int GRANTS = 4;
  private static final int FIRST = 4;
  private static final int REMEMBERED = 5;
  private static final int SOON_PERMILLE = 700;

  private final Plan plan;
  private final Targets targets;
  private final Wishes wishes;
  private final Dice dice;
  private final List<Operation> bag = new ArrayList<>();
  private final List<Proposed> proposed = new ArrayList<>();
  private final Deque<Supplier<Call>> soon = new ArrayDeque<>();
  private int made;
  private int oldestKey;

  /** A proposal that somebody was told to make. */
  private record Proposed(String id, GuardedAction action, Principal proposer) {}

  Workload(Plan plan, Calendar calendar, Targets targets, Dice dice) {
    this.plan = plan;
    this.targets = targets;
    this.wishes = new Wishes(calendar, dice);
    this.dice = dice;
    for (Map.Entry<Operation, Integer> weight : plan.weights().entrySet()) {
      for (int i = 0; i < weight.getValue(); i++) {
        bag.add(weight.getKey());
      }
    }
  }

  boolean isExhausted() {
    return made >= plan.operations();
  }

  /** Calls handed out so far. */
  int made() {
    return made;
  }

  /** How long a proposal lives: its id says so, for the audit record does not. */
  static Duration lifetimeOf(String proposal) {
    return Duration.ofMinutes(Long.parseLong(proposal.substring(proposal.lastIndexOf('-') + 1)));
  }

  Call next() {
    made++;
    if (made > FIRST && !soon.isEmpty() && dice.chance(SOON_PERMILLE)) {
      return soon.remove().get();
    }
    Operation operation = made <= FIRST ? first(made) : dice.pick(bag);
    return switch (operation) {
      case CREATE -> call(operation, ofKey(), Call.Wish.of(wishes.newKey(key())));
      case GRANT -> call(operation, principal(operation), Call.Wish.of(grant(grantId())));
      case UNGRANT ->
          call(operation, principal(operation), Call.Wish.of(new PolicyCommand.Revoke(grantId())));
      case PROPOSE -> propose();
      case APPROVE, WITHDRAW -> judgeProposal(operation);
      case CARRY_OUT -> carryOut(anyProposed());
      case DELETE_IMAGE, EXPORT, RECOVER -> escrow(operation, recoverable(), "", anybody());
      case SET_POLICY -> setPolicy("ns" + dice.below(2), wishes.policy(), "");
      default -> keyCall(operation);
    };
  }

  /** So that there is something to work with. */
  private static Operation first(int number) {
    return number <= 2 ? Operation.GRANT : Operation.CREATE;
  }

  private Principal ofKey() {
    return principal(Operation.CREATE);
  }

  private Call keyCall(Operation operation) {
    int version =
        switch (operation) {
          case RETRIEVE_VERSION -> dice.between(1, 4);
          case ARCHIVE -> dice.between(1, 3);
          case SUSPEND, REACTIVATE, REVOKE -> dice.chance(300) ? dice.between(1, 4) : 0;
          case SCHEDULE_DESTRUCTION, CANCEL_DESTRUCTION ->
              dice.chance(700) ? dice.between(1, 3) : 0;
          default -> 0;
        };
    if (version == 0
        && (operation == Operation.REVOKE
            || (operation == Operation.SCHEDULE_DESTRUCTION && dice.chance(500)))) {
      // That key will not be of much use any more.
      oldestKey++;
    }
    KeyVersionName name = new KeyVersionName(key(), version);
    return new Call(
        operation,
        principal(operation),
        new RequestId(dice.any(), made),
        made,
        name,
        operation == Operation.RETRIEVE ? (dice.chance(700) ? 1 : dice.between(2, 9)) : 0,
        operation == Operation.RETRIEVE && dice.chance(300) ? dice.between(1, 2_000) : 0,
        dice.pick(List.of(RevocationReason.values())),
        wish(operation, name));
  }

  private Call.Wish wish(Operation operation, KeyVersionName name) {
    return switch (operation) {
      case UPDATE -> Call.Wish.of(new KeyCommand.Update(name.key(), wishes.edit(), 0, ""));
      case SCHEDULE_DESTRUCTION ->
          Call.Wish.of(
              new KeyCommand.ScheduleDestruction(
                  name.key(), name.version(), Duration.ofDays(dice.between(7, 12)), ""));
      case CANCEL_DESTRUCTION ->
          Call.Wish.of(new KeyCommand.CancelDestruction(name.key(), name.version(), ""));
      default -> Call.Wish.NONE;
    };
  }

  private Call call(Operation operation, Principal principal, Call.Wish wish) {
    KeyLifecycle.NewKey key = wish.key();
    return new Call(
        operation,
        principal,
        new RequestId(dice.any(), made),
        made,
        new KeyVersionName(key == null ? key() : key.name(), 0),
        0,
        0,
        RevocationReason.UNSPECIFIED,
        wish);
  }

  private Call propose() {
    return propose(action());
  }

  private Call propose(GuardedAction action) {
    List<Integer> minutes = List.of(5, 600, 1_440, 1_440);
    String id = "p" + made + "-" + dice.pick(minutes);
    boolean policy = action.operation() == GuardedOperation.SET_NAMESPACE_POLICY;
    Proposed next = new Proposed(id, action, policy ? Simulation.ADMIN : officer());
    proposed.add(next);
    if (proposed.size() > REMEMBERED) {
      proposed.remove(0);
    }
    // A proposal is of use only if others see to it soon.
    if (dice.chance(850)) {
      soon.add(() -> approve(next));
      soon.add(() -> carryOut(next));
    }
    GovernanceCommand command =
        new GovernanceCommand.CreateProposal(id, action, "", lifetimeOf(id));
    return call(Operation.PROPOSE, next.proposer(), Call.Wish.of(command));
  }

  private GuardedAction action() {
    if (dice.chance(100)) {
      return GuardedAction.ofGrant(grantId());
    }
    if (dice.chance(60)) {
      return GuardedAction.ofPolicy("ns" + dice.below(2), wishes.policy());
    }
    if (dice.chance(350)) {
      KeyVersionName name = recoverable();
      return GuardedAction.ofKey(
          dice.chance(750) ? GuardedOperation.RECOVER_KEY : GuardedOperation.EXPORT_ARCHIVE,
          name.key(),
          name.version());
    }
    KeyVersionName archived = dice.chance(500) ? targets.archived(dice) : null;
    int version = dice.chance(700) ? dice.between(1, 2) : 0;
    return archived == null
        ? GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, key(), version)
        : GuardedAction.ofKey(
            GuardedOperation.DESTROY_KEY,
            archived.key(),
            dice.chance(700) ? archived.version() : 0);
  }

  /** Mostly a version that can be brought back, if there is one. */
  private KeyVersionName recoverable() {
    KeyVersionName known = dice.chance(850) ? targets.recoverable(dice) : null;
    return known == null ? new KeyVersionName(key(), dice.between(1, 2)) : known;
  }

  private Call escrow(Operation operation, KeyVersionName name, String proposal, Principal who) {
    KeyCommand.DeleteImage delete =
        new KeyCommand.DeleteImage(name.key(), name.version(), proposal, "");
    byte[] payload = operation == Operation.RECOVER ? targets.payload(name, dice) : new byte[0];
    // Without a payload nobody can ask for a recovery, but for an image.
    boolean none = operation == Operation.RECOVER && payload.length == 0;
    Call.Wish wish =
        operation == Operation.DELETE_IMAGE
            ? Call.Wish.of(delete)
            : Call.Wish.of(new Call.Escrow(proposal, payload));
    return new Call(
        none ? Operation.ARCHIVE : operation,
        who,
        new RequestId(dice.any(), made),
        made,
        name,
        0,
        0,
        RevocationReason.UNSPECIFIED,
        none ? Call.Wish.NONE : wish);
  }

  private Call setPolicy(String namespace, NamespacePolicy policy, String proposal) {
    return call(
        Operation.SET_POLICY,
        anybody(),
        Call.Wish.of(new GovernanceCommand.SetNamespacePolicy(namespace, policy, proposal, "")));
  }

  private Principal anybody() {
    return dice.chance(100) ? officer() : Simulation.ADMIN;
  }

  /** By an officer who did not propose it. */
  private Call approve(Proposed one) {
    Principal who = officer();
    while (who.equals(one.proposer())) {
      who = officer();
    }
    GovernanceCommand command = new GovernanceCommand.ApproveProposal(one.id(), "");
    return call(Operation.APPROVE, who, Call.Wish.of(command));
  }

  private Call judgeProposal(Operation operation) {
    Proposed one = anyProposed();
    String id = one == null ? "p0-5" : one.id();
    Principal who =
        one != null && dice.chance(operation == Operation.APPROVE ? 100 : 500)
            ? one.proposer()
            : officer();
    GovernanceCommand command =
        operation == Operation.APPROVE
            ? new GovernanceCommand.ApproveProposal(id, "")
            : new GovernanceCommand.WithdrawProposal(id, "");
    return call(operation, who, Call.Wish.of(command));
  }

  private @Nullable Proposed anyProposed() {
    if (proposed.isEmpty()) {
      return null;
    }
    return dice.chance(600) ? proposed.get(proposed.size() - 1) : dice.pick(proposed);
  }

  /** Mostly as it was proposed; now and then by another, or something else, or without. */
  private Call carryOut(@Nullable Proposed one) {
    GuardedAction action = one == null || dice.chance(60) ? action() : one.action();
    Principal who = one == null || dice.chance(80) ? officer() : one.proposer();
    String id = one == null || dice.chance(60) ? "" : one.id();
    if (action.operation() == GuardedOperation.REVOKE_GRANT) {
      String grant = action.resource().substring("grants/".length());
      return call(Operation.UNGRANT, who, Call.Wish.of(new PolicyCommand.Revoke(grant, id)));
    }
    NamespacePolicy policy = action.policy();
    if (policy != null) {
      return setPolicy(action.namespace(), policy, id);
    }
    KeyName key = KeyName.parse(action.resource());
    if (action.operation() != GuardedOperation.DESTROY_KEY) {
      Operation operation =
          action.operation() == GuardedOperation.RECOVER_KEY ? Operation.RECOVER : Operation.EXPORT;
      return escrow(operation, new KeyVersionName(key, action.version()), id, who);
    }
    if (action.version() == 0 && dice.chance(300)) {
      oldestKey++;
    }
    KeyVersionName lost = new KeyVersionName(key, Math.max(1, action.version()));
    if (dice.chance(500) && !targets.safe().payloadsOf(lost).isEmpty()) {
      soon.add(
          () ->
              propose(
                  GuardedAction.ofKey(GuardedOperation.RECOVER_KEY, lost.key(), lost.version())));
    }
    if (action.version() > 0 && dice.chance(50)) {
      return escrow(Operation.DELETE_IMAGE, new KeyVersionName(key, action.version()), id, who);
    }
    return call(
        Operation.CARRY_OUT,
        who,
        Call.Wish.of(new KeyCommand.Destroy(key, action.version(), id, "")));
  }

  private Principal officer() {
    return dice.chance(150)
        ? Simulation.ADMIN
        : new Principal(OFFICERS + "officer-" + dice.below(3));
  }

  private KeyName key() {
    int number = oldestKey + dice.below(plan.keys());
    return new KeyName("ns" + number % 2, "key-" + number);
  }

  private Principal principal(Operation operation) {
    boolean anybody =
        switch (operation) {
          case RETRIEVE, RETRIEVE_VERSION -> dice.chance(750);
          case GET -> dice.chance(500);
          default -> dice.chance(40);
        };
    return anybody && made > FIRST
        ? new Principal(APPS + "app-" + dice.below(3))
        : Simulation.ADMIN;
  }

  private String grantId() {
    return made <= 2 ? (made == 1 ? "g0" : "officers") : "g" + dice.below(GRANTS);
  }

  private PolicyCommand.Create grant(String id) {
    if (made == 2) {
      return new PolicyCommand.Create(
          id,
          new PrincipalPattern(OFFICERS + "*"),
          ResourcePattern.EVERYTHING,
          DUAL_CONTROL,
          Effect.ALLOW);
    }
    if (made > 1 && dice.chance(200)) {
      return new PolicyCommand.Create(
          id,
          new PrincipalPattern(OFFICERS + "officer-" + dice.below(3)),
          resource(),
          List.of(Permission.APPROVE_PROPOSAL),
          dice.chance(800) ? Effect.DENY : Effect.ALLOW);
    }
    boolean everybody = made == 1 || dice.chance(400);
    List<Permission> permissions = new ArrayList<>();
    for (Permission each : RELEASES) {
      if (made == 1 || dice.chance(600)) {
        permissions.add(each);
      }
    }
    if (permissions.isEmpty()) {
      permissions.add(Permission.RETRIEVE_KEY);
    }
    return new PolicyCommand.Create(
        id,
        new PrincipalPattern(everybody ? APPS + "*" : APPS + "app-" + dice.below(3)),
        made == 1 ? ResourcePattern.EVERYTHING : resource(),
        permissions,
        made > 1 && dice.chance(150) ? Effect.DENY : Effect.ALLOW);
  }

  private ResourcePattern resource() {
    return switch (dice.below(3)) {
      case 0 -> ResourcePattern.EVERYTHING;
      case 1 -> ResourcePattern.allKeysOf("ns" + dice.below(2));
      default -> new ResourcePattern(key().toString());
    };
  }
}
