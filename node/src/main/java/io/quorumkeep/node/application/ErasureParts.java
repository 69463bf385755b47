// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.codec.ClusterFacts;
import io.quorumkeep.node.crypto.Entropy;
import io.quorumkeep.node.domain.erasure.ErasureState;
import io.quorumkeep.node.seal.EpochVault;
import io.quorumkeep.node.store.KeyValueStore;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What an {@link ErasureCoordinator} works with.
 *
 * @param scheduler one thread, for all that is decided there
 * @param facts as of the last entry applied
 * @param epochs as of the last entry applied
 * @param load how many requests this node has under way, rewrap commands included
 */
public record ErasureParts(
    Scheduler scheduler,
    Time time,
    Entropy entropy,
    KeyValueStore store,
    EpochVault vault,
    Materials materials,
    Submissions submissions,
    LocalHistory history,
    Supplier<ClusterFacts> facts,
    Supplier<ErasureState> epochs,
    IntSupplier load) {}
