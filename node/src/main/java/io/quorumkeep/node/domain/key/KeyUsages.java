// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a key may be used for: bits of KMIP 2.1's Cryptographic Usage Mask. All of them belong to
 * one purpose, because a key that serves two weakens both (NIST SP 800-57 Part 1 Rev. 5, section
 * 5.2), and they are fixed for the life of the key.
 *
 * @param mask the bits, without EXPORT
 */
public record KeyUsages(int mask) {
  public static final int ENCRYPT = 0x4;
  public static final int DECRYPT = 0x8;
  public static final int WRAP_KEY = 0x10;
  public static final int UNWRAP_KEY = 0x20;
  public static final int MAC_GENERATE = 0x80;
  public static final int MAC_VERIFY = 0x100;
  public static final int DERIVE_KEY = 0x200;

  /** What a key is for if nothing else was said. */
  public static final KeyUsages DATA_ENCRYPTION = new KeyUsages(ENCRYPT | DECRYPT);

  private static final int EXPORT = 0x40;

  public KeyUsages {
    if (purposeOf(mask) == null) {
      throw new IllegalArgumentException(
          "the usages of a key belong to one purpose: encrypt and decrypt, wrap and unwrap, make"
              + " and check MACs, or derive");
    }
  }

  public Purpose purpose() {
    return Objects.requireNonNull(purposeOf(mask));
  }

  /**
   * The mask that material is bound to. EXPORT (0x40) is part of it, since material is dispensed;
   * whether it may be at the moment is an attribute of the key.
   */
  public int boundMask() {
    return mask | EXPORT;
  }

  private static @Nullable Purpose purposeOf(int mask) {
    for (Purpose purpose : List.of(Purpose.values())) {
      if (mask != 0 && (mask & ~purpose.mask) == 0) {
        return purpose;
      }
    }
    return null;
  }

  /** The kinds of key of NIST SP 800-57 Part 1 Rev. 5, section 5.1.1, as far as they exist here. */
  public enum Purpose {
    DATA_ENCRYPTION(ENCRYPT | DECRYPT, 730, 1825),
    KEY_WRAPPING(WRAP_KEY | UNWRAP_KEY, 730, 1825),
    AUTHENTICATION(MAC_GENERATE | MAC_VERIFY, 730, 1825),
    /** Protecting and processing are the same here, so both periods are. */
    KEY_DERIVATION(DERIVE_KEY, 365, 365);

    private final int mask;
    private final int originatorUsageDays;
    private final int recipientUsageDays;

    Purpose(int mask, int originatorUsageDays, int recipientUsageDays) {
      this.mask = mask;
      this.originatorUsageDays = originatorUsageDays;
      this.recipientUsageDays = recipientUsageDays;
    }

    public int mask() {
      return mask;
    }

    /**
     * The longest usage periods that NIST SP 800-57 Part 1 Rev. 5, section 5.3.6, table 1, suggests
     * for this kind: an originator-usage period of two years and three more for the recipient, or
     * one year for derivation.
     */
    public UsagePeriods defaultPeriods() {
      return new UsagePeriods(
          Duration.ofDays(originatorUsageDays), Duration.ofDays(recipientUsageDays));
    }
  }
}
