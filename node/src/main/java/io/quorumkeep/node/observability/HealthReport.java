// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a set of checks said at one moment.
 *
 * @param healthy whether all passed
 * @param text one line for each failure, or for each check if asked to be verbose, and a summary;
 *     the form is that of the Kubernetes API server
 */
record HealthReport(boolean healthy, String text) {
  private static final Logger LOG = LoggerFactory.getLogger(HealthReport.class);

  static HealthReport of(String name, List<HealthCheck> checks, boolean verbose) {
    boolean healthy = true;
    StringBuilder text = new StringBuilder();
    for (HealthCheck check : checks) {
      String problem = problemOf(check);
      if (!problem.isEmpty()) {
        healthy = false;
        text.append(String.format(Locale.ROOT, "[-]%s failed: %s\n", check.name(), problem));
      } else if (verbose) {
        text.append(String.format(Locale.ROOT, "[+]%s ok\n", check.name()));
      }
    }
    if (!healthy) {
      text.append(name).append(" check failed\n");
    } else {
      text.append(verbose ? name + " check passed\n" : "ok\n");
    }
    return new HealthReport(healthy, text.toString());
  }

  /** The empty string if the check passes. One that breaks has failed: it cannot say otherwise. */
  private static String problemOf(HealthCheck check) {
    try {
      return check.passes().getAsBoolean() ? "" : check.problem().get();
    } catch (RuntimeException e) {
      LOG.warn("The health check {} broke", check.name(), e);
      return "the check itself broke with " + e.getClass().getSimpleName();
    }
  }
}
