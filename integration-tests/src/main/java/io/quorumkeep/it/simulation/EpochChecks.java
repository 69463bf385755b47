// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.codec.RowCodec;
import io.quorumkeep.node.domain.audit.AuditRecord;
import io.quorumkeep.node.domain.erasure.ErasureRun;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.store.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an erasure promises (S9), checked on the disks of all nodes: who says that it holds a secret
 * has stored it; who attested has no older secret and no older snapshot, and never gets one again;
 * no material stays behind.
 */
final class EpochChecks {
  private final Journal journal;
  private final Truth truth;

  /** The first epoch whose secret a node may have, by the name of the node. */
  private final Map<String, Integer> attested = new HashMap<>();

  private Map<String, SimNode> nodes = Map.of();
  private long purgeIndex;
  private int emptiedBelow;

  EpochChecks(Journal journal, Truth truth) {
    this.journal = journal;
    this.truth = truth;
  }

  void join(List<SimNode> all) {
    Map<String, SimNode> byName = new TreeMap<>();
    all.forEach(node -> byName.put(node.id().value(), node));
    nodes = byName;
  }

  /** A step was allowed. */
  void follow(AuditRecord record) {
    if (!ErasureModel.isStep(record)) {
      return;
    }
    Details details = new Details(record);
    int epoch = Math.toIntExact(details.number("epoch", 0));
    switch (record.operation()) {
      case "OFFER_EPOCH", "HOLD_EPOCH" -> checkHeld(details.text("member"), epoch, record);
      case "COMPLETE_REWRAP" -> {
        ErasureRun run = truth.state().erasure().run();
        purgeIndex = run == null ? Long.MAX_VALUE : run.purgeIndex();
        emptiedBelow = epoch;
        checkMaterials();
      }
      case "ATTEST_ERASURE" -> attested(details, epoch);
      default -> {}
    }
  }

  /** One that was taken by a leader's own offer, or fetched, and not replaced since. */
  private void checkHeld(String member, int epoch, AuditRecord record) {
    SimNode node = nodes.get(member);
    if (node == null || !node.epochStore().epochs().contains(epoch)) {
      journal.violated("S9", member + " has not stored the secret that it claims: " + record);
    }
  }

  private void attested(Details details, int epoch) {
    String member = details.text("member");
    attested.put(member, epoch);
    long snapshot = details.number("snapshot_index", 0);
    SimNode node = nodes.get(member);
    if (node == null || snapshot < purgeIndex || node.oldestCheckpoint() < snapshot) {
      journal.violated(
          "S9",
          member
              + " attests to a snapshot at "
              + snapshot
              + ", has one at "
              + (node == null ? 0 : node.oldestCheckpoint())
              + ", and had to purge up to "
              + purgeIndex);
    }
    checkSecrets();
  }

  /** Looks at all disks and at all material. */
  void check() {
    checkSecrets();
    checkMaterials();
  }

  private void checkSecrets() {
    for (SimNode node : nodes.values()) {
      int first = attested.getOrDefault(node.id().value(), 1);
      boolean old =
          node.epochStore().epochs().stream().anyMatch(each -> each < first)
              || node.epochsInMemory().stream().anyMatch(each -> each < first);
      if (old) {
        journal.violated(
            "S9",
            node
                + " attested that it has nothing before epoch "
                + first
                + ", and has "
                + node.epochStore().epochs());
      }
    }
  }

  private void checkMaterials() {
    truth
        .store()
        .scan(
            Table.VERSIONS,
            new byte[0],
            (key, row) -> {
              WrappedMaterial material = RowCodec.decodeVersion(row).material();
              if (material != null && material.epoch() < emptiedBelow) {
                journal.violated("S9", "material is left in epoch " + material.epoch());
              }
              return true;
            });
  }
}
