// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

/**
 * The kinds of rows, each with a number for life. A number that falls out of use is never given
 * again; docs/formats.md says what a row of each holds.
 */
public enum Table {
  /** One row: facts of the cluster, log time, audit chain head, log position. */
  CLUSTER(1),
  /** Keys by namespace and key. */
  KEYS(2),
  /** Versions by namespace, key and number. */
  VERSIONS(3),
  /** Use counts by namespace, key and number. */
  USAGE(4),
  /** Grants by id. */
  GRANTS(5),
  /** Events by audit sequence. */
  EVENTS(6),
  /** Audit records by the sequence of the first in the row. */
  AUDIT(7),
  /** Results of requests by principal and request id. */
  REQUESTS(8),
  /** Which rows of {@link #REQUESTS} an entry wrote, by age and index: what may expire. */
  REQUEST_EXPIRY(9),
  /** What is to happen to keys by itself, by time; follows from {@link #KEYS} and VERSIONS. */
  DUE(10),
  /** Policies of namespaces by namespace. */
  NAMESPACES(13),
  /** Proposals by id. */
  PROPOSALS(14),
  /** Which rows of {@link #EVENTS} are about a key, or about grants. */
  KEY_HISTORY(12),
  /** Images of the archive by namespace, key and number. */
  IMAGES(11),
  /** One row: epochs, how much material each holds, and the erasure under way. */
  ERASURE(15),
  /** Certificates of erasure by number. */
  CERTIFICATES(16);

  private final int number;

  Table(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
