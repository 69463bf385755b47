// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may depend on whom. Each rule is also held against classes that break it, in the package
 * {@code violators}: so one that can no longer fail is noticed.
 */
class ArchitectureTest {
  private static final String NODE = "io.quorumkeep.node";
  private static final String VIOLATORS = NODE + ".architecture.violators";

  private static final JavaClasses NODE_CLASSES = production().importPackages(NODE);
  private static final JavaClasses RAFT_CLASSES = production().importPackages("io.quorumkeep.raft");
  private static final JavaClasses VIOLATOR_CLASSES =
      new ClassFileImporter().importPackages(VIOLATORS);

  static Stream<ArchitectureRule> rules() {
    return new ArchitectureRules(NODE).all().stream();
  }

  static Stream<ArchitectureRule> rulesForViolators() {
    return new ArchitectureRules(VIOLATORS).all().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void givenTheNode_whenChecked_thenItKeepsTheRule(ArchitectureRule rule) {
    rule.rule().check(NODE_CLASSES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rulesForViolators")
  void givenCodeThatBreaksTheRule_whenChecked_thenItIsFound(ArchitectureRule rule) {
    String report = rule.rule().evaluate(VIOLATOR_CLASSES).getFailureReport().toString();

    assertThat(rule.violators()).isNotEmpty();
    for (String violator : rule.violators()) {
      assertThat(report).contains(VIOLATORS + "." + violator);
    }
  }

  @Test
  void givenRaft_whenChecked_thenRatisStaysInOnePackage() {
    noClasses()
        .that(not(resideInAPackage("io.quorumkeep.raft.ratis..")))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.ratis..")
        .check(RAFT_CLASSES);
  }

  @Test
  void givenRaft_whenChecked_thenItKnowsNoKey() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NODE + "..", "io.quorumkeep.v1..", "io.quorumkeep.log..")
        .check(RAFT_CLASSES);
  }

  /** Or the rules above would hold of nothing. */
  @Test
  void givenImports_whenCounted_thenTheyAreProductionCode() {
    assertThat(NODE_CLASSES.contain(NODE + ".domain.key.KeyDecider")).isTrue();
    assertThat(NODE_CLASSES.contain(NODE + ".codec.LogCodec")).isTrue();
    assertThat(NODE_CLASSES.contain(ArchitectureTest.class)).isFalse();
    assertThat(RAFT_CLASSES.contain("io.quorumkeep.raft.ReplicatedLog")).isTrue();
    assertThat(RAFT_CLASSES.stream().filter(type -> type.getSimpleName().endsWith("Test")))
        .isEmpty();
  }

  private static ClassFileImporter production() {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(ArchitectureTest::isNoTestJar);
  }

  private static boolean isNoTestJar(Location location) {
    return !location.contains("-tests.jar");
  }
}
