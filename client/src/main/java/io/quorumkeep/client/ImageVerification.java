// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.List;

/**
 * What a node found when it looked at an image.
 *
 * @param intact whether the image has the digest on record and is a CMS envelope
 * @param recipients those that can open it, then those that are configured and cannot
 */
public record ImageVerification(
    ArchiveImage image, boolean intact, List<ArchiveRecipient> recipients) {
  public ImageVerification {
    recipients = List.copyOf(recipients);
  }
}
