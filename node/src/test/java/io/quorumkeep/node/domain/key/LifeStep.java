// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.key;

import io.quorumkeep.node.domain.KeyName;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that is tried with a key, in plain numbers and words, so that a model can judge it that
 * shares nothing with the code.
 *
 * @param op what
 * @param version of which version; 0 for the key, or for the current one
 * @param number what else it takes: for CREATE when it is activated (0 at once, -1 never by
 *     itself), for ROTATE and DUE_ROTATE the new version, for COMPROMISE since when (0 for now),
 *     for UPDATE the revision seen, for SCHEDULE how long from now, for USE the operations; times
 *     and spans in milliseconds
 * @param bytes for USE; for an UPDATE of the activation when that is to be, 0 for never by itself
 * @param traits for CREATE and UPDATE; else null
 * @param mask which of the traits an UPDATE sets
 */
public record LifeStep(
    Op op, int version, long number, long bytes, @Nullable Traits traits, int mask) {
  static final int PERIODS = 1;
  static final int OWNER = 2;
  static final int DELETABLE = 4;
  static final int EXPORTABLE = 8;
  static final int ROTATION = 16;
  static final int BUDGET = 32;
  static final int ALL = 63;

  /** Beside all traits. */
  static final int ACTIVATION = 64;

  /** All that can be tried. */
  public enum Op {
    CREATE,
    ACTIVATE,
    ROTATE,
    SUSPEND,
    REACTIVATE,
    DEACTIVATE,
    COMPROMISE,
    UPDATE,
    SCHEDULE,
    CANCEL,
    DESTROY,
    USE,
    /** By its number, without the right to compromised versions. */
    USE_VERSION,
    /** By its number, with it. */
    USE_COMPROMISED,
    DUE_ACTIVATE,
    DUE_ROTATE,
    DUE_WARN,
    DUE_DEACTIVATE,
    DUE_DESTROY
  }

  /** Attributes in milliseconds and counts; 0 is none or no bound. */
  public record Traits(
      long protectFor,
      long processFor,
      String owner,
      boolean deletable,
      boolean exportable,
      long rotateEvery,
      long rotateOperations,
      long rotateBytes,
      long mostOperations,
      long mostBytes) {
    private UsagePeriods periods() {
      return new UsagePeriods(span(protectFor), span(processFor));
    }

    private RotationPolicy rotation() {
      return new RotationPolicy(span(rotateEvery), rotateOperations, rotateBytes);
    }

    private UsageBudget budget() {
      return new UsageBudget(mostOperations, mostBytes);
    }

    private KeyAttributes attributes() {
      return new KeyAttributes(
          periods(),
          KeyFixtures.LABELS,
          owner,
          "",
          deletable,
          exportable,
          false,
          rotation(),
          budget());
    }

    private KeyEdit edit(int mask) {
      return new KeyEdit(
          has(mask, PERIODS) ? periods() : null,
          null,
          has(mask, OWNER) ? owner : null,
          null,
          has(mask, DELETABLE) ? (Boolean) deletable : null,
          has(mask, EXPORTABLE) ? (Boolean) exportable : null,
          null,
          has(mask, ROTATION) ? rotation() : null,
          has(mask, BUDGET) ? budget() : null);
    }

    private static @Nullable Duration span(long milliseconds) {
      return milliseconds == 0 ? null : Duration.ofMillis(milliseconds);
    }
  }

  static boolean has(int mask, int bit) {
    return (mask & bit) != 0;
  }

  public boolean isUse() {
    return op == Op.USE || op == Op.USE_VERSION || op == Op.USE_COMPROMISED;
  }

  public boolean isDue() {
    return op.name().startsWith("DUE_");
  }

  /** The command, unless it is a use or what happens by itself. */
  public KeyCommand command(KeyName key) {
    Traits of = traits;
    return switch (op) {
      case CREATE ->
          new KeyCommand.Create(
              key,
              KeyAlgorithm.AES_256,
              KeyUsages.DATA_ENCRYPTION,
              number < 0,
              number > 0 ? Instant.ofEpochMilli(number) : null,
              given(of).attributes(),
              KeyFixtures.material(1));
      case ACTIVATE -> new KeyCommand.Activate(key);
      case ROTATE -> new KeyCommand.Rotate(key, (int) number, KeyFixtures.material((int) number));
      case SUSPEND -> new KeyCommand.Suspend(key, version);
      case REACTIVATE -> new KeyCommand.Reactivate(key, version);
      case DEACTIVATE -> new KeyCommand.Revoke(key, version, RevocationReason.SUPERSEDED, null);
      case COMPROMISE ->
          new KeyCommand.Revoke(
              key,
              version,
              RevocationReason.KEY_COMPROMISE,
              number == 0 ? null : Instant.ofEpochMilli(number));
      case UPDATE -> new KeyCommand.Update(key, edit(given(of)), number, "");
      case SCHEDULE ->
          new KeyCommand.ScheduleDestruction(key, version, Duration.ofMillis(number), "unused");
      case CANCEL -> new KeyCommand.CancelDestruction(key, version, "");
      case DESTROY -> new KeyCommand.Destroy(key, version, "", "");
      case USE,
          USE_VERSION,
          USE_COMPROMISED,
          DUE_ACTIVATE,
          DUE_ROTATE,
          DUE_WARN,
          DUE_DEACTIVATE,
          DUE_DESTROY ->
          throw new IllegalStateException(op + " is no command");
    };
  }

  private KeyEdit edit(Traits of) {
    KeyEdit edit = of.edit(mask);
    return has(mask, ACTIVATION)
        ? edit.withActivation(bytes == 0 ? null : Instant.ofEpochMilli(bytes))
        : edit;
  }

  /** What a leader asks for, if it is something that happens by itself. */
  public DueDecider.Due due() {
    DueKind kind = DueKind.valueOf(op.name().substring("DUE_".length()));
    return kind == DueKind.ROTATE
        ? new DueDecider.Due(kind, version, (int) number, KeyFixtures.material((int) number))
        : new DueDecider.Due(kind, version, 0, null);
  }

  private static Traits given(@Nullable Traits traits) {
    if (traits == null) {
      throw new IllegalStateException("this needs traits");
    }
    return traits;
  }
}
