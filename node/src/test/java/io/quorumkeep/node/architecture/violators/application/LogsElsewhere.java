// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

import java.util.logging.Logger;

/** Breaks a rule on purpose. */
record LogsElsewhere(Logger logger) {}
