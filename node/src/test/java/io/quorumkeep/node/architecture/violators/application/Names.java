// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators.application;

/** Names that say nothing. */
final class Names {
  private Names() {}

  record KeyUtil() {}

  record KeyHelper() {}

  record KeyManager() {}

  record KeyImpl() {}
}
