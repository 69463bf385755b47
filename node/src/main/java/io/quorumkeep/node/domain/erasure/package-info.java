// SPDX-License-Identifier: Apache-2.0
/**
 * Erasure of destroyed material, as a sequence of phases that the log carries.
 *
 * <p>All material is wrapped under the secret of an epoch, and a version that was destroyed is only
 * left behind, in old log files, snapshots and backups. {@link
 * io.quorumkeep.node.domain.erasure.ErasureRun} moves what lives to the next epoch and has every
 * member forget the secret of the one before. {@link
 * io.quorumkeep.node.domain.erasure.ErasureDecider} decides each step, {@link
 * io.quorumkeep.node.domain.erasure.ErasureEvolution} folds what happened. What a step needs beside
 * the log (secrets, snapshots) is done elsewhere, before its command is proposed.
 *
 * <p>Pure, as all of the domain.
 */
@NullMarked
package io.quorumkeep.node.domain.erasure;

import org.jspecify.annotations.NullMarked;
