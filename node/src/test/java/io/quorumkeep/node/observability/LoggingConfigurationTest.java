// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Reads the configuration that a node runs with. */
class LoggingConfigurationTest {
  private static final Path CONFIGURATION =
      Path.of(System.getProperty("basedir", "."), "src/main/resources/logback.xml");

  @Test
  void givenNothingSet_whenConfigured_thenInfoToStderrAndLibrariesQuiet() throws Exception {
    LoggerContext context = configured("");

    assertThat(context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel()).isEqualTo(Level.INFO);
    assertThat(stderr(context).getTarget()).isEqualTo("System.err");
    for (String library : new String[] {"org.apache.ratis", "org.apache.kafka", "org.rocksdb"}) {
      assertThat(context.getLogger(library + ".Anything").getEffectiveLevel())
          .isEqualTo(Level.WARN);
    }
  }

  @Test
  void givenLevelSet_whenConfigured_thenItIsTheLevelOfOurOwn() throws Exception {
    LoggerContext context = configured("DEBUG");

    assertThat(context.getLogger("io.quorumkeep.node").getEffectiveLevel()).isEqualTo(Level.DEBUG);
    assertThat(context.getLogger("org.apache.ratis").getEffectiveLevel()).isEqualTo(Level.WARN);
  }

  @Test
  void givenLineBreaksInAMessage_whenLogged_thenOneLine() throws Exception {
    LoggerContext context = configured("");
    Encoder<?> encoder = stderr(context).getEncoder();

    String line = encoded(encoder, context, "name\r\n2026-01-01 ERROR forged");

    assertThat(line.strip().lines()).hasSize(1);
    assertThat(line).contains("name 2026-01-01 ERROR forged");
  }

  @SuppressWarnings("unchecked")
  private static String encoded(Encoder<?> encoder, LoggerContext context, String message) {
    LoggingEvent event =
        new LoggingEvent(
            "caller", context.getLogger("io.quorumkeep.node"), Level.INFO, message, null, null);
    return new String(((Encoder<LoggingEvent>) encoder).encode(event), UTF_8);
  }

  private static ConsoleAppender<?> stderr(LoggerContext context) {
    return (ConsoleAppender<?>) context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("STDERR");
  }

  /** The configuration as it is with {@code level} in the environment, or without one. */
  private static LoggerContext configured(String level) throws JoranException {
    LoggerContext context = new LoggerContext();
    if (!level.isEmpty()) {
      context.putProperty("QUORUMKEEP_LOG_LEVEL", level);
    }
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(CONFIGURATION.toFile());
    return context;
  }
}
