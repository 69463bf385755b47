// SPDX-License-Identifier: Apache-2.0
/**
 * What tests of this module and of those above it need to run real members on one machine.
 *
 * <p>{@link io.quorumkeep.raft.testing.TestPki} makes certificates, {@link
 * io.quorumkeep.raft.testing.TestCluster} runs members in this process with real sockets, TLS and
 * files. Not for production: keys lie around in the clear.
 */
@NullMarked
package io.quorumkeep.raft.testing;

import org.jspecify.annotations.NullMarked;
