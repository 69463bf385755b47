// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application.history;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.history.PastKey;
import io.quorumkeep.node.store.RowKeys;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys at one moment after the other: each event of a key is folded once, however often the key is
 * asked for, as long as it is remembered. One thread uses it.
 */
final class Timelines {
  private static final int MAX_REMEMBERED = 1_000;

  private final PastReader past;
  private final Map<KeyVersionName, Timeline> known = new LinkedHashMap<>(16, 0.75f, true);
  private long folded;

  Timelines(PastReader past) {
    this.past = past;
  }

  /** Events folded so far. */
  long folded() {
    return folded;
  }

  /**
   * A key, with the version named or the current one, right before a request was judged.
   *
   * @param sequence of its audit record; not before that of an earlier question
   */
  PastKey before(KeyVersionName name, long sequence) {
    Timeline timeline = known.get(name);
    if (timeline == null) {
      timeline = new Timeline(name);
      known.put(name, timeline);
      forgetOne();
    }
    return timeline.before(sequence);
  }

  private void forgetOne() {
    if (known.size() > MAX_REMEMBERED) {
      Iterator<KeyVersionName> oldest = known.keySet().iterator();
      var unused = oldest.next();
      oldest.remove();
    }
  }

  private final class Timeline {
    private final KeyVersionName name;
    private PastKey state;
    private byte[] from;

    Timeline(KeyVersionName name) {
      this.name = name;
      this.state = PastKey.beforeAll(name.version());
      this.from = RowKeys.keyEvents(name.key());
    }

    PastKey before(long sequence) {
      past.scanKey(
          name.key(),
          from,
          (position, event) -> {
            if (RowKeys.sequenceOf(position) >= sequence) {
              return false;
            }
            state = state.after(event);
            folded++;
            return true;
          });
      from = RowKeys.keyEvent(name.key(), RowKeys.event(sequence, 0));
      return state;
    }
  }
}
