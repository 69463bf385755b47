// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.store;

import io.quorumkeep.node.store.KeyValueStore.Row;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows ordered by unsigned bytes that never change: an AVL tree whose changed copies share what is
 * the same. So a view costs nothing and a crash can go back to any earlier batch.
 */
final class SortedRows {
  static final SortedRows EMPTY = new SortedRows(null);

  private final @Nullable Node root;

  private SortedRows(@Nullable Node root) {
    this.root = root;
  }

  byte @Nullable [] get(byte[] key) {
    Node node = root;
    while (node != null) {
      int order = Arrays.compareUnsigned(key, node.key);
      if (order == 0) {
        return node.value.clone();
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  @Nullable Row floor(byte[] key) {
    Node best = null;
    Node node = root;
    while (node != null) {
      if (Arrays.compareUnsigned(node.key, key) <= 0) {
        best = node;
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return best == null ? null : new Row(best.key.clone(), best.value.clone());
  }

  void scan(byte[] from, Rows.Visitor visitor) {
    scan(root, from, visitor);
  }

  void scanBack(byte[] from, Rows.Visitor visitor) {
    scanBack(root, from, visitor);
  }

  /** Takes ownership of both arrays. */
  SortedRows with(byte[] key, byte[] value) {
    return new SortedRows(put(root, key, value));
  }

  SortedRows without(byte[] key) {
    return new SortedRows(remove(root, key));
  }

  private static boolean scan(@Nullable Node node, byte[] from, Rows.Visitor visitor) {
    if (node == null) {
      return true;
    }
    int order = Arrays.compareUnsigned(node.key, from);
    if (order > 0 && !scan(node.left, from, visitor)) {
      return false;
    }
    if (order >= 0 && !visitor.visit(node.key.clone(), node.value.clone())) {
      return false;
    }
    return scan(node.right, from, visitor);
  }

  private static boolean scanBack(@Nullable Node node, byte[] from, Rows.Visitor visitor) {
    if (node == null) {
      return true;
    }
    int order = from.length == 0 ? -1 : Arrays.compareUnsigned(node.key, from);
    if (order < 0 && !scanBack(node.right, from, visitor)) {
      return false;
    }
    if (order <= 0 && !visitor.visit(node.key.clone(), node.value.clone())) {
      return false;
    }
    return scanBack(node.left, from, visitor);
  }

  private static Node put(@Nullable Node node, byte[] key, byte[] value) {
    if (node == null) {
      return new Node(key, value, null, null);
    }
    int order = Arrays.compareUnsigned(key, node.key);
    if (order == 0) {
      return new Node(key, value, node.left, node.right);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private static @Nullable Node remove(@Nullable Node node, byte[] key) {
    if (node == null) {
      return null;
    }
    int order = Arrays.compareUnsigned(key, node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null || node.right == null) {
      return node.left == null ? node.right : node.left;
    }
    Node successor = node.right;
    while (successor.left != null) {
      successor = successor.left;
    }
    return balanced(successor, node.left, remove(node.right, successor.key));
  }

  /** The row of {@code node} above two trees whose heights differ by at most two. */
  private static Node balanced(Node node, @Nullable Node left, @Nullable Node right) {
    int lean = height(left) - height(right);
    if (lean > 1 && left != null) {
      Node inner = left.right;
      if (inner != null && height(inner) > height(left.left)) {
        return join(inner, join(left, left.left, inner.left), join(node, inner.right, right));
      }
      return join(left, left.left, join(node, left.right, right));
    }
    if (lean < -1 && right != null) {
      Node inner = right.left;
      if (inner != null && height(inner) > height(right.right)) {
        return join(inner, join(node, left, inner.left), join(right, inner.right, right.right));
      }
      return join(right, join(node, left, right.left), right.right);
    }
    return join(node, left, right);
  }

  private static Node join(Node row, @Nullable Node left, @Nullable Node right) {
    return new Node(row.key, row.value, left, right);
  }

  private static int height(@Nullable Node node) {
    return node == null ? 0 : node.height;
  }

  private static final class Node {
    private final byte[] key;
    private final byte[] value;
    private final @Nullable Node left;
    private final @Nullable Node right;
    private final int height;

    private Node(byte[] key, byte[] value, @Nullable Node left, @Nullable Node right) {
      this.key = key;
      this.value = value;
      this.left = left;
      this.right = right;
      this.height = 1 + Math.max(height(left), height(right));
    }
  }
}
