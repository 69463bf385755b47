// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Makes one stream of many pages. */
final class Paging {
  /** The most that a node gives in one page. */
  static final int SIZE = 1_000;

  private Paging() {}

  /** Asks {@code fetch} for a page by its token, the first by an empty one, as items are needed. */
  static <T> Stream<T> all(Function<String, Page<T>> fetch) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(
            new Items<>(fetch), Spliterator.ORDERED | Spliterator.NONNULL),
        false);
  }

  private static final class Items<T> implements Iterator<T> {
    private final Function<String, Page<T>> fetch;
    private final Queue<T> fetched = new ArrayDeque<>();
    private Optional<String> next = Optional.of("");

    Items(Function<String, Page<T>> fetch) {
      this.fetch = fetch;
    }

    @Override
    public boolean hasNext() {
      while (fetched.isEmpty() && next.isPresent()) {
        Page<T> page = fetch.apply(next.get());
        fetched.addAll(page.items());
        next = page.nextPageToken();
      }
      return !fetched.isEmpty();
    }

    @Override
    public T next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return fetched.remove();
    }
  }
}
