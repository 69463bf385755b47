// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.util.Locale;

/** What is asked for. */
enum Workload {
  /** The same messages over the same TLS, answered without the log: what this machine can do. */
  ECHO,
  RETRIEVE,
  CREATE,
  /** One create to nineteen retrievals. */
  MIXED,
  /** etcd's linearizable read. */
  ETCD_GET,
  ETCD_PUT;

  boolean isEtcd() {
    return this == ETCD_GET || this == ETCD_PUT;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Workload of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
