// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.it.simulation;

import io.quorumkeep.node.crypto.ArchiveSealer;
import io.quorumkeep.node.crypto.ImagePayload;
import io.quorumkeep.node.crypto.MaterialContext;
import io.quorumkeep.node.crypto.SecretBytes;
import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.KeyVersionName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The holder of the recovery key, outside of the cluster. An image is only a number there, and
 * whoever has the number here has the payload; so nothing in the cluster can open one.
 */
final class SimSafe implements ArchiveSealer {
  private static final String IMAGE = "image ";

  private final List<byte[]> payloads = new ArrayList<>();
  private final Map<KeyVersionName, List<Integer>> numbers = new HashMap<>();

  @Override
  public boolean isConfigured() {
    return true;
  }

  @Override
  public byte[] seal(SecretBytes payload) {
    payloads.add(payload.lend(byte[]::clone));
    numbers.computeIfAbsent(nameIn(payload), name -> new ArrayList<>()).add(payloads.size());
    return (IMAGE + payloads.size()).getBytes(StandardCharsets.US_ASCII);
  }

  private static KeyVersionName nameIn(SecretBytes payload) {
    try (ImagePayload decoded = ImagePayload.decode(payload)) {
      MaterialContext context = decoded.context();
      return new KeyVersionName(new KeyName(context.namespace(), context.key()), context.version());
    }
  }

  @Override
  public List<Recipient> recipients(byte[] image) {
    return List.of();
  }

  /** The payloads of all images that were ever made of a version, the oldest first. */
  List<byte[]> payloadsOf(KeyVersionName name) {
    return numbers.getOrDefault(name, List.of()).stream()
        .map(number -> payloads.get(number - 1))
        .toList();
  }

  /** Whether an image is one of that version. */
  boolean holds(byte[] image, KeyVersionName name) {
    String text = new String(image, StandardCharsets.US_ASCII);
    return text.startsWith(IMAGE)
        && numbers
            .getOrDefault(name, List.of())
            .contains(Integer.valueOf(text.substring(IMAGE.length())));
  }
}
