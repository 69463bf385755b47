// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/**
 * In which package each library lives. Nobody else meets its types, so it can be replaced there.
 *
 * @param root a package, as {@code io.quorumkeep.node}
 */
record Libraries(String root) {
  private static final String VIOLATOR = "domain.UsesEveryLibrary";

  List<ArchitectureRule> rules() {
    return List.of(
        only("io.grpc..", "grpc.."),
        only("io.quorumkeep.v1..", "grpc.."),
        only("org.rocksdb..", "store.rocksdb.."),
        only("org.bouncycastle..", "crypto.bc.."),
        only("org.apache.kafka..", "export.kafka.."),
        only("io.quorumkeep.log.v1..", "codec.."),
        only("io.micrometer..", "observability.."),
        only("com.fasterxml.jackson..", "config..", "export.."),
        only("picocli.."),
        only("org.apache.ratis.."),
        only("io.quorumkeep.raft..", "application..", "replication.."),
        ArchitectureRule.of(
            "only the composition root uses the engine behind the ports of the log",
            noClasses()
                .that(not(resideInAPackage(root)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quorumkeep.raft.*.."),
            VIOLATOR));
  }

  /** The composition root may use what it puts together. */
  private ArchitectureRule only(String library, String... packages) {
    String[] allowed =
        Stream.concat(Stream.of(packages).map(name -> root + "." + name), Stream.of(root))
            .toArray(String[]::new);
    ArchRule rule =
        noClasses()
            .that(not(resideInAnyPackage(allowed)))
            .should()
            .dependOnClassesThat(resideInAPackage(library));
    return ArchitectureRule.of(library + " is used only by " + List.of(packages), rule, VIOLATOR);
  }
}
