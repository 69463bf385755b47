// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

/**
 * Thins out the reports to a {@link CursorSink}: every one costs a log entry, and the next replaces
 * it. Belongs to the publisher's thread.
 */
final class CursorReport {
  private final CursorSink cursor;
  private final Publisher.Drive drive;
  private long reported;
  private long reached;
  private boolean timed;

  CursorReport(CursorSink cursor, Publisher.Drive drive) {
    this.cursor = cursor;
    this.drive = drive;
  }

  void reached(long sequence) {
    reached = sequence;
    if (reached - reported >= drive.settings().cursorRecords()) {
      flush();
    } else if (!timed) {
      timed = true;
      drive
          .timer()
          .after(
              drive.settings().cursorInterval(),
              () ->
                  drive
                      .executor()
                      .execute(
                          () -> {
                            timed = false;
                            flush();
                          }));
    }
  }

  void flush() {
    if (reached != reported) {
      reported = reached;
      cursor.advance(reached);
    }
  }
}
