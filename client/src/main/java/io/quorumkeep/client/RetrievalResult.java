// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What became of one item of a batch. */
public sealed interface RetrievalResult {

  /** The name that was asked for. */
  String name();

  /** The material, or the failure, thrown. */
  RetrievedKey orElseThrow();

  /** It was released; whoever gets this closes the key. */
  record Released(String name, RetrievedKey key) implements RetrievalResult {
    @Override
    public RetrievedKey orElseThrow() {
      return key;
    }
  }

  /** It was not released. */
  record Refused(String name, QuorumkeepException failure) implements RetrievalResult {
    @Override
    public RetrievedKey orElseThrow() {
      throw failure;
    }
  }
}
