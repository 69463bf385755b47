// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.replication;

import io.quorumkeep.node.domain.KeyName;
import io.quorumkeep.node.domain.Label;
import io.quorumkeep.node.domain.Origin;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.Principal;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.batch.Command;
import io.quorumkeep.node.domain.batch.CommandBody;
import io.quorumkeep.node.domain.key.KeyAlgorithm;
import io.quorumkeep.node.domain.key.KeyAttributes;
import io.quorumkeep.node.domain.key.KeyCommand;
import io.quorumkeep.node.domain.key.KeyUsages;
import io.quorumkeep.node.domain.key.RevocationReason;
import io.quorumkeep.node.domain.key.UsagePeriods;
import io.quorumkeep.node.domain.key.WrappedMaterial;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import java.util.List;

/** Commands as tests need them: each with a request id of its own, from the administrator. */
final class Requests {
  static final Principal ADMIN = new Principal("spiffe://example.org/admin");
  static final Principal APP = new Principal("spiffe://example.org/app");
  static final KeyName KEY = new KeyName("payments", "card");
  static final String CLUSTER = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

  private long ids;

  Command bootstrap() {
    return of(ADMIN, new CommandBody.Bootstrap(CLUSTER, ADMIN));
  }

  Command create(KeyName name) {
    return create(name, UsagePeriods.WITHOUT_END, false);
  }

  Command create(KeyName name, UsagePeriods periods, boolean preActive) {
    return change(
        new KeyCommand.Create(
            name,
            KeyAlgorithm.AES_256,
            KeyUsages.DATA_ENCRYPTION,
            preActive,
            null,
            KeyAttributes.of(periods, List.of(new Label("team", "cards"))),
            material(1)));
  }

  Command rotate(KeyName name, int newVersion) {
    return change(new KeyCommand.Rotate(name, newVersion, material(newVersion)));
  }

  Command suspend(KeyName name, int version) {
    return change(new KeyCommand.Suspend(name, version));
  }

  Command reactivate(KeyName name, int version) {
    return change(new KeyCommand.Reactivate(name, version));
  }

  Command revoke(KeyName name, int version, RevocationReason reason) {
    return change(new KeyCommand.Revoke(name, version, reason, null));
  }

  Command change(KeyCommand command) {
    return of(ADMIN, new CommandBody.ChangeKey(command));
  }

  Command use(Principal who, KeyName name, int version) {
    return of(who, new CommandBody.Use(name, version));
  }

  Command grant(String id, Principal who, ResourcePattern resource, Permission... permissions) {
    return of(
        ADMIN,
        new CommandBody.ChangePolicy(
            new PolicyCommand.Create(
                id,
                new PrincipalPattern(who.uri()),
                resource,
                List.of(permissions),
                Effect.ALLOW)));
  }

  Command ungrant(String id) {
    return of(ADMIN, new CommandBody.ChangePolicy(new PolicyCommand.Revoke(id)));
  }

  Command advance(long sequence) {
    return of(ADMIN, new CommandBody.AdvanceCursor(sequence));
  }

  Command of(Principal who, CommandBody body) {
    ids++;
    return new Command(new Origin(who, "10.0.0.1:4711"), new RequestId(1, ids), ids * 31, body);
  }

  static WrappedMaterial material(int version) {
    byte[] blob = new byte[77];
    blob[0] = 1;
    blob[40] = (byte) version;
    return new WrappedMaterial(1, blob);
  }
}
