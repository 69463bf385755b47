// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A new file that nobody but its owner can read, from the moment it exists. It is removed again
 * unless something was written to it.
 */
final class SecretFile implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private boolean written;

  private SecretFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SecretFile create(Path file) {
    try {
      return new SecretFile(
          file,
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))));
    } catch (FileAlreadyExistsException e) {
      throw new UsageException("the file " + file + " exists already", e);
    } catch (IOException e) {
      throw new UsageException("the file " + file + " cannot be made: " + e.getMessage(), e);
    } catch (UnsupportedOperationException e) {
      throw new UsageException("the file " + file + " cannot be kept from other users here", e);
    }
  }

  void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(true);
    written = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!written) {
      Files.deleteIfExists(file);
    }
  }
}
