// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.application;

import io.quorumkeep.node.domain.KeyVersionName;
import io.quorumkeep.node.domain.key.KeyImage;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes the images that versions of mirrored keys need when their time is over: a port. */
public interface DueImages {
  /** Makes none, so that such versions wait for an image from elsewhere. */
  DueImages NONE = name -> CompletableFuture.completedFuture(null);

  /**
   * The image of a version that is there and lacks one, or null if none can be made for the time
   * being; then it is asked for again.
   */
  CompletableFuture<@Nullable KeyImage> of(KeyVersionName name);
}
