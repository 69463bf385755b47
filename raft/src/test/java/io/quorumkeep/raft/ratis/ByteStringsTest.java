// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ByteStringsTest {
  @Test
  void givenOneArray_whenHandedOverAndBack_thenTheBytesAreSharedAndNotCopied() {
    byte[] array = {1, 2, 3, 4, 5};
    ByteString part = UnsafeByteOperations.unsafeWrap(array).substring(1, 4);

    ByteString back = ByteStrings.fromRatis(ByteStrings.toRatis(part));
    array[2] = 9;

    assertThat(back.toByteArray()).containsExactly(2, 9, 4);
  }

  @Test
  void givenBytesInPiecesOrOutsideTheHeap_whenHandedOverAndBack_thenTheyAreEqual() {
    ByteString rope =
        ByteString.copyFrom(new byte[2000]).concat(ByteString.copyFromUtf8("x".repeat(3000)));
    ByteBuffer buffer = ByteBuffer.allocateDirect(3).put(new byte[] {7, 8, 9}).flip();
    ByteString direct = UnsafeByteOperations.unsafeWrap(buffer);

    for (ByteString bytes : new ByteString[] {rope, direct, ByteString.EMPTY}) {
      assertThat(ByteStrings.fromRatis(ByteStrings.toRatis(bytes))).isEqualTo(bytes);
    }
  }
}
