// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.domain.batch;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.erasure.ErasureCommand;
import io.quorumkeep.node.domain.governance.GovernanceCommand;
import io.quorumkeep.node.domain.key.DueDecider;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.policy.PolicyCommand;

/** What a command asks for. */
public sealed interface CommandBody {
  <R> R match(Cases<R> cases);

  /**
   * Release of key material to the caller.
   *
   * @param version 0 for the current one
   * @param operations how many protecting operations the caller will do with it, from 1; 0 for a
   *     version by its number, which protects nothing any more
   * @param bytes how many bytes the caller will protect with it, if it knows
   */
  record Use(KeyName name, int version, long operations, long bytes) implements CommandBody {
    public Use {
      boolean good = version == 0 ? operations > 0 && bytes >= 0 : operations == 0 && bytes == 0;
      if (!good) {
        throw new IllegalArgumentException("the current version protects, and no other does");
      }
    }

    /** One operation, if it is the current version. */
    public Use(KeyName name, int version) {
      this(name, version, version == 0 ? 1 : 0, 0);
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.use(this);
    }
  }

  record ChangeKey(KeyCommand command) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.changeKey(this);
    }
  }

  record ChangePolicy(PolicyCommand command) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.changePolicy(this);
    }
  }

  /**
   * The barrier of a read that must be current: it is authorised here, and answered afterwards from
   * state at or past this position.
   *
   * @param resource what is read: the name of a key or version, a pattern in its text form, or "*"
   * @param version the version that is read, or 0
   * @param proposal the approved proposal for a read that needs one; else empty
   */
  record Read(Permission permission, String resource, int version, String proposal)
      implements CommandBody {
    /** A read that needs nobody's approval. */
    public Read(Permission permission, String resource, int version) {
      this(permission, resource, version, "");
    }

    @Override
    public <R> R match(Cases<R> cases) {
      return cases.read(this);
    }
  }

  /** The first command of a cluster: its identity and its first administrator. */
  record Bootstrap(String clusterId, Principal admin) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.bootstrap(this);
    }
  }

  /** The audit sink holds every record up to {@code sequence}. Asked by nodes only. */
  record AdvanceCursor(long sequence) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.advanceCursor(this);
    }
  }

  /** What is to happen to a key by itself, because its time has come. Asked by nodes only. */
  record Due(KeyName name, DueDecider.Due due) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.due(this);
    }
  }

  /** About policies of namespaces and proposals. */
  record Govern(GovernanceCommand command) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.govern(this);
    }
  }

  /** A step of an erasure. */
  record Erase(ErasureCommand command) implements CommandBody {
    @Override
    public <R> R match(Cases<R> cases) {
      return cases.erase(this);
    }
  }

  /** One method for each body, so that a new one does not compile until it is handled. */
  interface Cases<R> {
    R use(Use use);

    R changeKey(ChangeKey change);

    R changePolicy(ChangePolicy change);

    R read(Read read);

    R bootstrap(Bootstrap bootstrap);

    R advanceCursor(AdvanceCursor advance);

    R due(Due due);

    R govern(Govern govern);

    R erase(Erase erase);
  }
}
