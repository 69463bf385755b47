// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quorumkeep.node.application.Archiving;
import io.quorumkeep.node.application.KeyLifecycle;
import io.quorumkeep.node.application.PacedImages;
import io.quorumkeep.node.application.Submissions;
import io.quorumkeep.node.application.Time;
import io.quorumkeep.node.crypto.SystemEntropy;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyImage;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.store.StateReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What cannot be done is said once, and tried again after a while. */
class PacedImagesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Logger logger = (Logger) LoggerFactory.getLogger(PacedImages.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Ticks time = new Ticks();
  private final AtomicLong ids = new AtomicLong();
  private SingleNode node;
  private PacedImages images;

  @BeforeEach
  void start() {
    node = SingleNode.start();
    images =
        new PacedImages(
            node.materials(),
            new StateReader(node.store()),
            new Archiving.Ports(node.sealer(), new SystemEntropy()),
            time,
            Runnable::run);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    node.close();
  }

  @Test
  void givenVersion_whenAskedFor_thenItsImageIsMadeAndNothingIsSaid() {
    KeyImage image = Objects.requireNonNull(of(create("card")));

    assertThat(SingleNode.RECOVERY.open(image.content())).isPresent();
    assertThat(log.list).isEmpty();
  }

  @Test
  void givenNoRecipient_whenAskedForManyTimes_thenOneWarningThatSaysWhatToDo() {
    node.recipients();
    KeyVersionName card = create("card");
    KeyVersionName other = create("other");

    for (int second = 0; second < 600; second++) {
      assertThat(of(card)).isNull();
      assertThat(of(other)).isNull();
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
    assertThat(log.list.get(0).getFormattedMessage()).contains("archive.recipients", "card");
    time.advance(Duration.ofHours(1));
    assertThat(of(card)).isNull();
    assertThat(log.list).hasSize(2);
  }

  @Test
  void givenVersionThatWasPutOff_whenThePauseIsOver_thenTriedAgainAndNotBefore() {
    node.recipients();
    KeyVersionName card = create("card");
    assertThat(of(card)).isNull();
    node.recipients(SingleNode.RECOVERY);

    time.advance(PacedImages.PAUSE.minusMillis(1));
    assertThat(of(card)).isNull();
    assertThat(of(create("other"))).isNotNull();
    time.advance(Duration.ofMillis(1));
    assertThat(of(card)).isNotNull();
  }

  @Test
  void givenMaterialThatDoesNotOpen_whenAskedForAgainAndAgain_thenOneErrorAMinuteThatNamesIt() {
    KeyVersionName card = create("card");
    node.replaceSecret();
    KeyVersionName sound = create("sound");

    for (int second = 0; second < 120; second++) {
      assertThat(of(card)).isNull();
      time.advance(Duration.ofSeconds(1));
    }

    assertThat(of(sound)).isNotNull();
    assertThat(log.list)
        .extracting(ILoggingEvent::getLevel)
        .containsExactly(Level.ERROR, Level.ERROR);
    assertThat(log.list.get(0).getFormattedMessage()).contains(card.toString());
  }

  @Test
  void givenSealedNode_whenAskedFor_thenNoneAndAWarning() {
    KeyVersionName card = create("card");
    node.seal();

    assertThat(of(card)).isNull();
    assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN);
  }

  @Test
  void givenVersionThatIsNotThere_whenAskedFor_thenNoneAndAnError() {
    assertThat(of(new KeyVersionName(new KeyName("pay", "none"), 1))).isNull();
    assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.ERROR);
  }

  private @Nullable KeyImage of(KeyVersionName name) {
    return images.of(name).join();
  }

  private KeyVersionName create(String key) {
    KeyName name = new KeyName("pay", key);
    Submissions.Request request =
        new Submissions.Request(
            new Origin(SingleNode.ADMIN, "127.0.0.1:1"),
            new RequestId(9, ids.incrementAndGet()),
            1,
            PATIENCE);
    var outcome =
        node.useCases()
            .keys()
            .create(
                request,
                new KeyLifecycle.NewKey(
                    name,
                    KeyAlgorithm.AES_256,
                    KeyUsages.DATA_ENCRYPTION,
                    false,
                    null,
                    KeyAttributes.of(UsagePeriods.WITHOUT_END, List.of())))
            .join();
    assertThat(outcome.rejection()).isNull();
    return new KeyVersionName(name, 1);
  }

  /** A clock that stands until it is moved. */
  private static final class Ticks implements Time {
    private Duration at = Duration.ZERO;

    void advance(Duration by) {
      at = at.plus(by);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH.plus(at);
    }

    @Override
    public long nanos() {
      return at.toNanos();
    }
  }
}
