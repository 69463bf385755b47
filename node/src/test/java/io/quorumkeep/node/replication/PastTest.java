// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.Seeds;
import io.quorumkeep.node.application.history.Cut;
import io.quorumkeep.node.application.history.Moment;
import io.quorumkeep.node.application.history.PastReader;
import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.codec.LogCodec;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.batch.Batch;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.Entry;
import io.quorumkeep.node.domain.history.Access;
import io.quorumkeep.node.domain.history.PastKey;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Grants;
import io.quorumkeep.node.store.KeyValueStore;
import io.quorumkeep.node.store.StateReader;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The past made again from events is what it was: random histories, applied one command at a time,
 * with a view of the state kept after each.
 */
class PastTest {
  private static final int ENTRIES = 120;
  private static final int MOST_VERSIONS = 4;

  /** A history, and the state after each audit record. */
  private static final class History {
    final Replica replica = new Replica();
    final NavigableMap<Long, KeyValueStore.View> after = new TreeMap<>();
    final NavigableMap<Instant, KeyValueStore.View> at = new TreeMap<>();

    History(long seed) {
      long number = 0;
      for (Replica.LogEntry logged : RandomHistory.of(seed, ENTRIES)) {
        Entry entry = LogCodec.decodeEntry(logged.bytes());
        for (Batch batch : entry.batches()) {
          for (Command command : batch.commands()) {
            number++;
            replica.apply(
                entry.proposedAt(),
                new Batch(batch.node(), batch.incarnation(), number, List.of(command)));
            keep(replica.store.view());
          }
        }
      }
    }

    private void keep(KeyValueStore.View view) {
      ClusterFacts facts = new StateReader(view).cluster();
      after.put(facts.auditHead().sequence(), view);
      at.put(facts.logTime(), view);
    }
  }

  private static Cut cut(PastReader past, Moment moment) {
    PastReader.Found found = past.find(moment);
    assertThat(found.complaint()).isEmpty();
    return Objects.requireNonNull(found.cut());
  }

  private static void assertSame(String what, PastReader past, Cut cut, StateReader expected) {
    assertThat(past.grants(cut).all())
        .as("grants, %s", what)
        .isEqualTo(expected.grants("", Grants.MAX_GRANTS));
    for (int number = 0; number < 6; number++) {
      KeyName name = new KeyName("ns" + number % 2, "key-" + number);
      Key whole = expected.key(name);
      Key key = whole == null ? null : whole.withoutCoverage();
      for (int wanted = 0; wanted <= MOST_VERSIONS; wanted++) {
        int version = wanted == 0 && key != null ? key.currentVersion() : wanted;
        PastKey then = past.key(name, wanted, cut);

        assertThat(then.key()).as("%s, %s", name, what).isEqualTo(key);
        assertThat(then.version())
            .as("%s version %s, %s", name, wanted, what)
            .isEqualTo(
                sameMaterial(
                    version == 0 ? null : expected.version(name, version), then.version()));
      }
    }
  }

  /** An erasure wraps material anew, and that is no event of the key. */
  private static @Nullable KeyVersion sameMaterial(
      @Nullable KeyVersion expected, @Nullable KeyVersion then) {
    if (expected == null || then == null) {
      return expected;
    }
    WrappedMaterial material = then.material();
    return material == null || expected.material() == null
        ? expected
        : expected.withMaterial(material);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenHistory_whenAskedForAnySequence_thenTheStateWasThat(long seed) {
    History history = new History(seed);
    PastReader past = new PastReader(history.replica.store);

    assertThat(history.after).hasSizeGreaterThan(200);
    history.after.forEach(
        (sequence, view) -> {
          Cut cut = cut(past, new Moment.AtSequence(sequence));
          assertSame("sequence " + sequence, past, cut, new StateReader(view));
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenHistory_whenAskedForAnyTime_thenTheStateWasThatOfTheLastRecordNotAfterIt(long seed) {
    History history = new History(seed);
    PastReader past = new PastReader(history.replica.store);
    Instant end = new StateReader(history.replica.store).cluster().logTime();

    history.at.forEach(
        (time, view) -> {
          for (Instant asked : List.of(time, time.plusMillis(1))) {
            KeyValueStore.View last = history.at.floorEntry(asked).getValue();
            if (!asked.isAfter(end)) {
              Cut cut = cut(past, new Moment.AtTime(asked));
              assertSame("time " + asked, past, cut, new StateReader(last));
            }
          }
        });
    assertThat(past.find(new Moment.AtTime(end.plusMillis(1))).complaint())
        .contains("after the cluster's");
    assertThat(past.find(new Moment.AtSequence(history.after.lastKey() + 1)).complaint())
        .contains("ends with record " + history.after.lastKey());
    assertThat(
            past.key(new KeyName("ns0", "key-0"), 0, cut(past, new Moment.AtTime(Instant.EPOCH))))
        .isEqualTo(PastKey.beforeAll(0));
  }

  @Test
  void givenUsesOnRecord_whenAskedWhetherTheyWereAllowed_thenAsWasDecided() {
    Map<Permission, Set<String>> seen = new EnumMap<>(Permission.class);
    Seeds.all().forEach(seed -> assertDecisionsAgain(seed, seen));

    for (Permission release : List.of(Permission.RETRIEVE_KEY, Permission.RETRIEVE_KEY_VERSION)) {
      assertThat(seen.get(release)).contains("", "PERMISSION_DENIED", "KEY_STATE_FORBIDS");
    }
  }

  private static void assertDecisionsAgain(long seed, Map<Permission, Set<String>> seen) {
    History history = new History(seed);
    PastReader past = new PastReader(history.replica.store);
    for (AuditRecord record : history.replica.audit()) {
      if (!record.operation().startsWith("RETRIEVE_KEY")
          || record.reason().equals("REQUEST_ID_REUSED")
          || record.reason().equals("USAGE_BUDGET_EXHAUSTED")) {
        continue;
      }
      Permission permission = Permission.valueOf(record.operation());
      Access access = new Access(new Principal(record.principal()), permission, record.resource());
      Cut cut = cut(past, new Moment.AtSequence(record.sequence()));
      Rejection rejection =
          access.judge(
              past.grants(cut),
              past.key(KeyName.parse(record.resource()), record.version(), cut),
              cut.time());

      assertThat(rejection == null ? "" : rejection.reason().name())
          .as("seed %s, %s", seed, record)
          .isEqualTo(record.reason());
      seen.computeIfAbsent(permission, any -> new TreeSet<>()).add(record.reason());
    }
  }
}
