// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Adds up the pages of walks over the audit trail. */
final class Scans {
  /** Principals that are kept in memory. */
  static final int MAX_RECIPIENTS = 100_000;

  private Scans() {}

  /** Asks {@code fetch} for page after page, the first by an empty token. */
  static List<Recipient> recipients(
      Function<String, RecipientPage> fetch, ScanProgress progress, int most) {
    Map<String, Recipient> all = new LinkedHashMap<>();
    Optional<String> token = Optional.of("");
    while (token.isPresent()) {
      RecipientPage page = fetch.apply(token.get());
      page.recipients()
          .forEach(recipient -> all.merge(recipient.principal(), recipient, Recipient::and));
      if (all.size() > most) {
        throw new IllegalArgumentException(
            "more than " + most + " principals received it; add up the pages of listRecipients");
      }
      progress.scanned(page.toSequence(), page.endSequence());
      token = page.nextPageToken();
    }
    return List.copyOf(all.values());
  }

  /** Asks {@code fetch} for page after page; it is told how many examples are still wanted. */
  static DryRun dryRun(DryRunPages fetch, int examples, ScanProgress progress) {
    DryRun all = fetch.fetch("", examples);
    progress.scanned(all.toSequence(), all.endSequence());
    while (all.nextPageToken().isPresent()) {
      int wanted = Math.max(0, examples - all.examples().size());
      all = all.and(fetch.fetch(all.nextPageToken().get(), wanted));
      progress.scanned(all.toSequence(), all.endSequence());
    }
    return all;
  }

  /** Fetches a page. */
  @FunctionalInterface
  interface DryRunPages {
    DryRun fetch(String token, int examples);
  }
}
