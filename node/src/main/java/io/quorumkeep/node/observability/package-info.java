// SPDX-License-Identifier: Apache-2.0
/**
 * What an operator sees of a node: metrics, health, and the server that shows both.
 *
 * <p>Read {@link io.quorumkeep.node.observability.Metrics} first. Other packages are given the
 * small classes that it hands out, and record into meters that exist already, so that counting a
 * request costs no lookup. Values that live elsewhere, such as a log index, are read when somebody
 * scrapes. {@link io.quorumkeep.node.observability.OperationsServer} answers {@code /livez}, {@code
 * /readyz} and {@code /metrics}; nothing secret is reachable there. Names of keys, principals and
 * namespaces never become labels: their number has no bound, and they say who does what.
 *
 * <p>docs/metrics.md lists every metric, and a test compares it with a scrape. This package depends
 * on no other of the node.
 */
@NullMarked
package io.quorumkeep.node.observability;

import org.jspecify.annotations.NullMarked;
