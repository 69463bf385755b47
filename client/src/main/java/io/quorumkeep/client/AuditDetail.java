// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client;

/** What else an audited operation said: one name and its value. */
public record AuditDetail(String name, String value) {}
