// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

/** How results are written. */
enum OutputFormat {
  /** For people: columns. */
  TABLE,
  /** For programs: one JSON object a line. */
  JSON
}
