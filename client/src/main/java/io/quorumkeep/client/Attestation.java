// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.time.Instant;

/**
 * A member says that it overwrote the secret of an epoch.
 *
 * @param node the member
 * @param time by the cluster's clock
 * @param snapshotIndex its oldest snapshot holds everything up to this index of the log
 * @param firstLogIndex the first entry that its log files still held
 */
public record Attestation(String node, Instant time, long snapshotIndex, long firstLogIndex) {}
