// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.store.MemoryDisk;

/** What all nodes of a run share. */
record World(
    EventLoop loop,
    Calendar calendar,
    Journal journal,
    Plan plan,
    Truth truth,
    SimLog log,
    SimPeers peers,
    SimTopic topic,
    Checker checker,
    MemoryDisk disk,
    SimSafe safe,
    SeededBug bug) {}
