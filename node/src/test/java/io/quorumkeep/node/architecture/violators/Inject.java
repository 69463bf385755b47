// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.architecture.violators;

/** Stands for the annotation of an injector. */
public @interface Inject {}
