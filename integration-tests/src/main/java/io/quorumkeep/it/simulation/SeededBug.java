// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

/**
 * Mistakes that can be built into the wiring of a simulated node, to prove that the simulation
 * finds them. Production code has no switch for any of these: they are made by wrapping it.
 */
enum SeededBug {
  NONE,
  /** The leader applies and answers as soon as an entry is in its own log. */
  ANSWER_BEFORE_COMMIT,
  /** The log says "never appended" of an entry that is committed later. */
  FALSE_REFUSAL,
  /** Results of requests are not in what a restarted node finds. */
  DEDUP_LOST_AT_RESTART,
  /** A restarted node applies again what its store holds. */
  REAPPLY_AFTER_RESTART,
  /** A restarted node believes to have applied what its store lost. */
  APPLIED_INDEX_AHEAD_OF_STORE,
  /** A snapshot claims entries that it does not hold. */
  SNAPSHOT_WITHOUT_LAST_ENTRIES,
  /** Rights are looked up where a request arrives, and believed from then on. */
  AUTHORISATION_AT_EDGE,
  /** Where a request arrives, released replies are remembered and given again. */
  RETRIED_USE_NOT_JUDGED,
  /** Nodes judge by their own clocks. */
  WALL_CLOCK_IN_APPLY,
  /** A rotation gets whatever number is next, not the one its material is bound to. */
  MATERIAL_BOUND_TO_OTHER_VERSION,
  /** A restarted process draws the same random bytes again. */
  ENTROPY_REPEATS,
  /** Reads are answered from wherever the node is. */
  READ_WITHOUT_BARRIER,
  /** The publisher goes on from what it remembers, not from what the topic holds. */
  PUBLISHER_TRUSTS_ITS_MEMORY,
  /** The publisher takes an append whose fate is unknown for done. */
  PUBLISHER_IGNORES_FAILURES,
  /** The topic takes records of a writer that another one has replaced. */
  TOPIC_WITHOUT_FENCE,
  /** Where a request arrives, its operations are counted, and the log is told of one only. */
  BUDGET_COUNTED_AT_EDGE,
  /** Counts of operations are kept in memory only. */
  USES_NOT_STORED,
  /** One node does not store counts of operations. */
  USES_NOT_STORED_ON_ONE_NODE,
  /** A rotation that is due is done for every leader that asks for it. */
  ROTATION_TWICE,
  /** The row of a destroyed version stays as it was. */
  DESTROYED_MATERIAL_KEPT,
  /** Whoever approves of a proposal of his own counts as somebody else. */
  PROPOSER_APPROVES,
  /** A proposal lives as long as any may, whatever was asked for. */
  EXPIRED_PROPOSAL_USABLE,
  /** It is not stored that a proposal was carried out. */
  PROPOSAL_NOT_CONSUMED,
  /** A destruction that was cancelled stays in the index of deadlines. */
  CANCELLED_DESTRUCTION_STAYS_DUE,
  /** A process that was started again does not look for what is due. */
  DUE_FORGOTTEN_AFTER_RESTART,
  /** A node says that it holds the next epoch's secret, and has not stored it. */
  EPOCH_SECRET_IN_MEMORY_ONLY,
  /** A node forgets the secret of the old epoch, but not on its disk. */
  OLD_EPOCH_STAYS_ON_DISK,
  /** A node attests to an erasure with all its snapshots of before. */
  ATTESTED_WITH_OLD_SNAPSHOTS,
  /** An erasure gives versions the material of each other. */
  REWRAPPED_BLOBS_SWAPPED,
  /** Images never reach the archive, though the records say so. */
  IMAGE_NOT_STORED,
  /** The policy of a namespace is not stored. */
  POLICY_NOT_STORED
}
