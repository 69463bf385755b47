// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorumkeep.node.domain.audit.ChainHead;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link AuditSink} keeps. A subclass says what the sink is and what it holds. */
public abstract class AuditSinkContract {
  /** A new sink, every time on the same file or topic, which is empty before the test. */
  protected abstract AuditSink newSink();

  /** The records that a reader of the file or topic gets. */
  protected abstract List<String> contents();

  @Test
  void givenNothing_whenOpened_thenTailIsTheStart() {
    try (AuditSink sink = newSink()) {
      assertThat(sink.openAndFindTail()).isEqualTo(ChainHead.start());
    }
  }

  @Test
  void givenAppends_whenRead_thenTheSameBytesInOrder() {
    AuditTrail trail = trail(25);

    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 1));
      sink.append(trail.exported(1).subList(1, 20));
      sink.append(trail.exported(1).subList(20, 25));
    }

    assertThat(contents()).isEqualTo(trail.lines());
  }

  @Test
  void givenAppends_whenOpenedByAnother_thenTailIsTheLast() {
    AuditTrail trail = trail(25);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1));
    }

    try (AuditSink another = newSink()) {
      assertThat(another.openAndFindTail()).isEqualTo(trail.head());
    }
  }

  @Test
  void givenOpen_whenOpenedAgain_thenGoesOnAfterTheTail() {
    AuditTrail trail = trail(10);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 4));

      assertThat(sink.openAndFindTail().sequence()).isEqualTo(4);
      sink.append(trail.exported(5));
    }

    assertThat(contents()).isEqualTo(trail.lines());
  }

  @Test
  void givenOpen_whenAppendLeavesAGap_thenRefusedAndNothingWritten() {
    AuditTrail trail = trail(10);
    try (AuditSink sink = newSink()) {
      sink.openAndFindTail();
      sink.append(trail.exported(1).subList(0, 1));

      assertThatThrownBy(() -> sink.append(trail.exported(3)))
          .isInstanceOf(IllegalArgumentException.class);
      sink.append(trail.exported(2));
    }

    assertThat(contents()).isEqualTo(trail.lines());
  }

  @Test
  void givenClosed_whenAppended_thenRefused() {
    AuditTrail trail = trail(1);
    AuditSink sink = newSink();
    sink.openAndFindTail();
    sink.close();

    assertThatThrownBy(() -> sink.append(trail.exported(1)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(contents()).isEmpty();
  }

  @Test
  void givenTwoWriters_whenBothAppend_thenOnlyOneCan() {
    AuditTrail trail = trail(10);
    try (AuditSink first = newSink();
        AuditSink second = newSink()) {
      first.openAndFindTail();
      first.append(trail.exported(1).subList(0, 5));

      int succeeded = openAndAppend(second, trail) + append(first, trail);

      assertThat(succeeded).isEqualTo(1);
    }
    assertThat(contents()).isEqualTo(trail.lines());
  }

  protected static AuditTrail trail(int records) {
    AuditTrail trail = new AuditTrail();
    trail.append(records);
    return trail;
  }

  private static int openAndAppend(AuditSink sink, AuditTrail trail) {
    try {
      assertThat(sink.openAndFindTail().sequence()).isEqualTo(5);
      return append(sink, trail);
    } catch (SinkException e) {
      assertThat(e.kind()).isEqualTo(SinkException.Kind.FENCED);
      return 0;
    }
  }

  private static int append(AuditSink sink, AuditTrail trail) {
    try {
      sink.append(trail.exported(6));
      return 1;
    } catch (SinkException e) {
      assertThat(e.kind()).isEqualTo(SinkException.Kind.FENCED);
      return 0;
    }
  }
}
