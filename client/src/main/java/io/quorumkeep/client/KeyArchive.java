// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

import io.quorumkeep.client.internal.ArchiveCalls;
import io.quorumkeep.client.internal.Handover;
import java.util.stream.Stream;

/**
 * The archive of a cluster: encrypted images of key versions, which only recovery keys open that
 * the cluster does not hold. All methods throw {@link QuorumkeepException}.
 */
public final class KeyArchive {
  private final ArchiveCalls calls;

  KeyArchive(ArchiveCalls calls) {
    this.calls = calls;
  }

  /**
   * A page of the images of a key, or of {@code namespaces/{namespace}}, by key and version.
   *
   * @param pageSize at most 1,000; 0 for the default of 50
   * @param pageToken of the page before, or empty for the first
   */
  public Page<ArchiveImage> list(String parent, int pageSize, String pageToken) {
    return Handover.await(calls.list(parent, pageSize, pageToken));
  }

  /** All of them, fetched page by page as they are consumed. */
  public Stream<ArchiveImage> list(String parent) {
    return Paging.all(token -> list(parent, Paging.SIZE, token));
  }

  /**
   * Exports the image of a version.
   *
   * @param proposal {@code proposals/{proposal}}, approved, where the cluster asks for one; else
   *     empty
   */
  public ExportedImage export(String version, String proposal) {
    return Handover.await(calls.export(version, proposal));
  }

  /** Has a node check the image of a version. */
  public ImageVerification verify(String version) {
    return Handover.await(calls.verify(version));
  }

  /** Makes the image of a version, or makes it anew for the recipients that are configured now. */
  public ArchiveImage create(String version) {
    return Handover.await(calls.create(version));
  }

  /**
   * Brings a destroyed version back: DEACTIVATED, or COMPROMISED if it ever was.
   *
   * @param payload what its image holds, decrypted; borrowed until this returns, and wiped by the
   *     caller
   * @param proposal {@code proposals/{proposal}}, approved, where the cluster asks for one; else
   *     empty
   * @param reason why, for the record; at most 256 characters
   * @throws QuorumkeepException with reason {@code RECOVERY_MISMATCH} if the payload is not what
   *     was archived of this version
   */
  public Key recover(String version, byte[] payload, String proposal, String reason) {
    return Handover.await(calls.recover(version, payload, proposal, reason));
  }

  /**
   * Removes the image of a destroyed version: nothing brings that back any more.
   *
   * @param proposal {@code proposals/{proposal}}, approved, where the cluster asks for one; else
   *     empty
   * @param reason why, for the record; at most 256 characters
   */
  public Key delete(String version, String proposal, String reason) {
    return Handover.await(calls.delete(version, proposal, reason));
  }
}
