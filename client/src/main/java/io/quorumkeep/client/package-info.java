/** Placeholder. */
@NullMarked
package io.quorumkeep.client;

import org.jspecify.annotations.NullMarked;
