// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.governance;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * One guarded operation on one thing, with all that it depends on: what a proposal proposes. An
 * operation may use a proposal only if both have the same action.
 *
 * @param resource what it is done to: the name of a key, {@code namespaces/{namespace}}, {@code
 *     grants/{grant}}, or {@code *}, as the operation takes it
 * @param version the version of the key, or 0 for all of it
 * @param policy the policy that a namespace is to have; null for every other operation
 * @param digest SHA-256 of whatever else the operation depends on, as 64 hexadecimal digits in
 *     lower case; empty if there is nothing
 */
public record GuardedAction(
    GuardedOperation operation,
    String resource,
    int version,
    @Nullable NamespacePolicy policy,
    String digest) {
  private static final String NAMESPACES = "namespaces/";
  private static final String GRANTS = "grants/";
  private static final String EVERYTHING = "*";
  private static final int DIGEST_LENGTH = 64;

  public GuardedAction {
    switch (operation) {
      case DESTROY_KEY, RECOVER_KEY -> checkKey(resource);
      case EXPORT_ARCHIVE -> checkAny(resource);
      case SET_NAMESPACE_POLICY -> checkNamespace(resource);
      case REVOKE_GRANT -> checkGrant(resource);
    }
    if (version < 0 || (version > 0 && !resource.contains("/keys/"))) {
      throw new IllegalArgumentException("only keys have versions, from 1");
    }
    if ((policy == null) == (operation == GuardedOperation.SET_NAMESPACE_POLICY)) {
      throw new IllegalArgumentException("SET_NAMESPACE_POLICY, and nothing else, has a policy");
    }
    if (!digest.isEmpty() && !isDigest(digest)) {
      throw new IllegalArgumentException("a digest is 64 hexadecimal digits in lower case");
    }
  }

  /** The operation on a key, or on one of its versions. */
  public static GuardedAction ofKey(GuardedOperation operation, KeyName key, int version) {
    return new GuardedAction(operation, key.toString(), version, null, "");
  }

  /** A new policy of a namespace. */
  public static GuardedAction ofPolicy(String namespace, NamespacePolicy next) {
    return new GuardedAction(
        GuardedOperation.SET_NAMESPACE_POLICY, NAMESPACES + namespace, 0, next, "");
  }

  /** The revocation of a grant. */
  public static GuardedAction ofGrant(String grantId) {
    return new GuardedAction(GuardedOperation.REVOKE_GRANT, GRANTS + grantId, 0, null, "");
  }

  /**
   * Reads a resource that may name a version.
   *
   * @throws IllegalArgumentException if the operation takes no such resource
   */
  public static GuardedAction parse(
      GuardedOperation operation,
      String resource,
      @Nullable NamespacePolicy policy,
      String digest) {
    if (!resource.contains("/versions/")) {
      return new GuardedAction(operation, resource, 0, policy, digest);
    }
    KeyVersionName name = KeyVersionName.parse(resource);
    return new GuardedAction(operation, name.key().toString(), name.version(), policy, digest);
  }

  /** The namespace whose policy counts, or an empty string if it is about none. */
  public String namespace() {
    if (!resource.startsWith(NAMESPACES)) {
      return "";
    }
    int slash = resource.indexOf('/', NAMESPACES.length());
    return resource.substring(NAMESPACES.length(), slash < 0 ? resource.length() : slash);
  }

  /** What a grant must cover so that a principal may propose this, or approve of it. */
  public String scope() {
    if (resource.contains("/keys/")) {
      return resource;
    }
    return resource.startsWith(NAMESPACES) ? resource + "/keys/*" : EVERYTHING;
  }

  /** The resource with its version. */
  public String target() {
    return version == 0 ? resource : resource + "/versions/" + version;
  }

  private static void checkKey(String resource) {
    var unused = KeyName.parse(resource);
  }

  private static void checkAny(String resource) {
    if (resource.contains("/keys/")) {
      checkKey(resource);
    } else if (!resource.equals(EVERYTHING)) {
      checkNamespace(resource);
    }
  }

  private static void checkNamespace(String resource) {
    if (!resource.startsWith(NAMESPACES)) {
      throw new IllegalArgumentException("a namespace has the form namespaces/{namespace}");
    }
    ResourceId.check(resource.substring(NAMESPACES.length()), "a namespace");
  }

  private static void checkGrant(String resource) {
    if (!resource.startsWith(GRANTS)) {
      throw new IllegalArgumentException("the name of a grant has the form grants/{grant}");
    }
    ResourceId.check(resource.substring(GRANTS.length()), "a grant");
  }

  private static boolean isDigest(String text) {
    boolean good = text.length() == DIGEST_LENGTH;
    for (int i = 0; good && i < DIGEST_LENGTH; i++) {
      char c = text.charAt(i);
      good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }
    return good;
  }
}
