// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.observability;

/** A leader in term 7 that has 12 records to publish. */
final class FixedReadings implements RaftReadings, AuditReadings, ErasureReadings {
  @Override
  public boolean isLeader() {
    return true;
  }

  @Override
  public long term() {
    return 7;
  }

  @Override
  public long commitIndex() {
    return 1_000_001;
  }

  @Override
  public long appliedIndex() {
    return 1_000_000;
  }

  @Override
  public long leaderChanges() {
    return 3;
  }

  @Override
  public long outboxRecords() {
    return 12;
  }

  @Override
  public double outboxOldestSeconds() {
    return 0.25;
  }

  @Override
  public int epoch() {
    return 4;
  }

  @Override
  public int phase() {
    return 2;
  }

  @Override
  public long remaining() {
    return 900;
  }

  @Override
  public long membersToAttest() {
    return 3;
  }

  @Override
  public long destroyedVersions() {
    return 100;
  }
}
