// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(
    packages = "io.quorumkeep.client",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CLIENT = "io.quorumkeep.client";

  @ArchTest
  static final ArchRule ONLY_INTERNAL_KNOWS_THE_WIRE =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + ".internal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.grpc..", "com.google.protobuf..", "com.google.rpc..", "io.quorumkeep.v1..")
          .because("a caller must not break when those libraries change");

  @ArchTest
  static final ArchRule ONLY_THE_CLIENT_REACHES_INTO_INTERNAL =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + ".internal")
          .and()
          .doNotBelongToAnyOf(
              QuorumkeepClient.class, QuorumkeepClientBuilder.class, KeyArchive.class)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLIENT + ".internal");

  @ArchTest
  static final ArchRule THE_LIBRARY_DOES_NOT_KNOW_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + ".cli")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLIENT + ".cli", "picocli..");

  @ArchTest
  static final ArchRule THE_API_DOES_NOT_KNOW_THE_VERIFIER =
      noClasses()
          .that()
          .resideInAnyPackage(CLIENT, CLIENT + ".internal")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLIENT + ".audit", "org.apache.kafka..", "com.fasterxml.jackson..");

  @ArchTest
  static final ArchRule ONLY_RECOVERY_USES_BOUNCY_CASTLE =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLIENT + ".recovery", CLIENT + ".fake")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bouncycastle..")
          .because("it is an optional dependency");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_RECOVERS =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLIENT + ".recovery", CLIENT + ".cli")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(CLIENT + ".recovery");

  @ArchTest
  static final ArchRule THE_CLIENT_DOES_NOT_KNOW_THE_NODE =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.quorumkeep.node..", "io.quorumkeep.raft..", "io.quorumkeep.log..");

  @ArchTest
  static final ArchRule ONLY_THE_COMMAND_LINE_USES_THE_STANDARD_STREAMS =
      noClasses()
          .that()
          .resideOutsideOfPackage(CLIENT + ".cli")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .accessField(System.class, "in");

  @ArchTest
  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .should(
              be(
                  describe(
                      "in a @NullMarked package",
                      type -> type.getPackage().isAnnotatedWith(NullMarked.class))));

  @ArchTest
  static final ArchRule STATIC_FIELDS_ARE_FINAL =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(JavaModifier.SYNTHETIC)
          .should()
          .beFinal();

  @ArchTest
  static final ArchRule NO_VAGUE_NAMES =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");
}
