// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.quorumkeep.node.crypto.SecretBytes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the node, for the packages below some root, so that they can be tried on code that
 * breaks them.
 *
 * @param root a package, as {@code io.quorumkeep.node}
 */
record ArchitectureRules(String root) {

  List<ArchitectureRule> all() {
    List<ArchitectureRule> rules = new ArrayList<>();
    rules.add(
        ArchitectureRule.of(
            "the domain depends on a part of the JDK only", domain(), "domain.UsesFiles"));
    addDeterminism(rules);
    rules.addAll(new Layers(root).rules());
    rules.addAll(new Libraries(root).rules());
    addForms(rules);
    return rules;
  }

  private ArchRule domain() {
    return classes()
        .that()
        .resideInAPackage(root + ".domain..")
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                root + ".domain..",
                "java.lang..",
                "java.nio.charset",
                "java.util",
                "java.util.function",
                "java.util.regex",
                "java.util.stream",
                "java.time..",
                "org.jspecify.annotations"));
  }

  /** What runs on every node must come to the same on every node. */
  private void addDeterminism(List<ArchitectureRule> rules) {
    rules.add(
        ArchitectureRule.of(
            "what is replicated reads no clock",
            noClasses()
                .that(areReplicated())
                .should()
                .callMethodWhere(
                    target(owner(belongToAnyOf(Instant.class))).and(target(nameMatching("now"))))
                .orShould()
                .callMethodWhere(
                    target(owner(belongToAnyOf(System.class)))
                        .and(target(nameMatching("currentTimeMillis|nanoTime"))))
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Clock.class)),
            "domain.ReadsClock",
            "codec.ReadsClock",
            "replication.ReadsClock"));
    rules.add(
        ArchitectureRule.of(
            "what is replicated draws no random number",
            noClasses()
                .that(areReplicated())
                .should()
                .callMethodWhere(
                    target(owner(belongToAnyOf(UUID.class)))
                        .and(target(nameMatching("randomUUID"))))
                .orShould()
                .callMethodWhere(
                    target(owner(belongToAnyOf(Math.class))).and(target(nameMatching("random"))))
                .orShould()
                .dependOnClassesThat(belongToAnyOf(Random.class, ThreadLocalRandom.class))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom"),
            "domain.DrawsRandomNumber",
            "replication.DrawsRandomNumber"));
    rules.add(
        ArchitectureRule.of(
            "what is replicated asks nothing of its machine",
            noClasses()
                .that(areReplicated())
                .should()
                .callMethodWhere(
                    target(owner(belongToAnyOf(System.class)))
                        .and(target(nameMatching("getenv|getProperty|identityHashCode"))))
                .orShould()
                .callMethodWhere(
                    target(owner(belongToAnyOf(Locale.class, ZoneId.class)))
                        .and(target(nameMatching("getDefault|systemDefault")))),
            "domain.AsksItsMachine"));
    rules.add(
        ArchitectureRule.of(
            "what is replicated uses no unordered collection",
            noClasses()
                .that(areReplicated())
                .should()
                .dependOnClassesThat(belongToAnyOf(HashMap.class, HashSet.class))
                .because("every node must iterate in the same order"),
            "domain.UsesUnorderedCollection",
            "codec.UsesUnorderedCollection"));
    rules.add(
        ArchitectureRule.of(
            "what is replicated uses no salted collection",
            noClasses()
                .that(areReplicated())
                .should()
                .callMethodWhere(
                    target(owner(belongToAnyOf(Set.class, Map.class)))
                        .and(target(nameMatching("of|ofEntries|copyOf"))))
                .orShould()
                .callMethodWhere(
                    target(owner(belongToAnyOf(Collectors.class)))
                        .and(
                            target(nameMatching("toSet|toMap|groupingBy|toUnmodifiable(Set|Map)"))))
                .because("Set.of, Map.of and the hash collectors iterate differently in each JVM"),
            "domain.UsesSaltedCollection",
            "domain.UsesHashCollector"));
  }

  private DescribedPredicate<JavaClass> areReplicated() {
    return resideInAnyPackage(root + ".domain..", root + ".codec..", root + ".replication..");
  }

  private void addForms(List<ArchitectureRule> rules) {
    rules.add(
        ArchitectureRule.of(
            "there are no cycles between packages",
            slices().matching(root + ".(**)").should().beFreeOfCycles(),
            "store.Part"));
    rules.add(
        ArchitectureRule.of(
            "nobody depends on the composition root",
            noClasses()
                .that(not(resideInAPackage(root)))
                .should()
                .dependOnClassesThat(resideInAPackage(root)),
            "application.UsesRoot"));
    rules.add(
        ArchitectureRule.of(
            "secrets are never state",
            fields()
                .that()
                .haveRawType(SecretBytes.class)
                .should()
                .beDeclaredInClassesThat()
                .resideInAPackage(root + ".crypto..")
                .allowEmptyShould(true),
            "seal.KeepsSecret"));
    rules.add(
        ArchitectureRule.of(
            "every package is null-marked",
            classes()
                .should(
                    be(
                        describe(
                            "in a @NullMarked package",
                            type -> type.getPackage().isAnnotatedWith(NullMarked.class)))),
            "unmarked.Forgotten"));
    rules.add(
        ArchitectureRule.of(
            "types of the domain are values, or cannot be made by anybody",
            classes()
                .that()
                .resideInAPackage(root + ".domain..")
                .and()
                .areNotAnonymousClasses()
                .should(
                    be(describe("a value, or final without a public constructor", this::isClosed))),
            "domain.OpenClass",
            "domain.PubliclyMade"));
    rules.add(
        ArchitectureRule.of(
            "nothing is injected",
            noFields()
                .should()
                .beAnnotatedWith(
                    describe(
                        "an annotation of an injector",
                        annotation ->
                            annotation.getRawType().getSimpleName().matches("Inject|Autowired"))),
            "application.IsInjected"));
    rules.add(
        ArchitectureRule.of(
            "no static field can change",
            fields()
                .that()
                .areStatic()
                .and(describe("are written by hand", field -> !isGenerated(field.getModifiers())))
                .should()
                .beFinal(),
            "application.KeepsStaticState"));
    rules.add(
        ArchitectureRule.of(
            "only entry points write to the standard streams",
            noClasses()
                .that(not(resideInAPackage(root)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"),
            "application.Prints"));
    rules.add(
        ArchitectureRule.of(
            "there is one way to log",
            noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."),
            "application.LogsElsewhere"));
    rules.add(
        ArchitectureRule.of(
            "names say what a class is",
            noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager|Impl)"),
            "application.Names$KeyUtil",
            "application.Names$KeyHelper",
            "application.Names$KeyManager",
            "application.Names$KeyImpl"));
  }

  private boolean isClosed(JavaClass type) {
    return type.isRecord()
        || type.isEnum()
        || type.isInterface()
        || type.isAssignableTo(Throwable.class)
        || (type.getModifiers().contains(JavaModifier.FINAL)
            && type.getConstructors().stream()
                .noneMatch(made -> made.getModifiers().contains(JavaModifier.PUBLIC)));
  }

  private static boolean isGenerated(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.SYNTHETIC);
  }
}
