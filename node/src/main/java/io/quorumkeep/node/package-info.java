/** Placeholder. */
@NullMarked
package io.quorumkeep.node;

import org.jspecify.annotations.NullMarked;
