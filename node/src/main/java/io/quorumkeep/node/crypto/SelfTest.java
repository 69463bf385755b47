// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Known answers for every primitive that guards a key, to be checked before the node serves: a JDK
 * or an intrinsic that computes something else must not touch material.
 */
public final class SelfTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int RANDOM_BYTES = 32;

  private SelfTest() {}

  /**
   * Runs all checks, in about a millisecond.
   *
   * @throws CryptoException naming the primitive that failed
   */
  public static void run(Entropy entropy) {
    try {
      checkSha256();
      checkHmac();
    } catch (GeneralSecurityException e) {
      throw new CryptoException("self-test: a primitive is missing", e);
    }
    checkDerivation();
    checkGcm();
    checkEntropy(entropy);
  }

  /** FIPS 180-4, the one-block example. */
  private static void checkSha256() throws GeneralSecurityException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest("abc".getBytes(StandardCharsets.US_ASCII));
    expect("SHA-256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest);
  }

  /** RFC 4231, test case 2. */
  private static void checkHmac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", "SunJCE");
    mac.init(new SecretKeySpec("Jefe".getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
    expect(
        "HMAC-SHA256",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        mac.doFinal("what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII)));
  }

  /** NIST CAVP, KDFCTR_gen: HMAC_SHA256, BEFORE_FIXED, 32 bits, L = 128, count 0. */
  private static void checkDerivation() {
    expect(
        "SP 800-108 counter KDF",
        "10621342bfb0fd40046c0e29f2cfdbf0",
        CounterKdf.expand(
            HEX.parseHex("dd1d91b7d90b2bd3138533ce92b272fbf8a369316aefe242e659cc0ae238afe0"),
            HEX.parseHex(
                "01322b96b30acd197979444e468e1c5c6859bf1b1cf951b7e725303e237e46b8"
                    + "64a145fab25e517b08f8683d0315bb2911d80a0e8aba17f3b413faac"),
            16));
  }

  /** McGrew and Viega, "The Galois/Counter Mode of Operation", test case 16; and a wrong tag. */
  private static void checkGcm() {
    byte[] key = HEX.parseHex("feffe9928665731c6d6a8f9467308308".repeat(2));
    byte[] nonce = HEX.parseHex("cafebabefacedbaddecaf888");
    byte[] associatedData = HEX.parseHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    byte[] plaintext =
        HEX.parseHex(
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    byte[] sealed = AesGcm.seal(key, nonce, associatedData, plaintext);
    expect(
        "AES-256-GCM",
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
            + "76fc6ece0f4e1768cddf8853bb2d551b",
        sealed);
    if (!Arrays.equals(plaintext, AesGcm.open(key, nonce, associatedData, sealed, 0))) {
      throw new CryptoException("self-test: AES-256-GCM does not open what it sealed");
    }
    sealed[sealed.length - 1] ^= 1;
    if (opens(key, nonce, associatedData, sealed)) {
      throw new CryptoException("self-test: AES-256-GCM accepts a wrong tag");
    }
  }

  private static boolean opens(byte[] key, byte[] nonce, byte[] associatedData, byte[] sealed) {
    try {
      AesGcm.open(key, nonce, associatedData, sealed, 0);
      return true;
    } catch (UnwrapException e) {
      return false;
    }
  }

  /** A generator that is stuck repeats itself or leaves the array as it was. */
  private static void checkEntropy(Entropy entropy) {
    byte[] first = entropy.bytes(RANDOM_BYTES);
    byte[] second = entropy.bytes(RANDOM_BYTES);
    byte[] zeros = new byte[RANDOM_BYTES];
    if (Arrays.equals(first, second) || Arrays.equals(first, zeros)) {
      throw new CryptoException("self-test: the random generator is stuck");
    }
  }

  private static void expect(String primitive, String hex, byte[] actual) {
    if (!Arrays.equals(HEX.parseHex(hex), actual)) {
      throw new CryptoException("self-test: " + primitive + " gives a wrong answer");
    }
  }
}
