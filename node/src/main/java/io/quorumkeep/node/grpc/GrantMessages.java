// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.policy.Effect;
import io.quorumkeep.node.domain.policy.Grant;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.node.domain.policy.PrincipalPattern;
import io.quorumkeep.node.domain.policy.ResourcePattern;
import io.quorumkeep.v1.CreateGrantRequest;
import java.util.EnumSet;
import java.util.List;

/** Grants as messages have them. */
final class GrantMessages {
  private GrantMessages() {}

  static io.quorumkeep.v1.Grant grant(Grant grant) {
    io.quorumkeep.v1.Grant.Builder out =
        io.quorumkeep.v1.Grant.newBuilder()
            .setName("grants/" + grant.id())
            .setPrincipal(grant.principal().text())
            .setResource(grant.resource().text())
            .setEffect(effect(grant.effect()))
            .setCreateTime(Times.of(grant.createdAt()))
            .setCreator(grant.creator());
    grant.permissions().forEach(permission -> out.addPermissionsValue(permission.number()));
    return out.build();
  }

  /**
   * What a request asks for.
   *
   * @throws RefusedException if a field is not as it must be
   */
  static PolicyCommand.Create create(CreateGrantRequest request) {
    return new PolicyCommand.Create(
        Parse.resourceId("grant_id", request.getGrantId(), "a grant"),
        principal(request.getPrincipal()),
        resource(request.getResource()),
        permissions(request.getPermissionsValueList()),
        effect(request.getEffectValue()));
  }

  private static PrincipalPattern principal(String text) {
    try {
      return new PrincipalPattern(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, "principal", e);
    }
  }

  private static ResourcePattern resource(String text) {
    try {
      return new ResourcePattern(text);
    } catch (IllegalArgumentException e) {
      throw RefusedException.ofField(ErrorCatalog.INVALID_NAME, "resource", e);
    }
  }

  static List<Permission> permissions(List<Integer> numbers) {
    if (numbers.isEmpty()) {
      throw Parse.unset("permissions");
    }
    EnumSet<Permission> permissions = EnumSet.noneOf(Permission.class);
    for (int number : numbers) {
      if (number == io.quorumkeep.v1.Permission.PERMISSION_UNSPECIFIED_VALUE) {
        throw Parse.unset("permissions");
      }
      Permission permission = Permission.ofNumber(number);
      if (permission == null) {
        throw Parse.unknownEnum("permissions", number);
      }
      permissions.add(permission);
    }
    return List.copyOf(permissions);
  }

  private static Effect effect(int number) {
    return switch (number) {
      case io.quorumkeep.v1.Effect.EFFECT_ALLOW_VALUE -> Effect.ALLOW;
      case io.quorumkeep.v1.Effect.EFFECT_DENY_VALUE -> Effect.DENY;
      case io.quorumkeep.v1.Effect.EFFECT_UNSPECIFIED_VALUE -> throw Parse.unset("effect");
      default -> throw Parse.unknownEnum("effect", number);
    };
  }

  private static io.quorumkeep.v1.Effect effect(Effect effect) {
    return switch (effect) {
      case ALLOW -> io.quorumkeep.v1.Effect.EFFECT_ALLOW;
      case DENY -> io.quorumkeep.v1.Effect.EFFECT_DENY;
    };
  }
}
