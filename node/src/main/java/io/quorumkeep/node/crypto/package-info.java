// SPDX-License-Identifier: Apache-2.0
/**
 * Secrets and what is done with them: randomness, wrapping, derivation, epoch secrets.
 *
 * <p>Read {@link io.quorumkeep.node.crypto.SecretBytes} first, the only type that material in the
 * clear may have, then {@link io.quorumkeep.node.crypto.MaterialWrapper}, which every released key
 * passes through. Symmetric primitives are the JDK's own (SunJCE), measured five times faster than
 * the alternative; elliptic curves, X.509 and Argon2 are in {@code crypto.bc}.
 *
 * <p>This package depends on no other package of the node. It logs nothing.
 */
@NullMarked
package io.quorumkeep.node.crypto;

import org.jspecify.annotations.NullMarked;
