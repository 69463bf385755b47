// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.key.KeyFixtures;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds {@link Grants#allow} against a slow evaluator that takes the words of a grant literally. A
 * pattern means the names of a small universe that it matches as a regular expression.
 */
class GrantsModelTest {
  private static final int POLICIES = 150;
  private static final int QUESTIONS = 60;
  private static final List<Permission> PERMISSIONS =
      List.of(Permission.RETRIEVE_KEY, Permission.LIST_KEYS, Permission.READ_CLUSTER);
  private static final List<String> PRINCIPALS =
      List.of(
          "spiffe://a/app",
          "spiffe://a/apple",
          "spiffe://a/app/x",
          "spiffe://a/app/x/y",
          "spiffe://b/app",
          "spiffe://aa/app");
  private static final List<String> STEMS =
      List.of("namespaces/n/keys/", "namespaces/m/keys/", "namespaces/nn/keys/");
  private static final List<String> PARTS = List.of("a", "ab", "abc", "b", "abx", "keys");

  private final Map<String, Set<String>> meanings = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("io.quorumkeep.node.Seeds#all")
  void givenRandomGrants_whenAsked_thenAsTheModelSays(long seed) {
    Random random = new Random(seed);
    int allowed = 0;

    for (int i = 0; i < POLICIES; i++) {
      List<Grant> grants = randomGrants(random);
      Grants subject = Grants.of(grants);
      for (int j = 0; j < QUESTIONS; j++) {
        Principal principal = new Principal(any(PRINCIPALS, random));
        Permission permission = any(PERMISSIONS, random);
        String resource = randomResource(random);
        boolean expected = allows(grants, principal, permission, resource);
        allowed += expected ? 1 : 0;
        assertThat(subject.allow(principal, permission, resource))
            .as("seed %d: %s %s %s under %s", seed, principal, permission, resource, grants)
            .isEqualTo(expected);
      }
    }
    assertThat(allowed).as("questions answered with yes").isBetween(100, POLICIES * QUESTIONS / 2);
  }

  /** The model. */
  private boolean allows(
      List<Grant> grants, Principal principal, Permission permission, String resource) {
    Set<String> meant = meaning(resource);
    boolean allowed = false;
    for (Grant grant : grants) {
      if (!grant.permissions().contains(permission)
          || !matches(grant.principal().text(), principal.uri())) {
        continue;
      }
      Set<String> granted = meaning(grant.resource().text());
      if (grant.effect() == Effect.DENY && meant.stream().anyMatch(granted::contains)) {
        return false;
      }
      allowed |= grant.effect() == Effect.ALLOW && granted.containsAll(meant);
    }
    return allowed;
  }

  private Set<String> meaning(String pattern) {
    return meanings.computeIfAbsent(pattern, GrantsModelTest::namesOf);
  }

  /** All names that a pattern means, and the cluster itself, which only "*" means. */
  private static Set<String> namesOf(String pattern) {
    List<String> names = new ArrayList<>(List.of("cluster"));
    for (String stem : STEMS) {
      PARTS.forEach(part -> names.add(stem + part));
      // One name that begins with each prefix and that no exact pattern of this test means.
      PARTS.forEach(part -> names.add(stem + part + "-other"));
      names.add(stem + "0-other");
    }
    return names.stream().filter(name -> matches(pattern, name)).collect(Collectors.toSet());
  }

  private static boolean matches(String pattern, String text) {
    boolean prefix = pattern.endsWith("*");
    String stem = prefix ? pattern.substring(0, pattern.length() - 1) : pattern;
    return Pattern.matches(Pattern.quote(stem) + (prefix ? ".*" : ""), text);
  }

  private static List<Grant> randomGrants(Random random) {
    List<Grant> grants = new ArrayList<>();
    int count = random.nextInt(8);
    for (int i = 0; i < count; i++) {
      String principal = any(PRINCIPALS, random) + (random.nextInt(3) == 0 ? "/*" : "");
      List<Permission> permissions =
          PERMISSIONS.stream().filter(unused -> random.nextInt(3) > 0).toList();
      grants.add(
          new Grant(
              "g" + i,
              new PrincipalPattern(principal),
              new ResourcePattern(randomResource(random)),
              permissions.isEmpty() ? PERMISSIONS : permissions,
              random.nextInt(4) == 0 ? Effect.DENY : Effect.ALLOW,
              KeyFixtures.NOON,
              KeyFixtures.ALICE.uri()));
    }
    return grants;
  }

  private static String randomResource(Random random) {
    String stem = any(STEMS, random);
    return switch (random.nextInt(5)) {
      case 0 -> "*";
      case 1 -> stem + "*";
      case 2 -> stem + any(PARTS, random) + "*";
      default -> stem + any(PARTS, random);
    };
  }

  private static <T> T any(List<T> list, Random random) {
    return list.get(random.nextInt(list.size()));
  }
}
