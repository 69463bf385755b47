// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.bench;

import java.util.Locale;

/** What is asked for. */
enum Workload {
  /** The same messages over the same TLS, answered without the log: what this machine can do. */
  ECHO,
  RETRIEVE,
  /** Of one key with very many versions: the current one and any other by its number, in turn. */
  RETRIEVE_VERSIONS,
  /** RETRIEVE, while very many other keys are rotated because all of them are due at once. */
  RETRIEVE_DUE,
  /** Of any of very many keys, each with a deadline; RETRIEVE of a few is measured before. */
  RETRIEVE_MANY,
  /** RETRIEVE, while an erasure moves very many keys to the next epoch. */
  RETRIEVE_ERASE,
  CREATE,
  /** One create to nineteen retrievals. */
  MIXED,
  /** etcd's linearizable read. */
  ETCD_GET,
  ETCD_PUT;

  boolean isEtcd() {
    return this == ETCD_GET || this == ETCD_PUT;
  }

  /** Whether keys are retrieved, in any shape. */
  boolean isRetrieval() {
    return this == RETRIEVE
        || this == RETRIEVE_VERSIONS
        || this == RETRIEVE_DUE
        || this == RETRIEVE_MANY
        || this == RETRIEVE_ERASE;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Workload of(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
