// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What holds of every file of the project, in all modules. */
class RepositoryTest {
  private static final int MAX_README_LINES = 120;
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".idea", ".vscode");
  private static final List<String> TEXT =
      List.of(
          ".java",
          ".proto",
          ".xml",
          ".md",
          ".yaml",
          ".yml",
          ".tpl",
          ".sh",
          ".json",
          ".properties",
          ".config",
          ".service",
          ".txt",
          "Makefile",
          "Dockerfile");

  private static final Path ROOT = root();
  private static final List<Path> FILES = files();

  @Test
  void givenJavaFiles_whenRead_thenTheyKeepTheRules() {
    List<String> broken = new ArrayList<>();
    for (Path file : FILES) {
      if (file.toString().endsWith(".java")) {
        broken.addAll(SourceRules.checkJava(name(file), lines(file)));
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void givenTextFiles_whenRead_thenTheyKeepTheRules() {
    List<String> broken = new ArrayList<>();
    for (Path file : FILES) {
      if (TEXT.stream().anyMatch(file.toString()::endsWith)) {
        broken.addAll(SourceRules.checkText(name(file), lines(file), ROOT.toString()));
      }
    }

    assertThat(broken).isEmpty();
  }

  @Test
  void givenMainPackages_whenRead_thenEachSaysWhatItIsFor() {
    Set<Path> packages = new TreeSet<>();
    for (Path file : FILES) {
      if (file.toString().endsWith(".java") && name(file).contains("src/main/java/")) {
        packages.add(file.getParent());
      }
    }
    List<String> broken = new ArrayList<>();
    for (Path directory : packages) {
      Path info = directory.resolve("package-info.java");
      if (Files.exists(info)) {
        broken.addAll(SourceRules.checkPackageInfo(name(info), lines(info)));
      } else {
        broken.add(name(directory) + " has no package-info.java");
      }
    }

    assertThat(packages).hasSizeGreaterThan(10);
    assertThat(broken).isEmpty();
  }

  @Test
  void givenReadme_whenRead_thenItIsShort() {
    Path readme = ROOT.resolve("README.md");

    if (Files.exists(readme)) {
      assertThat(lines(readme)).hasSizeLessThanOrEqualTo(MAX_README_LINES);
    }
  }

  /** Or the tests above would be silent because they look at nothing. */
  @Test
  void givenProject_whenSearched_thenEveryModuleIsSeen() {
    for (String module : List.of("proto", "raft", "node", "client")) {
      assertThat(FILES).as(module).anyMatch(file -> file.startsWith(ROOT.resolve(module)));
    }
    assertThat(FILES).anyMatch(file -> file.endsWith("RepositoryTest.java"));
    assertThat(FILES).noneMatch(file -> name(file).contains("target/"));
  }

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.exists(directory.resolve("proto/pom.xml"))) {
      directory = directory.getParent();
      if (directory == null) {
        throw new IllegalStateException("these tests run inside a checkout of the project");
      }
    }
    return directory;
  }

  private static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes unused) {
              return NOT_OURS.contains(directory.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes unused) {
              files.add(file);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + name(file), e);
    }
  }
}
