// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.cluster;

import io.quorumkeep.client.QuorumkeepException;
import java.io.PrintWriter;

/** Tells what a demonstration does, step by step. */
final class DemoSteps {
  private final PrintWriter out;
  private int step;

  DemoSteps(PrintWriter out) {
    this.out = out;
  }

  void step(String what) {
    out.println();
    out.println(++step + ". " + what);
    out.flush();
  }

  void show(String line) {
    out.println("   " + line);
    out.flush();
  }

  void expect(boolean holds, String what) {
    expectQuietly(holds, what);
    show(what);
  }

  static void expectQuietly(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("this should hold, and does not: " + what);
    }
  }

  /** Why the request is refused. */
  static String reasonOf(Runnable request) {
    try {
      request.run();
      return "nothing was refused";
    } catch (QuorumkeepException e) {
      return e.reason();
    }
  }
}
