// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.config;

import java.util.regex.Pattern;

/** What a text must look like, and how to say so. */
enum Form {
  NODE_NAME("1 to 63 characters of a-z, 0-9 and \"-\"", "[a-z0-9][a-z0-9-]{0,62}"),
  CLUSTER_NAME("1 to 63 characters of a-z, 0-9, \".\" and \"-\"", "[a-z0-9][a-z0-9.-]{0,62}"),
  TRUST_DOMAIN("a SPIFFE trust domain, such as quorumkeep.local", "[a-z0-9._-]{1,255}"),
  SPIFFE_ID(
      "a SPIFFE id, such as spiffe://quorumkeep.local/admin",
      "spiffe://[a-z0-9._-]{1,255}(/[a-zA-Z0-9._-]+)+"),
  TOPIC("a Kafka topic of letters, digits, \".\", \"_\" and \"-\"", "[a-zA-Z0-9._-]{1,249}"),
  SERVERS(
      "host:port, several with commas between",
      "[a-zA-Z0-9.\\[\\]:_-]+:[0-9]{1,5}(,[a-zA-Z0-9.\\[\\]:_-]+:[0-9]{1,5})*"),
  ERASURE_SCHEDULE("off or daily", "off|daily");

  private final String expected;
  private final Pattern pattern;

  Form(String expected, String pattern) {
    this.expected = expected;
    this.pattern = Pattern.compile(pattern);
  }

  String expected() {
    return expected;
  }

  Pattern pattern() {
    return pattern;
  }
}
