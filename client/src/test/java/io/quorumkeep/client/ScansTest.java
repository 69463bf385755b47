// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScansTest {
  private static Recipient recipient(String principal, long first, long last) {
    return new Recipient(
        principal, 2, Instant.ofEpochSecond(first), Instant.ofEpochSecond(last), first, last);
  }

  private static RecipientPage page(String token) {
    int page = token.isEmpty() ? 0 : Integer.parseInt(token);
    List<Recipient> recipients =
        List.of(recipient("a", page * 10L, page * 10L + 5), recipient("b" + page, page, page));
    return new RecipientPage(
        recipients,
        page == 3 ? Optional.empty() : Optional.of(Integer.toString(page + 1)),
        page * 10L,
        page * 10L + 9,
        39);
  }

  @Test
  void givenPages_whenAddedUp_thenEachPrincipalOnceWithItsFirstAndLast() {
    StringBuilder progress = new StringBuilder();

    List<Recipient> all =
        Scans.recipients(
            ScansTest::page,
            (at, end) -> progress.append(at).append('/').append(end).append(' '),
            5);

    assertThat(all).extracting(Recipient::principal).containsExactly("a", "b0", "b1", "b2", "b3");
    assertThat(all.get(0))
        .isEqualTo(
            new Recipient("a", 8, Instant.ofEpochSecond(0), Instant.ofEpochSecond(35), 0, 35));
    assertThat(progress).hasToString("9/39 19/39 29/39 39/39 ");
  }

  @Test
  void givenMoreThanAreKept_whenAddedUp_thenRefusedSayingWhatToDo() {
    assertThatThrownBy(() -> Scans.recipients(ScansTest::page, ScanProgress.NONE, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 4 principals");
  }
}
