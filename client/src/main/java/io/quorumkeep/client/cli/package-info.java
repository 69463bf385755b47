// SPDX-License-Identifier: Apache-2.0
/**
 * The command line, {@code quorumkeep <noun> <verb>}: the client's public API, spelled for people
 * and scripts.
 *
 * <p>Start at {@link io.quorumkeep.client.cli.QuorumkeepCli}. What a command gives goes to standard
 * output, everything else to standard error; {@link io.quorumkeep.client.cli.ExitCode} says how it
 * ended. This is the one package of the client that may print, and it prints through {@link
 * io.quorumkeep.client.cli.Terminal} only, so that tests see what a user sees.
 */
@NullMarked
package io.quorumkeep.client.cli;

import org.jspecify.annotations.NullMarked;
