// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Asks before something is done that cannot be taken back. */
final class Confirmation {
  private Confirmation() {}

  /** Returns if the user typed {@code answer}; otherwise nothing is to be done. */
  static void ask(Terminal terminal, String what, String answer) {
    if (!terminal.inIsTerminal()) {
      throw new UsageException("nobody can be asked here; add --yes to go on without");
    }
    terminal.err().print(what + " Type its name to go on: ");
    terminal.err().flush();
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
    try {
      String typed = reader.readLine();
      if (typed == null || !typed.strip().equals(answer)) {
        throw new UsageException("not confirmed; nothing was done");
      }
    } catch (IOException e) {
      throw new UsageException("the answer cannot be read; nothing was done", e);
    }
  }
}
