// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.audit;

import io.quorumkeep.client.ChainedAuditRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Follows the hash chain of the audit trail from record to record.
 *
 * <p>{@code head = SHA-256(previous head ‖ SHA-256(canonical encoding))}, from 32 zero bytes before
 * record 1, with sequence numbers 1, 2, 3 …. So a record that was changed, removed, added, repeated
 * or moved shows at its place, and whoever knows one head knows that nothing before it was touched.
 * What the chain alone cannot show is that records are missing at the end: compare the last head.
 *
 * <p>Not safe for use by many threads.
 */
public final class AuditChainVerifier {
  /** The head before record 1, as hexadecimal. */
  public static final String GENESIS = "0".repeat(64);

  private static final HexFormat HEX = HexFormat.of();
  private static final int HEAD_CHARACTERS = 64;

  private final MessageDigest sha256 = newSha256();
  private String head = GENESIS;
  private long records;
  private long firstSequence;
  private long lastSequence;
  private boolean startTrusted;

  /**
   * Takes the next record.
   *
   * @return what is wrong with it; then the verifier must not be used further
   */
  public Optional<ChainBreak> accept(ChainedAuditRecord claimed) {
    long sequence = claimed.record().sequence();
    Optional<String> problem = records == 0 ? begin(claimed) : follow(claimed);
    if (problem.isEmpty()) {
      problem = link(claimed);
    }
    if (problem.isPresent()) {
      return Optional.of(new ChainBreak(sequence, problem.get()));
    }
    head = claimed.head();
    lastSequence = sequence;
    records++;
    return Optional.empty();
  }

  /** What was verified so far. */
  public ChainSummary summary() {
    return new ChainSummary(records, firstSequence, lastSequence, head, startTrusted);
  }

  private Optional<String> begin(ChainedAuditRecord claimed) {
    long sequence = claimed.record().sequence();
    if (sequence < 1) {
      return Optional.of("sequence numbers start at 1");
    }
    firstSequence = sequence;
    if (sequence == 1) {
      return sameAsHead(claimed);
    }
    startTrusted = true;
    head = claimed.previousHead().orElse("");
    return isHead(head)
        ? Optional.empty()
        : Optional.of("the records begin here, and no valid head before them is given");
  }

  private Optional<String> follow(ChainedAuditRecord claimed) {
    long sequence = claimed.record().sequence();
    long expected = lastSequence + 1;
    if (sequence == expected) {
      return sameAsHead(claimed);
    }
    if (sequence <= lastSequence) {
      return Optional.of("follows record " + lastSequence + ": repeated or out of order");
    }
    String missing =
        sequence == expected + 1
            ? "record " + expected + " is"
            : "records " + expected + " to " + (sequence - 1) + " are";
    return Optional.of("follows record " + lastSequence + ": " + missing + " missing");
  }

  private Optional<String> sameAsHead(ChainedAuditRecord claimed) {
    return claimed.previousHead().isEmpty() || claimed.previousHead().get().equals(head)
        ? Optional.empty()
        : Optional.of("its previous head is not that of the record before");
  }

  private Optional<String> link(ChainedAuditRecord claimed) {
    byte[] canonical;
    try {
      canonical = CanonicalEncoding.encode(claimed.record());
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    if (claimed.canonical().isPresent()
        && !claimed.canonical().get().equals(HEX.formatHex(canonical))) {
      return Optional.of("its fields are not those of its canonical encoding");
    }
    byte[] leaf = sha256.digest(canonical);
    sha256.update(HEX.parseHex(head));
    String computed = HEX.formatHex(sha256.digest(leaf));
    return computed.equals(claimed.head())
        ? Optional.empty()
        : Optional.of("its fields do not lead to its head: it was changed");
  }

  private static boolean isHead(String text) {
    return text.length() == HEAD_CHARACTERS && text.chars().allMatch(AuditChainVerifier::isHex);
  }

  private static boolean isHex(int character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'f');
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
