// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

import java.nio.file.Path;

/** Breaks a rule on purpose. */
record UsesFiles(Path path) {}
