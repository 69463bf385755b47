// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.grpc;

import io.quorumkeep.node.application.KeySearch;
import io.quorumkeep.v1.ListKeysRequest;
import io.quorumkeep.v1.ListKeysResponse;

/**
 * A page of keys, as a request asks for it.
 *
 * @param list the name of the list in tokens: with the filter and the order, so that a token is of
 *     use with them only
 */
record KeyLists(String list, KeySearch search, int size) {
  /**
   * Reads a request.
   *
   * @throws RefusedException if a field is not as it must be
   */
  static KeyLists of(ListKeysRequest request) {
    String namespace = Parse.namespace(request.getParent());
    String filter = request.getFilter();
    boolean descending = Parse.isDescending(request.getOrderBy());
    String list = "keys." + namespace;
    if (descending || !filter.isBlank()) {
      long asked =
          RequestHash.of("ListKeys").text(filter.strip()).number(descending ? 1 : 0).finish();
      list = PageToken.listOf(list, asked);
    }
    KeySearch search =
        new KeySearch(
            namespace,
            Parse.filter(filter, namespace),
            descending,
            PageToken.read(list, request.getPageToken()));
    return new KeyLists(list, search, Parse.pageSize(request.getPageSize()));
  }

  ListKeysResponse response(KeySearch.Found found) {
    Page<io.quorumkeep.v1.Key> page = Page.of(found.keys(), size, KeyMessages::key);
    ListKeysResponse.Builder response = ListKeysResponse.newBuilder().addAllKeys(page.messages());
    String after =
        page.more()
            ? found.keys().get(page.messages().size() - 1).name().key()
            : found.resumeAfter();
    if (!after.isEmpty()) {
      response.setNextPageToken(PageToken.of(list, after));
    }
    return response.build();
  }
}
