// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.governance.GuardedAction;
import io.quorumkeep.node.domain.governance.GuardedOperation;
import io.quorumkeep.node.domain.governance.NamespacePolicy;
import io.quorumkeep.node.domain.governance.Proposal;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.node.replication.DualControlModel.Paper;
import io.quorumkeep.node.replication.DualControlModel.Right;
import io.quorumkeep.node.replication.DualControlModel.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random commands, to the state machine and to {@link DualControlModel}: both say the same. */
class DualControlModelTest {
  private static final int ENTRIES = 4_000;
  private static final int COMMANDS_IN_AN_ENTRY = 10;
  private static final List<String> PEOPLE = List.of("admin", "alice", "bob", "carol", "dave");
  private static final List<String> NAMESPACES = List.of("ns0", "ns1");
  private static final List<String> PERMISSIONS =
      List.of(
          "CREATE_PROPOSAL",
          "APPROVE_PROPOSAL",
          "SET_NAMESPACE_POLICY",
          "CREATE_KEY",
          "REVOKE_GRANT",
          "DESTROY_KEY");

  private static Principal principal(String person) {
    return new Principal("spiffe://example.org/" + person);
  }

  static LongStream seeds() {
    return LongStream.of(1, 2, Long.getLong("quorumkeep.seed", 4_711));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givenRandomCommands_whenJudged_thenAsTheModelSays(long seed) {
    Run run = new Run(new Random(seed));
    for (int i = 0; i < ENTRIES; i++) {
      run.entry("seed " + seed + ", entry " + i);
    }
    run.compareState("seed " + seed);
    // Else some rule was never met, and this proves little.
    assertThat(run.reasons)
        .as("seed %d", seed)
        .contains(
            "null",
            "PERMISSION_DENIED",
            "PROPOSAL_NOT_FOUND",
            "PROPOSAL_ALREADY_EXISTS",
            "PROPOSAL_CLOSED",
            "PROPOSAL_EXPIRED",
            "PROPOSAL_MISMATCH",
            "SELF_APPROVAL",
            "ALREADY_APPROVED",
            "APPROVAL_REQUIRED",
            "APPROVALS_MISSING",
            "ALGORITHM_FORBIDDEN",
            "STRENGTH_TOO_LOW",
            "KEY_NOT_FOUND",
            "KEY_STATE_FORBIDS");
    assertThat(run.consumed).as("seed %d", seed).isGreaterThan(100);
  }

  /** One history. */
  private static final class Run {
    private final Random random;
    private final Replica replica = new Replica();
    private final Requests requests = new Requests();
    private final DualControlModel model = new DualControlModel();
    private final List<Proposed> proposed = new ArrayList<>();
    private final Set<String> reasons = new TreeSet<>();
    private Instant now = Replica.START;
    private int keys;
    private int consumed;

    /** What was proposed under an id, whether or not there is such a proposal. */
    private record Proposed(
        String id,
        String owner,
        @Nullable String namespace,
        Rules rules,
        String grant,
        @Nullable String key) {}

    Run(Random random) {
      this.random = random;
      replica.one(requests.bootstrap());
      Set<String> all = new TreeSet<>();
      for (Permission permission : Permission.values()) {
        all.add(permission.name());
      }
      model.rights.put("bootstrap-admin", new Right("admin", all, "*"));
      for (String person : List.of("alice", "bob")) {
        give("first-" + person, new Right(person, Set.copyOf(PERMISSIONS), "*"));
      }
    }

    private void give(String id, Right right) {
      replica.one(grantCommand("admin", id, right));
      model.rights.put(id, right);
    }

    void entry(String where) {
      now = now.plusSeconds(random.nextInt(20) == 0 ? 90_000 : random.nextInt(600));
      replica.setClock(now);
      List<Command> commands = new ArrayList<>();
      List<@Nullable String> expected = new ArrayList<>();
      for (int i = 0; i < COMMANDS_IN_AN_ENTRY; i++) {
        commands.add(command(expected));
      }
      List<Outcome> outcomes = replica.apply(commands);
      for (int i = 0; i < outcomes.size(); i++) {
        Rejection rejection = outcomes.get(i).rejection();
        String reason = rejection == null ? null : rejection.reason().name();
        assertThat(reason).as("%s, %s", where, commands.get(i)).isEqualTo(expected.get(i));
        reasons.add(String.valueOf(reason));
      }
      if (random.nextInt(200) == 0) {
        replica.reopen();
      }
    }

    private Command command(List<@Nullable String> expected) {
      long ms = now.toEpochMilli();
      String who = any(PEOPLE);
      switch (random.nextInt(14)) {
        case 0, 1 -> {
          return propose(who, expected, ms);
        }
        case 2, 3, 4 -> {
          String id = anyId();
          expected.add(model.approve(who, id, ms));
          return govern(who, new GovernanceCommand.ApproveProposal(id, ""));
        }
        case 5 -> {
          if (random.nextInt(3) > 0) {
            return carryOut(who, expected, ms);
          }
          String id = anyId();
          expected.add(model.withdraw(who, id, ms));
          return govern(who, new GovernanceCommand.WithdrawProposal(id, ""));
        }
        case 6 -> {
          return set(who, any(NAMESPACES), rules(), "", expected, ms);
        }
        case 7 -> {
          String namespace = any(NAMESPACES);
          String key = "k" + keys++ % 300;
          boolean strong = random.nextBoolean();
          expected.add(model.create(who, namespace, key, strong ? 256 : 128));
          return requests.of(
              principal(who),
              new CommandBody.ChangeKey(
                  new KeyCommand.Create(
                      new KeyName(namespace, key),
                      strong ? KeyAlgorithm.AES_256 : KeyAlgorithm.AES_128,
                      KeyUsages.DATA_ENCRYPTION,
                      false,
                      null,
                      KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of()),
                      Requests.material(1))));
        }
        case 8 -> {
          String id = "g" + random.nextInt(4);
          Set<String> what = new TreeSet<>();
          what.add(any(PERMISSIONS));
          what.add(any(PERMISSIONS));
          Right right = new Right(any(PEOPLE), what, random.nextBoolean() ? "*" : any(NAMESPACES));
          expected.add(model.grant(who, id, right));
          return grantCommand(who, id, right);
        }
        case 9 -> {
          return revoke(who, "g" + random.nextInt(4), "", expected, ms);
        }
        case 10 -> {
          return destroy(who, any(NAMESPACES), someKey(), "", expected, ms);
        }
        default -> {
          return carryOut(who, expected, ms);
        }
      }
    }

    private Command propose(String who, List<@Nullable String> expected, long ms) {
      String namespace = random.nextInt(3) == 0 ? null : any(NAMESPACES);
      boolean again = random.nextInt(10) == 0 && !proposed.isEmpty();
      String id = again ? anyId() : "p" + proposed.size();
      Rules rules = rules();
      String grant = "g" + random.nextInt(4);
      String key = random.nextBoolean() ? someKey() : null;
      if (!again) {
        proposed.add(new Proposed(id, who, namespace, rules, grant, key));
      }
      if (namespace == null) {
        expected.add(model.propose(who, id, "revoke " + grant, "*", 1, ms));
        return create(who, id, GuardedAction.ofGrant(grant));
      }
      Rules inForce = model.rules.getOrDefault(namespace, Rules.NONE);
      if (key != null) {
        String subject = "destroy " + namespace + "/" + key;
        expected.add(model.propose(who, id, subject, namespace, inForce.toDestroy(), ms));
        return create(
            who,
            id,
            GuardedAction.ofKey(GuardedOperation.DESTROY_KEY, new KeyName(namespace, key), 0));
      }
      int asked = inForce.toLower();
      expected.add(model.propose(who, id, "set " + namespace + " " + rules, namespace, asked, ms));
      return create(who, id, GuardedAction.ofPolicy(namespace, policy(rules)));
    }

    private Command create(String who, String id, GuardedAction action) {
      return govern(who, new GovernanceCommand.CreateProposal(id, action, "", null));
    }

    /** What was proposed, mostly by the one who proposed it, and now and then something else. */
    private Command carryOut(String who, List<@Nullable String> expected, long ms) {
      if (proposed.isEmpty()) {
        return propose(who, expected, ms);
      }
      Proposed one = proposed.get(recent());
      String by = random.nextInt(8) == 0 ? who : one.owner();
      String id = random.nextInt(12) == 0 ? anyId() : one.id();
      String namespace = one.namespace();
      if (namespace == null) {
        return revoke(by, one.grant(), id, expected, ms);
      }
      String key = one.key();
      return key == null
          ? set(by, namespace, one.rules(), id, expected, ms)
          : destroy(by, namespace, key, id, expected, ms);
    }

    private String someKey() {
      return "k" + Math.max(0, keys - 1 - random.nextInt(20)) % 300;
    }

    private Command destroy(
        String who,
        String namespace,
        String key,
        String id,
        List<@Nullable String> expected,
        long ms) {
      String refusal = model.destroy(who, namespace, key, id, ms);
      expected.add(refusal);
      consumed += refusal == null && !id.isEmpty() ? 1 : 0;
      return requests.of(
          principal(who),
          new CommandBody.ChangeKey(
              new KeyCommand.Destroy(new KeyName(namespace, key), 0, id, "")));
    }

    private Command set(
        String who,
        String namespace,
        Rules rules,
        String id,
        List<@Nullable String> expected,
        long ms) {
      String refusal = model.set(who, namespace, rules, id, ms);
      expected.add(refusal);
      consumed += refusal == null && !id.isEmpty() ? 1 : 0;
      return govern(
          who, new GovernanceCommand.SetNamespacePolicy(namespace, policy(rules), id, ""));
    }

    private Command revoke(
        String who, String grant, String id, List<@Nullable String> expected, long ms) {
      String refusal = model.revoke(who, grant, id, ms);
      expected.add(refusal);
      consumed += refusal == null && !id.isEmpty() ? 1 : 0;
      return requests.of(
          principal(who), new CommandBody.ChangePolicy(new PolicyCommand.Revoke(grant, id)));
    }

    private Command grantCommand(String who, String id, Right right) {
      List<Permission> permissions = new ArrayList<>();
      right.what().forEach(name -> permissions.add(Permission.valueOf(name)));
      return requests.of(
          principal(who),
          new CommandBody.ChangePolicy(
              new PolicyCommand.Create(
                  id,
                  new PrincipalPattern(principal(right.who()).uri()),
                  right.where().equals("*")
                      ? ResourcePattern.EVERYTHING
                      : ResourcePattern.allKeysOf(right.where()),
                  permissions,
                  Effect.ALLOW)));
    }

    private Command govern(String who, GovernanceCommand command) {
      return requests.of(principal(who), new CommandBody.Govern(command));
    }

    private Rules rules() {
      return new Rules(
          random.nextInt(3),
          random.nextInt(3),
          random.nextInt(4) == 0 ? 256 : 128,
          random.nextInt(4) == 0);
    }

    private static NamespacePolicy policy(Rules rules) {
      return new NamespacePolicy(
          rules.only256() ? List.of(KeyAlgorithm.AES_256) : List.of(),
          rules.strength(),
          new TreeMap<>(
              Map.of(
                  GuardedOperation.SET_NAMESPACE_POLICY,
                  rules.toLower(),
                  GuardedOperation.DESTROY_KEY,
                  rules.toDestroy())),
          Duration.ofHours(24));
    }

    private int recent() {
      return Math.max(0, proposed.size() - 1 - random.nextInt(8));
    }

    private String anyId() {
      return random.nextInt(30) == 0 || proposed.isEmpty() ? "absent" : proposed.get(recent()).id();
    }

    private <T> T any(List<T> values) {
      return values.get(random.nextInt(values.size()));
    }

    void compareState(String where) {
      for (String namespace : NAMESPACES) {
        Rules rules = model.rules.get(namespace);
        assertThat(replica.state().namespacePolicy(namespace))
            .as(where)
            .isEqualTo(rules == null ? null : policy(rules));
      }
      List<String> ids = new ArrayList<>();
      replica
          .state()
          .proposals(
              "",
              proposal -> {
                ids.add(proposal.id());
                compare(where, proposal);
                return true;
              });
      assertThat(ids).as(where).containsExactlyInAnyOrderElementsOf(model.papers.keySet());
      assertThat(replica.state().grants("", 100))
          .as(where)
          .extracting(grant -> grant.id())
          .containsExactlyInAnyOrderElementsOf(model.rights.keySet());
    }

    private void compare(String where, Proposal proposal) {
      Paper paper = Objects.requireNonNull(model.papers.get(proposal.id()), where);
      Proposal.Closing closing = proposal.closing();
      String end = closing == null ? "" : closing.consumed() ? "consumed" : "withdrawn";
      assertThat(end).as("%s, %s", where, proposal.id()).isEqualTo(paper.end);
      assertThat(proposal.required()).isEqualTo(paper.asked);
      assertThat(proposal.approvals())
          .extracting(approval -> approval.principal().uri())
          .containsExactlyElementsOf(
              paper.signed.stream().map(person -> principal(person).uri()).toList());
    }
  }
}
