// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.history.HistoryQueries.Range;
import io.quorumkeep.node.application.history.Moment;
import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.Permission;
import io.quorumkeep.node.domain.RequestId;
import io.quorumkeep.node.domain.history.Access;
import io.quorumkeep.node.domain.policy.PolicyCommand;
import io.quorumkeep.v1.CheckAccessRequest;
import io.quorumkeep.v1.CreateGrantRequest;
import io.quorumkeep.v1.DryRunGrantRequest;
import io.quorumkeep.v1.Grant;
import java.util.List;

/**
 * Reads requests about the past. Each method throws {@link RefusedException}, naming the field, if
 * it is not as it must be.
 */
final class HistoryRequests {
  static final int MAX_EXAMPLES = 100;

  private HistoryRequests() {}

  static Moment moment(io.quorumkeep.v1.Moment moment) {
    return switch (moment.getAtCase()) {
      case TIME -> new Moment.AtTime(Parse.timestamp("at", moment.getTime()));
      case SEQUENCE -> {
        if (moment.getSequence() < 1) {
          throw RefusedException.ofField(
              ErrorCatalog.INVALID_ARGUMENT, "at", "audit records are numbered from 1");
        }
        yield new Moment.AtSequence(moment.getSequence());
      }
      case AT_NOT_SET -> throw Parse.unset("at");
    };
  }

  static KeyVersionName version(String name) {
    KeyVersionName version = Parse.keyVersionName(name);
    if (version.version() == 0) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_NAME, "name", "this needs a version: {name of a key}/versions/{n}");
    }
    return version;
  }

  static Access access(CheckAccessRequest request, KeyVersionName name) {
    Permission asked = permission(request.getPermissionValue(), name);
    boolean byNumber = asked == Permission.RETRIEVE_KEY_VERSION;
    if (byNumber != name.version() > 0 && (byNumber || asked == Permission.RETRIEVE_KEY)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "permission",
          "RETRIEVE_KEY is for the name of a key, RETRIEVE_KEY_VERSION for that of a version");
    }
    return new Access(
        Parse.principal("principal", request.getPrincipal()), asked, name.key().toString());
  }

  private static Permission permission(int number, KeyVersionName name) {
    if (number == io.quorumkeep.v1.Permission.PERMISSION_UNSPECIFIED_VALUE) {
      return name.version() == 0 ? Permission.RETRIEVE_KEY : Permission.RETRIEVE_KEY_VERSION;
    }
    return GrantMessages.permissions(List.of(number)).get(0);
  }

  /**
   * The change that is to be tried.
   *
   * @param id of the request: names a grant that has no name yet
   */
  static PolicyCommand change(DryRunGrantRequest request, RequestId id) {
    return switch (request.getChangeCase()) {
      case CREATE -> create(request.getCreate(), "dry-run-" + id);
      case REVOKE -> new PolicyCommand.Revoke(Parse.grantName(request.getRevoke()));
      case CHANGE_NOT_SET -> throw Parse.unset("change");
    };
  }

  private static PolicyCommand create(Grant grant, String otherwise) {
    String id = grant.getName().isEmpty() ? otherwise : Parse.grantName(grant.getName());
    return GrantMessages.create(
        CreateGrantRequest.newBuilder()
            .setGrantId(id)
            .setPrincipal(grant.getPrincipal())
            .setResource(grant.getResource())
            .addAllPermissionsValue(grant.getPermissionsValueList())
            .setEffectValue(grant.getEffectValue())
            .build());
  }

  static Range range(DryRunGrantRequest request) {
    long from = request.getFromSequence();
    long to = request.getToSequence();
    if (from < 0 || to < 0 || (to > 0 && from > to)) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          from < 0 ? "from_sequence" : "to_sequence",
          "a range of audit records begins at 1 and does not end before it begins");
    }
    return new Range(from, to);
  }

  static int examples(int asked) {
    if (asked < 0 || asked > MAX_EXAMPLES) {
      throw RefusedException.ofField(
          ErrorCatalog.INVALID_ARGUMENT,
          "max_examples",
          "there are from 0 to " + MAX_EXAMPLES + " examples on a page");
    }
    return asked;
  }

  /** Tells the change from others, in page tokens. */
  static long digest(DryRunGrantRequest request) {
    RequestHash hash = RequestHash.of("DryRunGrant");
    Grant grant = request.getCreate();
    hash.text(request.getRevoke())
        .text(grant.getName())
        .text(grant.getPrincipal())
        .text(grant.getResource())
        .number(grant.getEffectValue())
        .number(grant.getPermissionsCount());
    grant.getPermissionsValueList().forEach(hash::number);
    return hash.number(request.getFromSequence()).number(request.getToSequence()).finish();
  }
}
