// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.internal;

import io.quorumkeep.client.Grant;
import io.quorumkeep.client.GrantEffect;
import io.quorumkeep.client.GrantSpec;
import io.quorumkeep.client.Page;
import io.quorumkeep.client.Permission;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.Effect;
import io.quorumkeep.v1.GrantServiceGrpc;
import io.quorumkeep.v1.ListGrantsRequest;
import io.quorumkeep.v1.RevokeGrantRequest;
import java.util.concurrent.CompletableFuture;

/** Calls {@code quorumkeep.v1.GrantService}. */
public final class GrantCalls {
  private static final String PERMISSION_PREFIX = "PERMISSION_";

  private final Connection connection;
  private final CallContext context;

  /** Calls over {@code connection} as {@code context} says. */
  public GrantCalls(Connection connection, CallContext context) {
    this.connection = connection;
    this.context = context;
  }

  /** Creates {@code grants/{grantId}}. */
  public CompletableFuture<Grant> create(String grantId, GrantSpec spec) {
    String id = context.newRequestId();
    CreateGrantRequest request =
        CreateGrantRequest.newBuilder()
            .setGrantId(grantId)
            .setPrincipal(spec.principal())
            .setResource(spec.resource())
            .addAllPermissions(spec.permissions().stream().map(GrantCalls::permission).toList())
            .setEffect(effect(spec.effect()))
            .setRequestId(id)
            .build();
    return connection.call(
        GrantServiceGrpc.getCreateGrantMethod(),
        request,
        id,
        context.adminLimits(),
        response -> grant(response.getGrant()));
  }

  /** Takes a grant back, as a proposal says if one is named. */
  public CompletableFuture<Grant> revoke(String name, String proposal) {
    String id = context.newRequestId();
    return connection.call(
        GrantServiceGrpc.getRevokeGrantMethod(),
        RevokeGrantRequest.newBuilder()
            .setName(name)
            .setProposal(proposal)
            .setRequestId(id)
            .build(),
        id,
        context.adminLimits(),
        response -> grant(response.getGrant()));
  }

  /** Reads a page of the grants. */
  public CompletableFuture<Page<Grant>> list(int pageSize, String pageToken) {
    return connection.call(
        GrantServiceGrpc.getListGrantsMethod(),
        ListGrantsRequest.newBuilder().setPageSize(pageSize).setPageToken(pageToken).build(),
        "",
        context.adminLimits(),
        response ->
            new Page<>(
                response.getGrantsList().stream().map(GrantCalls::grant).toList(),
                Pages.token(response.getNextPageToken())));
  }

  /** A grant that is not made, only asked about. */
  static io.quorumkeep.v1.Grant grant(GrantSpec spec) {
    return io.quorumkeep.v1.Grant.newBuilder()
        .setPrincipal(spec.principal())
        .setResource(spec.resource())
        .addAllPermissions(spec.permissions().stream().map(GrantCalls::permission).toList())
        .setEffect(effect(spec.effect()))
        .build();
  }

  static Grant grant(io.quorumkeep.v1.Grant grant) {
    return new Grant(
        grant.getName(),
        grant.getPrincipal(),
        grant.getResource(),
        grant.getPermissionsList().stream().map(GrantCalls::permission).toList(),
        effect(grant.getEffect()),
        Times.instant(grant.getCreateTime()),
        grant.getCreator());
  }

  static io.quorumkeep.v1.Permission permission(Permission permission) {
    return io.quorumkeep.v1.Permission.valueOf(PERMISSION_PREFIX + permission.name());
  }

  /**
   * By name, so that the two lists cannot be confused; an unknown number has no name to look up.
   */
  private static Permission permission(io.quorumkeep.v1.Permission permission) {
    return switch (permission) {
      case PERMISSION_UNSPECIFIED, UNRECOGNIZED -> Permission.UNKNOWN;
      default -> Permission.valueOf(permission.name().substring(PERMISSION_PREFIX.length()));
    };
  }

  private static Effect effect(GrantEffect effect) {
    return switch (effect) {
      case ALLOW -> Effect.EFFECT_ALLOW;
      case DENY -> Effect.EFFECT_DENY;
      case UNKNOWN -> throw new IllegalArgumentException("a grant allows or denies");
    };
  }

  private static GrantEffect effect(Effect effect) {
    return switch (effect) {
      case EFFECT_ALLOW -> GrantEffect.ALLOW;
      case EFFECT_DENY -> GrantEffect.DENY;
      case EFFECT_UNSPECIFIED, UNRECOGNIZED -> GrantEffect.UNKNOWN;
    };
  }
}
