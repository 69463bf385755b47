// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rules find what breaks them, so that the silence of {@link RepositoryTest} means something.
 */
class SourceRulesTest {
  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";
  private static final String MAIN = "node/src/main/java/A.java";
  private static final String TEST = "node/src/test/java/ATest.java";

  @Test
  void givenGoodFile_whenChecked_thenNothing() {
    List<String> good =
        List.of(
            LICENCE,
            "import " + "a.".repeat(60) + "B;",
            "// https://example.org/" + "a".repeat(100),
            "x".repeat(100),
            "\"\"\"",
            "x".repeat(200),
            "\"\"\");");

    assertThat(SourceRules.checkJava(MAIN, good)).isEmpty();
    assertThat(SourceRules.checkText(MAIN, good, "/checkout")).isEmpty();
  }

  @Test
  void givenBadJava_whenChecked_thenFound() {
    assertThat(java(MAIN)).containsExactly(MAIN + " does not begin with its licence");
    assertThat(java(MAIN, "", LICENCE)).containsExactly(MAIN + " does not begin with its licence");
    assertThat(java(MAIN, LICENCE, "x".repeat(101)))
        .containsExactly(MAIN + ":2 has more than 100 columns");
    assertThat(java(TEST, LICENCE, "  @Dis" + "abled")).containsExactly(TEST + ":2 skips a test");
    assertThat(java(TEST, LICENCE, "  assume" + "True(x);"))
        .containsExactly(TEST + ":2 skips a test");
    assertThat(java(TEST, LICENCE, "Thread.sl" + "eep(1)"))
        .containsExactly(TEST + ":2 sleeps in a test");
    assertThat(SourceRules.checkJava(MAIN, Collections.nCopies(501, LICENCE)))
        .containsExactly(MAIN + " has more than 500 lines");
  }

  @Test
  void givenBadText_whenChecked_thenFound() {
    assertThat(text("a TO" + "DO b")).containsExactly("a.md:1 has a leftover marker");
    assertThat(text("FIX" + "ME")).containsExactly("a.md:1 has a leftover marker");
    assertThat(text("// XX" + "X")).containsExactly("a.md:1 has a leftover marker");
    assertThat(text("cd /ho" + "me/alice"))
        .containsExactly("a.md:1 has a path of somebody's machine");
    assertThat(text("cd /checkout/node")).containsExactly("a.md:1 has a path of this machine");
    assertThat(SourceRules.checkText("pom.xml", List.of("<id>jq" + "wik</id>"), "/checkout"))
        .containsExactly("pom.xml:1 has a library that we do without");
    assertThat(text("an autodock and a method")).isEmpty();
  }

  @Test
  void givenBadPackageInfo_whenChecked_thenFound() {
    assertThat(
            SourceRules.checkPackageInfo(
                "p", List.of("/** Says what this is for, in a few words. */", "@NullMarked")))
        .isEmpty();
    assertThat(SourceRules.checkPackageInfo("p", List.of("/** Things. */", "@NullMarked")))
        .containsExactly("p does not say what the package is for");
    assertThat(SourceRules.checkPackageInfo("p", List.of("@NullMarked")))
        .containsExactly("p does not say what the package is for");
    assertThat(
            SourceRules.checkPackageInfo(
                "p", List.of("/** Says what this is for, in a few words. */")))
        .containsExactly("p is not null-marked");
  }

  private static List<String> java(String file, String... lines) {
    return SourceRules.checkJava(file, List.of(lines));
  }

  private static List<String> text(String line) {
    return SourceRules.checkText("a.md", List.of(line), "/checkout");
  }
}
