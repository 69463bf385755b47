// SPDX-License-Identifier: Apache-2.0
/**
 * Nodes that are not: real servers behind real mutual TLS on loopback that speak the real protocol,
 * and answer as a test tells them to.
 */
@NullMarked
package io.quorumkeep.client.fake;

import org.jspecify.annotations.NullMarked;
