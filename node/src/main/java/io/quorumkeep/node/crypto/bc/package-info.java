// SPDX-License-Identifier: Apache-2.0
/**
 * What Bouncy Castle does for the node: Argon2id and X.509. The only package that imports it.
 *
 * <p>{@link io.quorumkeep.node.crypto.bc.Argon2Kdf} implements a port of {@code crypto}. {@link
 * io.quorumkeep.node.crypto.bc.DevelopmentPki} and {@link io.quorumkeep.node.crypto.bc.PkiWriter}
 * make certificates for trying the cluster out; production brings its own.
 */
@NullMarked
package io.quorumkeep.node.crypto.bc;

import org.jspecify.annotations.NullMarked;
