// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Reads messages up to a size and never throws for what a client sent. */
final class GuardedMarshaller<T> implements Marshaller<Inbound<T>> {
  private final Marshaller<T> marshaller;
  private final int maxBytes;

  GuardedMarshaller(Marshaller<T> marshaller, int maxBytes) {
    this.marshaller = marshaller;
    this.maxBytes = maxBytes;
  }

  @Override
  public Inbound<T> parse(InputStream stream) {
    try {
      if (stream instanceof KnownLength && stream.available() > maxBytes) {
        return Inbound.refused(ErrorCatalog.MESSAGE_TOO_LARGE);
      }
      return Inbound.of(marshaller.parse(stream));
    } catch (StatusRuntimeException e) {
      return Inbound.refused(ErrorCatalog.MALFORMED_MESSAGE);
    } catch (IOException e) {
      throw new UncheckedIOException("a message in memory cannot be read", e);
    }
  }

  @Override
  public InputStream stream(Inbound<T> value) {
    throw new UnsupportedOperationException("a server sends no requests");
  }
}
