// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What every source file keeps to. Each rule returns what breaks it, one line each. */
final class SourceRules {
  static final int MAX_COLUMNS = 100;
  static final int MAX_CLASS_LINES = 500;

  private static final String LICENCE = "// SPDX-License-Identifier: Apache-2.0";

  // Written in two parts, so that this file keeps its own rules.
  private static final Pattern MARKER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern SKIPPED =
      Pattern.compile("@(Dis" + "abled|Ign" + "ore)\\b|assume" + "(True|False|That)\\(");
  private static final Pattern SLEEP = Pattern.compile("Thread\\.sl" + "eep\\(");
  private static final Pattern OTHERS_HOME = Pattern.compile("(/ho" + "me/|/Us" + "ers/)[a-z]");
  private static final Pattern JQWIK = Pattern.compile("jq" + "wik");

  private SourceRules() {}

  /** Rules for Java files. */
  static List<String> checkJava(String file, List<String> lines) {
    List<String> broken = new ArrayList<>();
    if (lines.isEmpty() || !lines.get(0).equals(LICENCE)) {
      broken.add(file + " does not begin with its licence");
    }
    boolean isTest = file.contains("src/test/");
    boolean inTextBlock = false;
    if (!isTest && lines.size() > MAX_CLASS_LINES) {
      broken.add(file + " has more than " + MAX_CLASS_LINES + " lines");
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String at = file + ":" + (i + 1);
      inTextBlock ^= line.contains("\"\"\"");
      if (line.length() > MAX_COLUMNS
          && !inTextBlock
          && !line.startsWith("import ")
          && !line.contains("https://")) {
        broken.add(at + " has more than " + MAX_COLUMNS + " columns");
      }
      find(broken, SKIPPED, line, at + " skips a test");
      if (file.endsWith("Test.java")) {
        find(broken, SLEEP, line, at + " sleeps in a test");
      }
    }
    return broken;
  }

  /**
   * Rules for text of any kind.
   *
   * @param checkout where the project happens to be on this machine
   */
  static List<String> checkText(String file, List<String> lines, String checkout) {
    List<String> broken = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String at = file + ":" + (i + 1);
      find(broken, MARKER, line, at + " has a leftover marker");
      find(broken, OTHERS_HOME, line, at + " has a path of somebody's machine");
      if (file.endsWith(".java") || file.endsWith(".xml")) {
        find(broken, JQWIK, line, at + " has a library that we do without");
      }
      if (line.contains(checkout)) {
        broken.add(at + " has a path of this machine");
      }
    }
    return broken;
  }

  /** Rules for {@code package-info.java}. */
  static List<String> checkPackageInfo(String file, List<String> lines) {
    List<String> broken = new ArrayList<>();
    String text = String.join("\n", lines);
    if (!lines.contains("@NullMarked")) {
      broken.add(file + " is not null-marked");
    }
    int begin = text.indexOf("/**");
    int end = text.indexOf("*/");
    if (begin < 0 || end < begin || text.substring(begin, end).split("\\s+").length < 8) {
      broken.add(file + " does not say what the package is for");
    }
    return broken;
  }

  private static void find(List<String> broken, Pattern pattern, String line, String what) {
    if (pattern.matcher(line).find()) {
      broken.add(what);
    }
  }
}
