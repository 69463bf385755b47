// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import io.quorumkeep.node.domain.audit.ChainHead;
import io.quorumkeep.node.export.SinkException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records to a file, one line each, forced to disk with every append.
 *
 * <p>A line without an end is what a crash left of an append that nobody was told about; it is cut
 * off when the file is opened. Anything else that is not the end of this chain is refused, naming
 * file and line: the sink never writes after something that it does not understand. A file lock
 * keeps a second writer out.
 */
public final class FileAuditSink implements AuditSink {
  private static final Logger LOG = LoggerFactory.getLogger(FileAuditSink.class);
  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

  private final Path file;
  private final ChainName chain;
  private @Nullable FileChannel channel;
  private ChainHead tail = ChainHead.start();
  private long length;

  /** A sink on {@code file}, which is created when it is opened, readable by its owner only. */
  public FileAuditSink(Path file, ChainName chain) {
    this.file = file.toAbsolutePath();
    this.chain = chain;
  }

  @Override
  public ChainHead openAndFindTail() {
    close();
    try {
      boolean isNew = Files.notExists(file, LinkOption.NOFOLLOW_LINKS);
      FileChannel opened =
          FileChannel.open(
              file,
              OPTIONS,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      channel = opened;
      lock(opened);
      if (isNew) {
        forceDirectory();
      }
      FileTail end = FileTail.read(opened, file, chain);
      if (opened.size() != end.length()) {
        LOG.warn(
            "{}: cut {} bytes of a record that was never finished",
            file,
            opened.size() - end.length());
        opened.truncate(end.length());
      }
      // What the last process wrote may be in the page cache only.
      opened.force(true);
      opened.position(end.length());
      length = end.length();
      tail = end.head();
      return tail;
    } catch (IOException e) {
      close();
      throw new SinkException(Kind.RETRYABLE, "cannot open " + file, e);
    } catch (SinkException e) {
      close();
      throw e;
    }
  }

  @Override
  public void append(List<ExportedRecord> records) {
    FileChannel open = channel;
    if (open == null) {
      throw new IllegalStateException("the sink is not open");
    }
    ChainHead next = ExportedRecord.advance(tail, records);
    ByteBuffer lines = lines(records);
    try {
      while (lines.hasRemaining()) {
        int unused = open.write(lines);
      }
    } catch (IOException e) {
      takeBack(open);
      close();
      throw new SinkException(Kind.RETRYABLE, "cannot write to " + file, e);
    }
    try {
      open.force(false);
    } catch (IOException e) {
      // The kernel reports this once and then forgets it: a second force would lie.
      takeBack(open);
      close();
      throw new SinkException(Kind.FATAL, "cannot force " + file + " to disk", e);
    }
    length += lines.capacity();
    tail = next;
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.warn("closing {} failed; nothing was waiting to be written", file, e);
      }
    }
  }

  private void lock(FileChannel opened) throws IOException {
    try {
      if (opened.tryLock() != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw new SinkException(Kind.FENCED, file + " is being written to by this process", e);
    }
    throw new SinkException(Kind.FENCED, file + " is being written to by another process", null);
  }

  private void takeBack(FileChannel open) {
    try {
      open.truncate(length);
    } catch (IOException e) {
      LOG.warn("{}: an unfinished append stays until the next opening", file, e);
    }
  }

  private void forceDirectory() throws IOException {
    try (FileChannel directory =
        FileChannel.open(file.resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  private static ByteBuffer lines(List<ExportedRecord> records) {
    int size = 0;
    for (ExportedRecord record : records) {
      size = Math.addExact(size, record.json().length + 1);
    }
    ByteBuffer lines = ByteBuffer.allocate(size);
    for (ExportedRecord record : records) {
      lines.put(record.json()).put((byte) '\n');
    }
    return lines.flip();
  }
}
