// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/**
 * A key and one of its versions: the one that was named, or the current one.
 *
 * @param key the key as a whole
 * @param version the version
 */
public record KeyDetails(Key key, KeyVersion version) {}
