// SPDX-License-Identifier: Apache-2.0
/**
 * What the operator sets: one YAML file, and the environment over it.
 *
 * <p>{@link io.quorumkeep.node.config.ConfigReader} makes a {@link
 * io.quorumkeep.node.config.NodeConfig} or says everything that is wrong at once; {@link
 * io.quorumkeep.node.config.ConfigWriter} makes a file to start from. A new key is one line in the
 * reader, one component of a record and one row in {@code docs/configuration.md}, which a test
 * compares with the reader.
 *
 * <p>Depends on no other package of the node.
 */
@NullMarked
package io.quorumkeep.node.config;

import org.jspecify.annotations.NullMarked;
