// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import static io.quorumkeep.node.replication.Requests.ADMIN;
import static io.quorumkeep.node.replication.Requests.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestExpiryTest {
  private static final Duration STEP = Duration.ofSeconds(59);
  private static final int STEPS_IN_A_DAY = (int) (Duration.ofHours(24).toMillis() / 59_000);

  private final Replica replica = new Replica();
  private final Requests requests = new Requests();
  private Instant now = Replica.START;

  @BeforeEach
  void bootstrap() {
    replica.apply(requests.bootstrap(), requests.create(KEY));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void givenUse_whenADayOfEntriesPassed_thenItsIdIsKnownUntilThen(boolean reopened) {
    Command use = requests.use(ADMIN, KEY, 0);
    replica.one(use);
    pass(STEPS_IN_A_DAY - 1, reopened);
    replica.one(use);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(1);

    pass(5, reopened);
    replica.one(use);
    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(2);
  }

  @Test
  void givenLeadersWhoseClocksDifferByYears_whenTheyTakeTurns_thenIdsAreStillKnown() {
    Command use = requests.use(ADMIN, KEY, 0);
    replica.one(use);
    for (int i = 0; i < 100; i++) {
      replica.setClock(now.plus(Duration.ofDays(i % 2 == 0 ? 3_650 : -3_650)));
      replica.apply(requests.advance(0));
    }
    replica.one(use);

    assertThat(replica.state().usage(KEY, 1).count()).isEqualTo(1);
  }

  @Test
  void givenManyRequests_whenTheyExpire_thenNothingOfThemIsLeft() {
    for (int i = 0; i < 20; i++) {
      replica.apply(requests.use(ADMIN, KEY, 0), requests.use(ADMIN, KEY, 0));
    }
    pass(STEPS_IN_A_DAY + 30, false);

    assertThat(rows(Table.REQUESTS)).isZero();
    assertThat(rows(Table.REQUEST_EXPIRY)).isZero();
  }

  private void pass(int steps, boolean reopened) {
    for (int i = 0; i < steps; i++) {
      now = now.plus(STEP);
      replica.setClock(now);
      replica.apply(requests.advance(0));
      if (reopened && i % 97 == 0) {
        replica.reopen();
      }
    }
  }

  private int rows(Table table) {
    List<byte[]> found = new ArrayList<>();
    replica.store.scan(table, new byte[0], (key, value) -> found.add(key));
    return found.size();
  }
}
