// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.domain;

/** Breaks a rule on purpose. */
final class PubliclyMade {
  public PubliclyMade() {}
}
