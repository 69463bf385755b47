// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import static io.quorumkeep.node.domain.key.KeyFixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsagePeriodsTest {
  private static final Duration SIX_MONTHS = Duration.ofDays(182);
  private static final Duration TWO_YEARS = Duration.ofDays(730);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration CENTURY = Duration.ofDays(36_525);

  /**
   * SP 800-57 Part 1 Rev. 5, 5.3.5: the periods overlap, so two years in all and not two and a
   * half.
   */
  @Test
  void givenSixMonthsAndTwoYears_whenStarted_thenTheCryptoperiodIsTwoYears() {
    Cryptoperiod period = new UsagePeriods(SIX_MONTHS, TWO_YEARS).startingAt(NOON);

    assertThat(Duration.between(period.activation(), period.protectStop())).isEqualTo(SIX_MONTHS);
    assertThat(Duration.between(period.activation(), period.deactivation())).isEqualTo(TWO_YEARS);
  }

  @Test
  void givenNoEnd_whenStarted_thenBothLastForEver() {
    assertThat(UsagePeriods.WITHOUT_END.startingAt(NOON))
        .isEqualTo(new Cryptoperiod(NOON, Instant.MAX, Instant.MAX));
    assertThat(new UsagePeriods(SIX_MONTHS, null).startingAt(NOON))
        .isEqualTo(new Cryptoperiod(NOON, NOON.plus(SIX_MONTHS), Instant.MAX));
  }

  @Test
  void givenBounds_whenMade_thenOneSecondToOneHundredYears() {
    assertThat(new UsagePeriods(SECOND, SECOND).startingAt(NOON).deactivation())
        .isEqualTo(NOON.plusSeconds(1));
    assertThat(new UsagePeriods(CENTURY, CENTURY).originatorUsage()).isEqualTo(CENTURY);
    assertRefused(SECOND.minusNanos(1), TWO_YEARS);
    assertRefused(Duration.ZERO, null);
    assertRefused(SECOND.negated(), null);
    assertRefused(CENTURY.plusNanos(1), null);
    assertRefused(SECOND, CENTURY.plusNanos(1));
  }

  @Test
  void givenRecipientPeriodShorterThanTheOther_whenMade_thenRefused() {
    assertThat(new UsagePeriods(SIX_MONTHS, SIX_MONTHS).recipientUsage()).isEqualTo(SIX_MONTHS);
    assertRefused(SIX_MONTHS, SIX_MONTHS.minusMillis(1));
    assertRefused(null, TWO_YEARS);
  }

  @Test
  void givenCryptoperiod_whenAsked_thenEachEndIsExclusive() {
    Cryptoperiod period = new Cryptoperiod(NOON, NOON.plusSeconds(10), NOON.plusSeconds(20));

    assertThat(period.allowsProtectionAt(NOON.minusNanos(1))).isFalse();
    assertThat(period.allowsProcessingAt(NOON.minusNanos(1))).isFalse();
    assertThat(period.allowsProtectionAt(NOON)).isTrue();
    assertThat(period.allowsProcessingAt(NOON)).isTrue();
    assertThat(period.allowsProtectionAt(NOON.plusSeconds(10).minusNanos(1))).isTrue();
    assertThat(period.allowsProtectionAt(NOON.plusSeconds(10))).isFalse();
    assertThat(period.allowsProcessingAt(NOON.plusSeconds(20).minusNanos(1))).isTrue();
    assertThat(period.allowsProcessingAt(NOON.plusSeconds(20))).isFalse();
  }

  @Test
  void givenCryptoperiodOutOfOrder_whenMade_thenRefused() {
    assertThatThrownBy(() -> new Cryptoperiod(NOON, NOON, NOON.plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Cryptoperiod(NOON, NOON.plusSeconds(2), NOON.plusSeconds(2).minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Cryptoperiod(NOON, Instant.MAX, NOON.plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void givenUsage_whenCounted_thenOneMoreAndTheLast() {
    Usage usage = Usage.NONE.plusOne(NOON, 5, 1, 10).plusOne(NOON.plusSeconds(1), 9, 100, 0);

    assertThat(usage).isEqualTo(new Usage(2, 101, 10, NOON.plusSeconds(1), 9));
    assertThatThrownBy(() -> new Usage(Long.MAX_VALUE, 0, 0, NOON, 1).plusOne(NOON, 2, 1, 0))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Usage(-1, 0, 0, NOON, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(@Nullable Duration originator, @Nullable Duration recipient) {
    assertThatThrownBy(() -> new UsagePeriods(originator, recipient))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("usage_period");
  }
}
