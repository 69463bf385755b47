// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.ResourceId;

/**
 * What a grant is about: everything, one key, the keys of a namespace whose names begin alike, or
 * all of them.
 *
 * <p>Text forms: {@code *}, {@code namespaces/{namespace}/keys/{key}}, {@code
 * namespaces/{namespace}/keys/{prefix}*}, {@code namespaces/{namespace}/keys/*}.
 */
public record ResourcePattern(String text) {
  /** Everything in the cluster, and the cluster itself. */
  public static final ResourcePattern EVERYTHING = new ResourcePattern("*");

  public ResourcePattern {
    if (!text.equals("*")) {
      checkKeys(text);
    }
  }

  /** All keys of a namespace. */
  public static ResourcePattern allKeysOf(String namespace) {
    return new ResourcePattern("namespaces/" + namespace + "/keys/*");
  }

  /** Whether all that {@code resource} means is meant by this too. */
  public boolean covers(String resource) {
    return isPrefix() ? resource.startsWith(stem()) : text.equals(resource);
  }

  /** Whether something is meant by both. */
  public boolean overlaps(String resource) {
    if (covers(resource)) {
      return true;
    }
    return resource.endsWith("*") && text.startsWith(resource.substring(0, resource.length() - 1));
  }

  private boolean isPrefix() {
    return text.endsWith("*");
  }

  private String stem() {
    return text.substring(0, text.length() - 1);
  }

  private static void checkKeys(String text) {
    if (!text.endsWith("*")) {
      var unused = KeyName.parse(text);
      return;
    }
    String stem = text.substring(0, text.length() - 1);
    int slash = stem.lastIndexOf('/');
    String prefix = stem.substring(slash + 1);
    if (!prefix.isEmpty()) {
      ResourceId.check(prefix, "the prefix of a resource pattern");
    }
    var unused = KeyName.parse(stem.substring(0, slash + 1) + "x");
  }
}
