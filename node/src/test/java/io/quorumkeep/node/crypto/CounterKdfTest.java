// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.KDFCounterBytesGenerator;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KDFCounterParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterKdfTest {
  private static final long SEED = 20260301L;

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 31, 32, 33, 64, 100})
  void givenRandomInputs_whenDerived_thenTheSameAsAnIndependentImplementation(int count) {
    System.getLogger(CounterKdfTest.class.getName())
        .log(System.Logger.Level.INFO, "seed {0}", SEED);
    Random random = new Random(SEED + count);
    byte[] key = new byte[32];
    byte[] label = new byte[random.nextInt(40)];
    byte[] context = new byte[random.nextInt(200)];
    random.nextBytes(key);
    random.nextBytes(label);
    random.nextBytes(context);

    byte[] derived = CounterKdf.derive(key, label, context, count);

    byte[] fixed =
        ByteBuffer.allocate(label.length + context.length + 5)
            .put(label)
            .put((byte) 0)
            .put(context)
            .putInt(count * 8)
            .array();
    assertThat(derived).isEqualTo(reference(key, fixed, count));
  }

  @Test
  void givenOneInput_whenDerivedTwice_thenTheSame() {
    byte[] key = {1, 2, 3};

    assertThat(CounterKdf.derive(key, new byte[] {1}, new byte[] {2}, 32))
        .isEqualTo(CounterKdf.derive(key, new byte[] {1}, new byte[] {2}, 32))
        .isNotEqualTo(CounterKdf.derive(key, new byte[] {2}, new byte[] {1}, 32));
  }

  private static byte[] reference(byte[] key, byte[] fixed, int count) {
    KDFCounterBytesGenerator generator = new KDFCounterBytesGenerator(new HMac(new SHA256Digest()));
    generator.init(new KDFCounterParameters(key, fixed, 32));
    byte[] expected = new byte[count];
    generator.generateBytes(expected, 0, count);
    return expected;
  }
}
