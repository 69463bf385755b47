// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

/** How requests travel. */
enum Shape {
  /** One key a call. */
  UNARY(1),
  /** 64 keys a call. */
  BATCH64(64),
  /** One key a message on a bidirectional stream. */
  STREAM(1);

  private final int keysPerCall;

  Shape(int keysPerCall) {
    this.keysPerCall = keysPerCall;
  }

  int keysPerCall() {
    return keysPerCall;
  }

  String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
