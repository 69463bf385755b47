// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quorumkeep.client.Key;
import io.quorumkeep.client.KeyAlgorithm;
import io.quorumkeep.client.KeyOptions;
import io.quorumkeep.client.KeySchedule;
import io.quorumkeep.client.KeyState;
import io.quorumkeep.client.KeyUpdate;
import io.quorumkeep.client.KeyUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyEditTest {
  private static final Key SEEN =
      new Key(
          "namespaces/pay/keys/card",
          KeyAlgorithm.AES_256,
          KeyState.ACTIVE,
          1,
          Instant.EPOCH,
          "spiffe://test/admin",
          Optional.of(Duration.ofDays(90)),
          Optional.empty(),
          Map.of("team", "pay", "old", "x"),
          "7",
          List.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT),
          KeyOptions.DEFAULT,
          new KeySchedule(Optional.empty(), Optional.empty(), Optional.empty()));

  @Test
  void givenLabelsToSetAndToRemove_whenAppliedToAKey_thenTheOthersStay() {
    KeyUpdate update =
        edit(Map.of("stage", "live"), List.of("old"), null, null).of(SEEN, KeyOptions.DEFAULT);

    assertThat(update.labels()).contains(Map.of("team", "pay", "stage", "live"));
    assertThat(update.usagePeriods()).isEmpty();
  }

  @Test
  void givenOnePeriod_whenAppliedToAKey_thenTheOtherStays() {
    KeyUpdate update = edit(Map.of(), List.of(), null, "365d").of(SEEN, KeyOptions.DEFAULT);

    assertThat(update.labels()).isEmpty();
    assertThat(update.usagePeriods())
        .contains(
            new KeyUpdate.UsagePeriods(
                Optional.of(Duration.ofDays(90)), Optional.of(Duration.ofDays(365))));
  }

  @Test
  void givenNone_whenAppliedToAKey_thenThePeriodIsWithoutEnd() {
    KeyUpdate update = edit(Map.of(), List.of(), "none", null).of(SEEN, KeyOptions.DEFAULT);

    assertThat(update.usagePeriods())
        .contains(new KeyUpdate.UsagePeriods(Optional.empty(), Optional.empty()));
  }

  @Test
  void givenNothing_whenAppliedToAKey_thenRefused() {
    KeyEdit nothing = edit(Map.of(), List.of(), null, null);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> nothing.of(SEEN, KeyOptions.DEFAULT));
  }

  @Test
  void givenOtherOptions_whenAppliedToAKey_thenAllOfThemAreSet() {
    KeyOptions other = KeyOptions.DEFAULT.withOwner("team-b");

    KeyUpdate update = edit(Map.of(), List.of(), null, null).of(SEEN, other);

    assertThat(update.options()).contains(other);
    assertThat(update.labels()).isEmpty();
  }

  @Test
  void givenActivation_whenAppliedToAKey_thenOnlyThatIsSet() {
    for (Optional<Instant> time : List.of(Optional.of(Instant.EPOCH), Optional.<Instant>empty())) {
      KeyUpdate.Activation activation = new KeyUpdate.Activation(time);

      KeyUpdate update =
          new KeyEdit(
                  Map.of(), List.of(), Optional.empty(), Optional.empty(), Optional.of(activation))
              .of(SEEN, KeyOptions.DEFAULT);

      assertThat(update.activation()).contains(activation);
      assertThat(update.labels()).isEmpty();
      assertThat(update.options()).isEmpty();
    }
  }

  private static KeyEdit edit(
      Map<String, String> labels,
      List<String> removed,
      @Nullable String protectFor,
      @Nullable String processFor) {
    return new KeyEdit(
        labels,
        removed,
        Optional.ofNullable(protectFor),
        Optional.ofNullable(processFor),
        Optional.empty());
  }
}
