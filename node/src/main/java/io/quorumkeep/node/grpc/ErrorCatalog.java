// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.grpc.Status;
import io.quorumkeep.node.application.Failure;
import io.quorumkeep.node.domain.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Every error that a client can meet: the name is {@code ErrorInfo.reason}, which programs branch
 * on. Released names keep their meaning and their code. docs/errors.md is made from this.
 */
enum ErrorCatalog {
  PERMISSION_DENIED(
      Status.Code.PERMISSION_DENIED,
      "No grant allows the operation on this resource, or one denies it. Decided before the"
          + " resource is looked at, so it says nothing about whether that exists.",
      "Ask an administrator for a grant. Do not retry."),
  KEY_NOT_FOUND(
      Status.Code.NOT_FOUND, "No key has this name.", "Check the name, or create the key."),
  KEY_ALREADY_EXISTS(
      Status.Code.ALREADY_EXISTS,
      "A key has this name, or had it once: names are never used again.",
      "Choose another name, or use the key that is there."),
  KEY_VERSION_NOT_FOUND(
      Status.Code.NOT_FOUND, "The key has no version of this number.", "Check the number."),
  KEY_STATE_FORBIDS(
      Status.Code.FAILED_PRECONDITION,
      "The key or the version is in a state that does not allow the operation.",
      "Look at the state with GetKey; activate or reactivate it, or use another version."),
  ETAG_MISMATCH(
      Status.Code.ABORTED,
      "The key was changed since the etag in the request was read.",
      "Read the key again, and decide again."),
  OUTSIDE_CRYPTOPERIOD(
      Status.Code.FAILED_PRECONDITION,
      "The cluster's time is before the activation of the version, or past the end of the period in"
          + " which it may be used.",
      "Rotate the key, and use the new version."),
  GRANT_NOT_FOUND(
      Status.Code.NOT_FOUND, "No grant has this name.", "Check the name with ListGrants."),
  GRANT_ALREADY_EXISTS(
      Status.Code.ALREADY_EXISTS,
      "A grant has this name.",
      "Choose another name, or revoke the grant that is there."),
  TOO_MANY_GRANTS(
      Status.Code.FAILED_PRECONDITION,
      "The cluster holds as many grants as it may.",
      "Revoke grants, or use patterns for principals and resources."),
  TOO_MANY_VERSIONS(
      Status.Code.FAILED_PRECONDITION,
      "The key has as many versions as it may.",
      "Create a key to succeed it."),
  REQUEST_ID_REUSED(
      Status.Code.ABORTED,
      "The request_id was used within 24 hours for a request that asked for something else.",
      "Make a new request_id for each request, and repeat it only with the same request."),
  ALREADY_BOOTSTRAPPED(
      Status.Code.FAILED_PRECONDITION,
      "The cluster has its first administrator.",
      "Ask an administrator for a grant."),
  VERSION_TAKEN(
      Status.Code.ABORTED,
      "Another rotation took the number that the new version was to have. The node tries again by"
          + " itself, so no caller should see this.",
      "Retry under the same request_id."),
  KEY_NOT_DELETABLE(
      Status.Code.FAILED_PRECONDITION,
      "The key is marked as not deletable.",
      "Set deletable with UpdateKey, if it is to go."),
  KEY_NOT_EXPORTABLE(
      Status.Code.FAILED_PRECONDITION,
      "The key is marked as not exportable: its material does not leave the cluster.",
      "Set exportable with UpdateKey, or use another key."),
  CURRENT_VERSION(
      Status.Code.FAILED_PRECONDITION,
      "The version is the current one of its key, and is destroyed only together with it.",
      "Rotate the key first, or destroy the key."),
  DESTRUCTION_SCHEDULED(
      Status.Code.FAILED_PRECONDITION,
      "The key or the version is to be destroyed, and is not used meanwhile.",
      "Cancel the destruction if it is still needed."),
  DESTRUCTION_NOT_SCHEDULED(
      Status.Code.FAILED_PRECONDITION,
      "No destruction of the key or the version is planned.",
      "Nothing is to be cancelled."),
  USAGE_BUDGET_EXHAUSTED(
      Status.Code.RESOURCE_EXHAUSTED,
      "The current version has protected as much as it may.",
      "Rotate the key; a rotation policy does so in time."),
  NOT_DUE(
      Status.Code.FAILED_PRECONDITION,
      "Something that a node does by itself is not due. No caller should see this.",
      "Report it."),
  APPROVAL_REQUIRED(
      Status.Code.FAILED_PRECONDITION,
      "The operation needs the approval of others, and the request names no proposal.",
      "Create a proposal, let others approve of it, and send the request with its name."),
  APPROVALS_MISSING(
      Status.Code.FAILED_PRECONDITION,
      "The proposal has fewer approvals than the policy asks for. The message says how many of how"
          + " many. Approvals of those who may no longer approve do not count.",
      "Wait for more approvals; the proposal stays as it is."),
  PROPOSAL_MISMATCH(
      Status.Code.FAILED_PRECONDITION,
      "The proposal is for another operation, resource, version or content, or it was made by"
          + " another principal: only the proposer carries it out.",
      "Send exactly what was proposed, or create another proposal."),
  PROPOSAL_NOT_FOUND(
      Status.Code.NOT_FOUND, "No proposal has this name.", "Check the name with ListProposals."),
  PROPOSAL_ALREADY_EXISTS(
      Status.Code.ALREADY_EXISTS,
      "A proposal has this name, or had it once: names are never used again.",
      "Choose another name."),
  PROPOSAL_EXPIRED(
      Status.Code.FAILED_PRECONDITION,
      "The proposal's time is over. It can be neither approved of nor carried out.",
      "Create another proposal."),
  PROPOSAL_CLOSED(
      Status.Code.FAILED_PRECONDITION,
      "The proposal was withdrawn or carried out already, or has as many approvals as it can hold.",
      "Look at it with GetProposal; create another one if the operation is wanted again."),
  TOO_MANY_PROPOSALS(
      Status.Code.FAILED_PRECONDITION,
      "As many proposals are open as may be in a cluster.",
      "Withdraw or carry out proposals, or wait until some expire."),
  SELF_APPROVAL(
      Status.Code.FAILED_PRECONDITION,
      "The proposer cannot approve of the proposal.",
      "Ask another principal."),
  ALREADY_APPROVED(
      Status.Code.FAILED_PRECONDITION,
      "This principal approved of the proposal before.",
      "Nothing, or ask another principal if more approvals are needed."),
  ALGORITHM_FORBIDDEN(
      Status.Code.FAILED_PRECONDITION,
      "The policy of the namespace does not allow new keys of this algorithm.",
      "Choose another algorithm; GetNamespacePolicy names them."),
  STRENGTH_TOO_LOW(
      Status.Code.FAILED_PRECONDITION,
      "The algorithm has fewer bits of security (NIST SP 800-57 Part 1 Rev. 5, section 5.6.1) than"
          + " the policy of the namespace asks for.",
      "Choose a stronger algorithm."),
  ARCHIVE_IMAGE_REQUIRED(
      Status.Code.FAILED_PRECONDITION,
      "A version of the mirrored key has no image in the archive. The node makes it and tries again"
          + " by itself, so no caller should see this.",
      "Retry under the same request_id."),
  IMAGE_NOT_FOUND(
      Status.Code.NOT_FOUND,
      "The version has no image in the archive.",
      "Look with ListImages; a version that is not destroyed gets one by ArchiveKeyVersion."),
  RECOVERY_MISMATCH(
      Status.Code.FAILED_PRECONDITION,
      "The payload is not what was archived of this version: it is of another version, key or"
          + " cluster, or of an image that was replaced.",
      "Export the image that is on record, open that, and send what it holds, unchanged."),
  ERASURE_RUNNING(
      Status.Code.FAILED_PRECONDITION,
      "An erasure is under way; there is one at a time.",
      "Follow it with GetErasure, and begin another when it is complete."),
  EPOCH_STALE(
      Status.Code.ABORTED,
      "The epoch turned while material was wrapped. The node wraps new material again by itself; a"
          + " recovery, whose payload it does not keep, has to be asked for again.",
      "Retry under the same request_id."),
  ERASURE_STEP_REFUSED(
      Status.Code.FAILED_PRECONDITION,
      "A step of an erasure was asked for that is past, or not yet to be taken. Only nodes ask for"
          + " steps, so no caller should see this.",
      "Nothing."),

  NO_LEADER(
      Status.Code.UNAVAILABLE,
      Duration.ofMillis(100),
      "No leader took the request in time. It had no effect and will have none.",
      "Retry, at another node if there is one."),
  OVERLOADED(
      Status.Code.RESOURCE_EXHAUSTED,
      Duration.ofMillis(100),
      "The node has as much in hand as it may. The request had no effect.",
      "Retry after the pause in RetryInfo, with fewer calls at a time."),
  AUDIT_OUTBOX_FULL(
      Status.Code.UNAVAILABLE,
      Duration.ofSeconds(1),
      "As many audit records wait for the audit topic as may. Nothing is released until it takes"
          + " them.",
      "Retry later. Operators: see to the topic."),
  SEALED(
      Status.Code.UNAVAILABLE,
      Duration.ofSeconds(1),
      "The node holds no epoch secret yet, so it can neither open nor wrap key material.",
      "Retry, at another node if there is one. Operators: unseal the node."),
  SHUTTING_DOWN(
      Status.Code.UNAVAILABLE,
      Duration.ofMillis(100),
      "The node is stopping. The request had no effect.",
      "Retry at another node."),
  OUTCOME_UNKNOWN(
      Status.Code.UNAVAILABLE,
      Duration.ofMillis(100),
      "The request may take effect or not. The metadata says outcome=UNKNOWN.",
      "Retry under the same request_id: that has no second effect and tells the outcome."),
  TOO_MUCH_CONTENTION(
      Status.Code.ABORTED,
      Duration.ofMillis(100),
      "Other rotations of the key came first, again and again. The request had no effect.",
      "Retry after the pause in RetryInfo."),
  MATERIAL_UNREADABLE(
      Status.Code.INTERNAL,
      "The release was decided and recorded, but this node's copy of the material does not open;"
          + " nothing was released.",
      "Retry at another node. Operators: the log of the node names the key; check its disk and its"
          + " epoch secrets."),
  ARCHIVE_NOT_CONFIGURED(
      Status.Code.FAILED_PRECONDITION,
      "The version needs an image in the archive, and this node has no recovery recipient to seal"
          + " it to. Nothing was changed.",
      "Operators: set archive.recipients on every node (docs/archive.md), then retry under another"
          + " request_id."),

  INVALID_ARGUMENT(
      Status.Code.INVALID_ARGUMENT,
      "A field is missing, malformed or out of its range. BadRequest names it.",
      "Correct the request. Do not retry."),
  INVALID_NAME(
      Status.Code.INVALID_ARGUMENT,
      "A field that names a resource, a principal or a pattern does not have the form it must have."
          + " BadRequest names it.",
      "Correct the name. Do not retry."),
  INVALID_REQUEST_ID(
      Status.Code.INVALID_ARGUMENT,
      "The request_id is no UUID of 36 characters.",
      "Send a UUID, or nothing: then the node makes one up, and a retry is a second request."),
  INVALID_PAGE_TOKEN(
      Status.Code.INVALID_ARGUMENT,
      "The page_token did not come from this list.",
      "Send the next_page_token of the page before, with all else as it was; or begin anew."),
  UNKNOWN_ENUM_VALUE(
      Status.Code.INVALID_ARGUMENT,
      "A field has a number that this version of the server does not know. BadRequest names it.",
      "Correct the request, or upgrade the cluster first."),
  TOO_MANY_ITEMS(
      Status.Code.INVALID_ARGUMENT,
      "The request holds more items than one may.",
      "Split it, or use StreamRetrieveKeys."),
  MALFORMED_MESSAGE(
      Status.Code.INVALID_ARGUMENT,
      "What came is no message of this method, or there were none or too many of them.",
      "Use the published schema. Do not retry."),
  MESSAGE_TOO_LARGE(
      Status.Code.RESOURCE_EXHAUSTED,
      "A message is larger than the server takes.",
      "Split the request. Do not retry as it is."),
  INVALID_IDENTITY(
      Status.Code.UNAUTHENTICATED,
      "The client certificate names nobody: it must have exactly one URI name, a SPIFFE id of the"
          + " cluster's trust domain, and be one for clients.",
      "Use another certificate and connect again."),
  CANCELLED(Status.Code.CANCELLED, "The caller gave the call up.", "Nothing."),
  DEADLINE_EXCEEDED(
      Status.Code.DEADLINE_EXCEEDED,
      "The deadline had passed when the request was to be taken. Found by the client itself, it"
          + " says nothing about the outcome.",
      "Retry under the same request_id, with a later deadline."),
  UNIMPLEMENTED(
      Status.Code.UNIMPLEMENTED,
      "The server has no such method.",
      "Upgrade the cluster before its clients."),
  SERVICE_UNKNOWN(
      Status.Code.NOT_FOUND,
      "The health check names a service that is not here.",
      "Ask for the empty name, or for one of the services of quorumkeep.v1."),
  INTERNAL(
      Status.Code.INTERNAL,
      "Something failed that nobody foresaw. The error says no more on purpose; the node's log has"
          + " the details under the request id in RequestInfo. The outcome is unknown.",
      "Report it with the request id.");

  private final Status.Code code;
  private final @Nullable Duration retryAfter;
  private final String meaning;
  private final String action;

  ErrorCatalog(Status.Code code, String meaning, String action) {
    this(code, null, meaning, action);
  }

  ErrorCatalog(Status.Code code, @Nullable Duration retryAfter, String meaning, String action) {
    this.code = code;
    this.retryAfter = retryAfter;
    this.meaning = meaning;
    this.action = action;
  }

  /** The entry of a rejection; there is one of the same name for each. */
  static ErrorCatalog of(Reason reason) {
    return valueOf(reason.name());
  }

  /** The entry of a failure; there is one of the same name for each. */
  static ErrorCatalog of(Failure failure) {
    return valueOf(failure.name());
  }

  /** What to make of a status that gRPC itself came to. */
  static ErrorCatalog of(Status.Code code) {
    return switch (code) {
      case CANCELLED -> CANCELLED;
      case INVALID_ARGUMENT -> INVALID_ARGUMENT;
      case DEADLINE_EXCEEDED -> DEADLINE_EXCEEDED;
      case NOT_FOUND -> SERVICE_UNKNOWN;
      case UNIMPLEMENTED -> UNIMPLEMENTED;
      case UNAUTHENTICATED -> INVALID_IDENTITY;
      case RESOURCE_EXHAUSTED -> MESSAGE_TOO_LARGE;
      case OK,
          UNKNOWN,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS ->
          INTERNAL;
    };
  }

  Status.Code code() {
    return code;
  }

  /** When to try again, or null if that is of no use or not for the server to say. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  String meaning() {
    return meaning;
  }

  String action() {
    return action;
  }
}
