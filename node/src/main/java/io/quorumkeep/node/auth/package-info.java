// SPDX-License-Identifier: Apache-2.0
/**
 * Who is calling: from the certificate of a connection to a principal.
 *
 * <p>What a principal may do is decided elsewhere, in the log ({@code domain.policy}). May use the
 * domain's values and the JDK, nothing else.
 */
@NullMarked
package io.quorumkeep.node.auth;

import org.jspecify.annotations.NullMarked;
