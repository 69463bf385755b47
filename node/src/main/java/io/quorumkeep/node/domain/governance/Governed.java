// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

/** What a command about policies and proposals leaves behind. */
public sealed interface Governed permits NamespacePolicy, Proposal {}
