// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * Everything around a command: where it reads and writes, and what it was started in.
 *
 * @param in standard input
 * @param out for data
 * @param err for messages
 * @param outIsTerminal whether a person would see what is written to {@code out}
 * @param inIsTerminal whether a person can be asked
 * @param environment the environment variables
 * @param home the user's home directory
 */
record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean outIsTerminal,
    boolean inIsTerminal,
    Map<String, String> environment,
    Path home) {}
