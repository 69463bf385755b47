// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.SecretBytes;
import java.util.List;
import java.util.stream.Stream;

/** The real sealer, to recipients that a test may change. */
public final class TestSealer implements ArchiveSealer {
  private volatile CmsArchiveSealer sealer;

  public TestSealer(RecoveryFixture... recipients) {
    this.sealer = sealer(recipients);
  }

  /** Seals to these from now on. */
  public void to(RecoveryFixture... recipients) {
    sealer = sealer(recipients);
  }

  private static CmsArchiveSealer sealer(RecoveryFixture... recipients) {
    return new CmsArchiveSealer(Stream.of(recipients).map(RecoveryFixture::certificate).toList());
  }

  @Override
  public boolean isConfigured() {
    return sealer.isConfigured();
  }

  @Override
  public byte[] seal(SecretBytes payload) {
    return sealer.seal(payload);
  }

  @Override
  public List<Recipient> recipients(byte[] image) {
    return sealer.recipients(image);
  }
}
