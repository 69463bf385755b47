// SPDX-License-Identifier: Apache-2.0
/**
 * How fast it is: one load process against a real cluster, or against what it is compared with, on
 * one machine.
 *
 * <p>{@link io.quorumkeep.bench.BenchMain} reads the options; a {@link io.quorumkeep.bench.Target}
 * is what is loaded, a {@link io.quorumkeep.bench.Load} keeps a number of calls under way and
 * measures them. docs/performance.md has figures and how to read them.
 */
@NullMarked
package io.quorumkeep.bench;

import org.jspecify.annotations.NullMarked;
