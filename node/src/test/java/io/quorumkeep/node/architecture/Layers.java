// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which package may use which. The composition root is no layer: it uses all.
 *
 * @param root a package, as {@code io.quorumkeep.node}
 */
record Layers(String root) {
  private static final Map<String, List<String>> MAY_USE = new LinkedHashMap<>();

  static {
    MAY_USE.put("grpc", List.of("application", "auth", "domain"));
    MAY_USE.put("auth", List.of("domain"));
    MAY_USE.put("application", List.of("domain", "codec", "store", "seal", "crypto"));
    MAY_USE.put("replication", List.of("domain", "codec", "store"));
    MAY_USE.put("export", List.of("domain", "codec", "store"));
    MAY_USE.put("store", List.of("domain", "codec"));
    MAY_USE.put("codec", List.of("domain"));
    MAY_USE.put("seal", List.of("crypto"));
    MAY_USE.put("crypto", List.of());
    MAY_USE.put("config", List.of());
    MAY_USE.put("domain", List.of());
    // It watches; nobody but the composition root knows that it does.
    MAY_USE.put("observability", List.of("application", "domain", "export", "grpc", "replication"));
  }

  /** One rule for each layer, found broken by the class Part of that layer among the violators. */
  List<ArchitectureRule> rules() {
    List<ArchitectureRule> rules = new ArrayList<>();
    MAY_USE.forEach(
        (layer, used) ->
            rules.add(
                ArchitectureRule.of(
                    layer + " uses only " + used, rule(layer, used), layer + ".Part")));
    return rules;
  }

  private ArchRule rule(String layer, List<String> used) {
    String[] forbidden =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(layer) && !used.contains(other))
            .map(this::packageOf)
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packageOf(layer))
        .should()
        .dependOnClassesThat(resideInAnyPackage(forbidden))
        .allowEmptyShould(true);
  }

  private String packageOf(String layer) {
    return root + "." + layer + "..";
  }
}
