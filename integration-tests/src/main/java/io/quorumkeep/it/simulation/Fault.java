// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

/** Everything that can go wrong. A seed draws which of it does. */
enum Fault {
  /** A process ends between two events; what was not yet on disk may be lost, or not. */
  CRASH,
  /** A process is asked to stop, stops taking requests, and starts again. */
  RESTART,
  /** A write finds the disk full and the process ends. */
  DISK_FULL,
  /** Another node becomes leader, while entries are under way. */
  LEADER_CHANGE,
  /** A deposed leader does not know it yet. */
  TWO_LEADERS,
  /** The word of a new role comes late. */
  ROLE_DELAYED,
  /** The log refuses an entry. */
  PROPOSAL_REFUSED,
  /** An entry is dropped and nobody knows. */
  PROPOSAL_LOST,
  /** An entry is committed, but whoever proposed it is told that it may not have been. */
  PROPOSAL_ANSWER_LOST,
  /** An entry of which nobody knows anything is committed long after. */
  COMMITTED_LATE,
  /** Entries of the log's own stand between ours. */
  INDEX_GAP,
  /** A node applies much later than others. */
  APPLY_LAG,
  /** A write of the epoch file fails, with or without its effect; the process may end over it. */
  EPOCH_FILE_FAILS,
  /** A node cannot give up its history now. */
  HISTORY_STAYS,
  /** A node behind gets a checkpoint of another instead of entries. */
  SNAPSHOT_INSTALLED,
  /** A call between nodes never leaves. */
  PEER_REFUSED,
  /** A call between nodes never arrives. */
  PEER_REQUEST_LOST,
  /** A call between nodes has its effect, but its answer is lost. */
  PEER_ANSWER_LOST,
  /** A call between nodes arrives twice. */
  PEER_DUPLICATED,
  /** A call between nodes arrives late. */
  PEER_DELAYED,
  /** The wall clock of a node jumps, by seconds or by years. */
  CLOCK_JUMP,
  /** The topic takes records and does not say so. */
  TOPIC_ACK_LOST,
  /** The topic takes nothing for a while. */
  TOPIC_REFUSES,
  /** Records of a call that failed appear in the topic later, unless another writer came. */
  TOPIC_LATE_WRITE,
  /** The answer to a client is lost. */
  CLIENT_ANSWER_LOST,
  /** A client sends one request to two nodes at once. */
  CLIENT_HEDGES,
  /** A client sends a request again that was answered long ago. */
  CLIENT_RETRIES_LATE
}
