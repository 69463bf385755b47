// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import com.google.protobuf.ByteString;
import io.quorumkeep.it.simulation.EventLoop.Scope;
import io.quorumkeep.raft.PeerCallException;
import io.quorumkeep.raft.PeerChannel;
import io.quorumkeep.raft.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The network between nodes. Calls are lost, late, or there twice; answers are lost as well. */
final class SimPeers {
  private final EventLoop loop;
  private final Journal journal;
  private final Dice dice;
  private final long networkNanos;
  private final Scope world = new Scope();
  private List<SimNode> nodes = List.of();

  SimPeers(EventLoop loop, Journal journal, Dice dice, long networkNanos) {
    this.loop = loop;
    this.journal = journal;
    this.dice = dice;
    this.networkNanos = networkNanos;
  }

  void join(List<SimNode> all) {
    nodes = List.copyOf(all);
  }

  /** The channel of one process. */
  PeerChannel of(Scope life) {
    return (peer, method, request, timeout) ->
        call(life, peer, new Message(method, request), timeout);
  }

  /** What one node says to another. */
  private record Message(String method, ByteString request) {}

  private CompletableFuture<ByteString> call(
      Scope caller, PeerId peer, Message message, Duration timeout) {
    CompletableFuture<ByteString> answer = new CompletableFuture<>();
    SimNode target =
        nodes.stream().filter(node -> node.id().equals(peer)).findFirst().orElseThrow();
    if (!target.isUp() || journal.strikes(Fault.PEER_REFUSED, 30)) {
      fail(caller, answer, PeerCallException.Outcome.NOT_DELIVERED, travelNanos());
      return answer;
    }
    if (journal.strikes(Fault.PEER_DUPLICATED, 30)) {
      // Which of the two an answer would belong to, nobody could say, so there is none.
      deliver(caller, target, message, new CompletableFuture<>());
      deliver(caller, target, message, new CompletableFuture<>());
    } else if (!journal.strikes(Fault.PEER_REQUEST_LOST, 30)) {
      deliver(caller, target, message, answer);
    }
    fail(caller, answer, PeerCallException.Outcome.UNKNOWN, timeout.toNanos());
    return answer;
  }

  private void deliver(
      Scope caller, SimNode target, Message message, CompletableFuture<ByteString> answer) {
    loop.after(
        travelNanos(),
        world,
        () -> {
          if (!target.isUp()) {
            return;
          }
          var unused =
              target
                  .answer(message.method(), message.request())
                  .thenAccept(
                      bytes -> {
                        if (!journal.strikes(Fault.PEER_ANSWER_LOST, 30)) {
                          loop.after(travelNanos(), caller, () -> answer.complete(bytes));
                        }
                      });
        });
  }

  private void fail(
      Scope caller,
      CompletableFuture<ByteString> answer,
      PeerCallException.Outcome outcome,
      long delayNanos) {
    loop.after(
        delayNanos,
        caller,
        () -> answer.completeExceptionally(new PeerCallException(outcome, "in the simulation")));
  }

  private long travelNanos() {
    long usual = dice.between(networkNanos / 4, networkNanos);
    return journal.strikes(Fault.PEER_DELAYED, 30) ? usual * dice.between(10, 2_000) : usual;
  }
}
