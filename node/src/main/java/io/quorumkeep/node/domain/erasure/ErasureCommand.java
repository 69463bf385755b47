// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.erasure;

import java.util.List;

/** A step of an erasure, not yet judged. All but {@link Start} are asked by nodes only. */
public sealed interface ErasureCommand {
  <R> R match(Cases<R> cases);

  /**
   * Begins one.
   *
   * @param members who must take part: the configured members of the node that proposes it
   * @param reason why, in the words of who asks; may be empty
   * @param scheduled asked by a node because it is time, not by a caller
   */
  record Start(List<String> members, String reason, boolean scheduled) implements ErasureCommand {
    /** Characters of a reason. */
    public static final int MAX_REASON_LENGTH = 256;

    /** Members of a cluster; a bound, not a policy. */
    public static final int MAX_MEMBERS = 64;

    public Start {
      members = List.copyOf(members);
      if (members.isEmpty()
          || members.size() > MAX_MEMBERS
          || members.stream().distinct().count() != members.size()) {
        throw new IllegalArgumentException(
            "an erasure has 1 to " + MAX_MEMBERS + " members, each once");
      }
      if (reason.length() > MAX_REASON_LENGTH) {
        throw new IllegalArgumentException(
            "a reason has at most " + MAX_REASON_LENGTH + " characters");
      }
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.start(this);
    }
  }

  /**
   * The member has made and stored a secret for the next epoch.
   *
   * @param replaces the fingerprint of the offer that it is to take the place of, because nobody
   *     who answers has that secret; empty for the first
   */
  record Offer(int epoch, EpochOffer offer, String replaces) implements ErasureCommand {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.offer(this);
    }
  }

  /** The member has stored the secret on offer. */
  record Hold(int epoch, String member, String fingerprint) implements ErasureCommand {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.hold(this);
    }
  }

  /** The next epoch becomes the current one. */
  record Turn(int epoch) implements ErasureCommand {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.turn(this);
    }
  }

  /**
   * Moves material to the current epoch.
   *
   * @param epoch under which the blobs of the items are wrapped
   */
  record Rewrap(int epoch, List<RewrapItem> items) implements ErasureCommand {
    /** Items of one command; a bound for readers, too. */
    public static final int MAX_ITEMS = 1_000;

    public Rewrap {
      items = List.copyOf(items);
      if (items.isEmpty() || items.size() > MAX_ITEMS) {
        throw new IllegalArgumentException("a command moves 1 to " + MAX_ITEMS + " materials");
      }
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.rewrap(this);
    }
  }

  /** No material is left in older epochs. */
  record Complete(int epoch) implements ErasureCommand {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.complete(this);
    }
  }

  /**
   * The member has overwritten the secrets of all epochs before {@code epoch}.
   *
   * @param snapshotIndex of its oldest snapshot
   * @param firstLogIndex the first entry that its log files hold
   */
  record Attest(int epoch, String member, long snapshotIndex, long firstLogIndex)
      implements ErasureCommand {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.attest(this);
    }
  }

  /** One method for each command, so that a new one does not compile until it is handled. */
  interface Cases<R> {
    R start(Start command);

    R offer(Offer command);

    R hold(Hold command);

    R turn(Turn command);

    R rewrap(Rewrap command);

    R complete(Complete command);

    R attest(Attest command);
  }
}
