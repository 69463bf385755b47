// SPDX-License-Identifier: Apache-2.0
/**
 * What Bouncy Castle does for the node: Argon2id, X.509 and CMS. The only package that imports it.
 *
 * <p>{@link io.quorumkeep.node.crypto.bc.Argon2Kdf} and {@link
 * io.quorumkeep.node.crypto.bc.CmsArchiveSealer} implement ports of {@code crypto}. {@link
 * io.quorumkeep.node.crypto.bc.DevelopmentPki} and {@link io.quorumkeep.node.crypto.bc.PkiWriter}
 * make certificates for trying the cluster out; production brings its own.
 */
@NullMarked
package io.quorumkeep.node.crypto.bc;

import org.jspecify.annotations.NullMarked;
