// SPDX-License-Identifier: Apache-2.0
/**
 * The whole cluster in one thread, from one seed: production code over a log, a disk, a topic, a
 * network and clocks that misbehave as real ones may.
 *
 * <p>{@link io.quorumkeep.it.simulation.Simulation} is one run and {@link
 * io.quorumkeep.it.simulation.SimulationMain} the command line over many. {@link
 * io.quorumkeep.it.simulation.Plan} says what a seed draws, {@link
 * io.quorumkeep.it.simulation.SimLog} what consensus may do, {@link
 * io.quorumkeep.it.simulation.SimNode} how a node is put together, and {@link
 * io.quorumkeep.it.simulation.Checker} what must hold. {@link
 * io.quorumkeep.it.simulation.SeededBug} proves that it can fail. docs/simulation.md explains how
 * to read a failing seed.
 */
@NullMarked
package io.quorumkeep.it.simulation;

import org.jspecify.annotations.NullMarked;
