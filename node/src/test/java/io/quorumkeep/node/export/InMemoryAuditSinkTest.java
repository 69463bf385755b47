// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.util.List;

class InMemoryAuditSinkTest extends AuditSinkContract {
  private final InMemoryTopic topic = new InMemoryTopic();

  @Override
  protected AuditSink newSink() {
    return new InMemoryAuditSink(topic);
  }

  @Override
  protected List<String> contents() {
    return topic.lines();
  }
}
