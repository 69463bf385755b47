// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;

/** One version of one key. */
record VersionId(KeyName key, int version) {}
