// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.seal;

import io.quorumkeep.node.crypto.SecretBytes;

/** Breaks a rule on purpose. */
record KeepsSecret(SecretBytes secret) {}
