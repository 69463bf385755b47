// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.erasure.Versions;
import io.quorumkeep.node.domain.key.KeyVersion;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The versions that one step of an erasure looks at. Each is asked for when the step is decided,
 * when its event is folded and when its row is made; it is read once, because reading is most of
 * what moving a version costs. They are not remembered beyond the step: an erasure looks at every
 * version, but once.
 */
final class LookedAt implements Versions {
  private static final int ITEMS_EXPECTED = 512;

  private final LiveState state;
  private final Map<VersionId, KeyVersion> found = new LinkedHashMap<>(ITEMS_EXPECTED);

  LookedAt(LiveState state) {
    this.state = state;
  }

  /** Reads what a step will ask for, at once. */
  void readAhead(ErasureCommand step) {
    if (step instanceof ErasureCommand.Rewrap rewrap) {
      List<VersionId> ids = new ArrayList<>(rewrap.items().size());
      rewrap.items().forEach(item -> ids.add(new VersionId(item.name(), item.version())));
      state.versionsOnce(ids, found::put);
    }
  }

  @Override
  public @Nullable WrappedMaterial materialOf(KeyName name, int version) {
    KeyVersion known = version(new VersionId(name, version));
    return known == null ? null : known.material();
  }

  @Nullable KeyVersion version(VersionId id) {
    KeyVersion version = found.get(id);
    if (version == null) {
      version = state.versionOnce(id);
      if (version != null) {
        found.put(id, version);
      }
    }
    return version;
  }

  /** Takes over what the step made of a version. */
  void put(VersionId id, KeyVersion version) {
    found.put(id, version);
    state.putOnce(id, version);
  }
}
