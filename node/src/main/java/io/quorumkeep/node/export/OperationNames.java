// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.export;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that an operation has outside. They follow from its name in the record alone, so that a
 * record written by a later version comes out the same in an earlier one. One thread uses it.
 */
final class OperationNames {
  /** Far more than there are operations; a limit, should a log hold nonsense. */
  private static final int MAX_REMEMBERED = 256;

  private final Map<String, Names> known = new TreeMap<>();

  Names of(String operation) {
    Names names = known.get(operation);
    if (names == null) {
      names = names(operation);
      if (known.size() < MAX_REMEMBERED) {
        known.put(operation, names);
      }
    }
    return names;
  }

  private static Names names(String operation) {
    int underscore = operation.indexOf('_');
    Activity activity =
        switch (underscore < 0 ? operation : operation.substring(0, underscore)) {
          case "CREATE", "ARCHIVE" -> Activity.CREATE;
          case "GET", "LIST", "READ", "RETRIEVE", "EXPORT" -> Activity.READ;
          case "ACTIVATE", "ROTATE", "SUSPEND", "REACTIVATE", "REVOKE", "UPDATE", "RECOVER" ->
              Activity.UPDATE;
          case "DESTROY", "DELETE" -> Activity.DELETE;
          default -> Activity.OTHER;
        };
    StringBuilder camel = new StringBuilder(operation.length());
    for (String word : operation.split("_", -1)) {
      if (!word.isEmpty()) {
        camel.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
      }
    }
    return new Names(operation.toLowerCase(Locale.ROOT), camel.toString(), activity);
  }

  /** What OCSF calls the four kinds of use of an API, and the rest. */
  enum Activity {
    CREATE(1, "Create"),
    READ(2, "Read"),
    UPDATE(3, "Update"),
    DELETE(4, "Delete"),
    OTHER(99, "");

    private final int id;
    private final String caption;

    Activity(int id, String caption) {
      this.id = id;
      this.caption = caption;
    }

    int id() {
      return id;
    }
  }

  /** The names of one operation, as {@code retrieve_key} and {@code RetrieveKey}. */
  record Names(String lowerCase, String camelCase, Activity activity) {
    String activityName() {
      return activity == Activity.OTHER ? camelCase : activity.caption;
    }
  }
}
