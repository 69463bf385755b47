// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;
import java.util.Optional;

/**
 * Who received a version, of a part of the audit trail. A principal may be on several pages.
 *
 * @param recipients in the order of their first release there
 * @param nextPageToken what to pass to get the next part; empty on the last
 * @param fromSequence the first record looked at
 * @param toSequence the last record looked at
 * @param endSequence where the last page ends
 */
public record RecipientPage(
    List<Recipient> recipients,
    Optional<String> nextPageToken,
    long fromSequence,
    long toSequence,
    long endSequence) {

  public RecipientPage {
    recipients = List.copyOf(recipients);
  }
}
