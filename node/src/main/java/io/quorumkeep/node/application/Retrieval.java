// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.crypto.CryptoException;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.crypto.UnwrapException;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Rejection;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.batch.Outcome;
import io.quorumkeep.node.domain.key.Key;
import io.quorumkeep.node.domain.key.KeyVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dispenses key material. It is opened in memory only after the use of it was committed by a quorum
 * and applied here.
 */
public final class Retrieval {
  private static final Logger log = LoggerFactory.getLogger(Retrieval.class);

  private final Submissions submissions;
  private final Materials materials;

  public Retrieval(Submissions submissions, Materials materials) {
    this.submissions = submissions;
    this.materials = materials;
  }

  /**
   * Retrieves the keys of one call, each with an outcome of its own.
   *
   * @param items at least one
   */
  public void retrieve(
      Origin origin, List<Item> items, Duration timeout, RetrievalReceiver receiver) {
    Call call = new Call(items.size(), receiver);
    if (materials.isSealed()) {
      for (int i = 0; i < items.size(); i++) {
        call.end(i, new RetrievalResult.Failed(Failure.SEALED));
      }
      return;
    }
    long now = submissions.nanos();
    long deadline = submissions.deadline(now, timeout);
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      var use =
          new CommandBody.Use(
              item.name().key(), item.name().version(), item.operations(), item.bytes());
      Command command = new Command(origin, item.requestId(), item.requestHash(), use);
      submissions.submit(new PendingUse(command, now, deadline, call, i));
    }
  }

  /**
   * One key to retrieve.
   *
   * @param name with version 0 for the current one
   * @param requestHash the first eight bytes of a SHA-256 over what was asked
   * @param operations how many protecting operations it is for, from 1; 0 for a version by number
   * @param bytes how many bytes it is to protect, if the caller knows
   */
  public record Item(
      KeyVersionName name, RequestId requestId, long requestHash, long operations, long bytes) {
    /** One operation, if it is the current version. */
    public Item(KeyVersionName name, RequestId requestId, long requestHash) {
      this(name, requestId, requestHash, name.version() == 0 ? 1 : 0, 0);
    }
  }

  private static final class PendingUse extends Pending {
    private final Call call;
    private final int index;

    PendingUse(Command command, long now, long deadline, Call call, int index) {
      super(command, now, deadline);
      this.call = call;
      this.index = index;
    }

    @Override
    void completed(Outcome outcome) {
      call.end(index, resultOf(outcome));
    }

    @Override
    void failed(Failure failure) {
      call.end(index, new RetrievalResult.Failed(failure));
    }

    private static RetrievalResult resultOf(Outcome outcome) {
      Rejection rejection = outcome.rejection();
      Key key = outcome.key();
      KeyVersion version = outcome.version();
      if (rejection != null || key == null || version == null) {
        return rejection == null
            ? new RetrievalResult.Failed(Failure.OUTCOME_UNKNOWN)
            : new RetrievalResult.Refused(rejection);
      }
      return new RetrievalResult.Released(outcome.sequence(), key, version);
    }
  }

  /** A call whose retrievals end one by one. */
  private final class Call {
    private final AtomicReferenceArray<@Nullable RetrievalResult> results;
    private final AtomicInteger missing;
    private final RetrievalReceiver receiver;

    Call(int size, RetrievalReceiver receiver) {
      this.results = new AtomicReferenceArray<>(size);
      this.missing = new AtomicInteger(size);
      this.receiver = receiver;
    }

    void end(int index, RetrievalResult result) {
      results.set(index, result);
      if (missing.decrementAndGet() == 0) {
        answer();
      }
    }

    private void answer() {
      List<RetrievalResult> all = new ArrayList<>(results.length());
      List<@Nullable SecretBytes> open = new ArrayList<>(results.length());
      try {
        for (int i = 0; i < results.length(); i++) {
          RetrievalResult result = results.get(i);
          if (result == null) {
            throw new IllegalStateException("a call was answered before it ended");
          }
          SecretBytes secret =
              result instanceof RetrievalResult.Released released ? open(released) : null;
          open.add(secret);
          all.add(
              secret == null && result instanceof RetrievalResult.Released released
                  ? new RetrievalResult.Failed(unopened(released))
                  : result);
        }
        receiver.answer(all, index -> lend(open.get(index)));
      } finally {
        open.forEach(Call::zeroize);
      }
    }

    /**
     * An erasure may have ended between the decision and now, and taken the epoch's secret with it;
     * or this node was late and has not the new one yet. Then the next answer comes from the row as
     * it is then, or from another node.
     */
    private Failure unopened(RetrievalResult.Released released) {
      return materials.hasSecretOf(released.version())
          ? Failure.MATERIAL_UNREADABLE
          : Failure.OUTCOME_UNKNOWN;
    }

    /** Null if it does not open: one damaged row must not keep the others from their answer. */
    private @Nullable SecretBytes open(RetrievalResult.Released released) {
      try {
        return materials.open(released.key(), released.version());
      } catch (UnwrapException | CryptoException e) {
        log.error(
            "material of {} version {} does not open",
            released.key().name(),
            released.version().number(),
            e);
        return null;
      }
    }

    private static byte[] lend(@Nullable SecretBytes secret) {
      if (secret == null) {
        throw new IllegalStateException("nothing was released for this request");
      }
      return secret.lend(Function.identity());
    }

    private static void zeroize(@Nullable SecretBytes secret) {
      if (secret != null) {
        secret.close();
      }
    }
  }
}
