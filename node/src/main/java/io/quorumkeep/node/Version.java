// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node;

import org.jspecify.annotations.Nullable;

/** The version of this build. */
final class Version {
  private Version() {}

  static String current() {
    @Nullable String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
