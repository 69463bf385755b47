// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * A private key under a random secret of 32 bytes, which is shared by Shamir's scheme over GF(2^8):
 * {@code threshold} shares give it, one fewer tell nothing of it.
 *
 * <p>The sealed key is a nonce of 12 bytes and AES-256-GCM of the PKCS#8 encoding, with set id,
 * threshold and number of shares as associated data. So a wrong share is noticed and not taken for
 * another key.
 */
final class SharedKey {
  private static final int MAX_SHARES = 255;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private SharedKey() {}

  static List<RecoveryShare> split(PrivateKey key, int shares, int threshold) {
    if (threshold < 2 || threshold > shares || shares > MAX_SHARES) {
      throw new RecoveryException(
          "it takes 2 to 255 shares, and a threshold from 2 to the number of shares");
    }
    SecureRandom random = new SecureRandom();
    byte[] secret = {};
    byte[] encoded = key.getEncoded();
    try {
      ShamirSplitSecret split =
          ShamirSecretSplitter.getInstance(
                  ShamirSecretSplitter.Algorithm.AES, RecoveryShare.VALUE_BYTES, random)
              .split(threshold, shares);
      secret = split.getSecret();
      byte[] setId = new byte[RecoveryShare.SET_ID_BYTES];
      random.nextBytes(setId);
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, secret, nonce, associatedData(setId, threshold, shares))
              .doFinal(encoded);
      byte[] sealedKey =
          ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
      ShamirSplitSecretShare[] values = split.getSecretShares();
      List<RecoveryShare> out = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        out.add(
            new RecoveryShare(setId, threshold, shares, i + 1, values[i].getEncoded(), sealedKey));
      }
      requireThatTheyJoin(out.subList(shares - threshold, shares), encoded);
      return out;
    } catch (IOException | GeneralSecurityException e) {
      throw new RecoveryException("the recovery key cannot be split here", e);
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(encoded, (byte) 0);
    }
  }

  /** Shares that do not give the key are noticed while there still is one. */
  private static void requireThatTheyJoin(List<RecoveryShare> shares, byte[] encoded) {
    byte[] joined = join(shares);
    try {
      if (!MessageDigest.isEqual(joined, encoded)) {
        throw new RecoveryException("the shares made do not give the key back; none is to be used");
      }
    } finally {
      Arrays.fill(joined, (byte) 0);
    }
  }

  /**
   * The PKCS#8 encoding of the key, which the caller wipes.
   *
   * @throws RecoveryException if the shares are too few, of several keys, or changed
   */
  static byte[] join(List<RecoveryShare> given) {
    TreeMap<Integer, RecoveryShare> byIndex = new TreeMap<>();
    RecoveryShare first = given.get(0);
    for (RecoveryShare share : given) {
      if (!share.isOfOneSetWith(first)) {
        throw new RecoveryException("the shares are not all of one key");
      }
      byIndex.put(share.index(), share);
    }
    if (byIndex.size() < first.threshold()) {
      throw new RecoveryException(
          "it takes "
              + first.threshold()
              + " different shares of this key; given were "
              + byIndex.size());
    }
    List<RecoveryShare> enough = byIndex.values().stream().limit(first.threshold()).toList();
    byte[] secret = secret(enough);
    try {
      return open(first, secret);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** What the shares add up to: the secret, if they are enough and true. */
  static byte[] secret(List<RecoveryShare> shares) {
    ShamirSplitSecretShare[] values =
        shares.stream()
            .map(share -> new ShamirSplitSecretShare(share.value(), share.index()))
            .toArray(ShamirSplitSecretShare[]::new);
    try {
      return ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, values).getSecret();
    } catch (IOException e) {
      throw new RecoveryException("the shares cannot be joined", e);
    }
  }

  static byte[] open(RecoveryShare share, byte[] secret) {
    byte[] sealedKey = share.sealedKey();
    if (sealedKey.length <= NONCE_BYTES) {
      throw new RecoveryException("the shares hold no key");
    }
    try {
      return cipher(
              Cipher.DECRYPT_MODE,
              secret,
              Arrays.copyOf(sealedKey, NONCE_BYTES),
              associatedData(share.setId(), share.threshold(), share.shares()))
          .doFinal(sealedKey, NONCE_BYTES, sealedKey.length - NONCE_BYTES);
    } catch (AEADBadTagException e) {
      throw new RecoveryException("the shares do not open the recovery key: one was changed", e);
    } catch (GeneralSecurityException e) {
      throw new RecoveryException("the shares cannot be opened here", e);
    }
  }

  private static Cipher cipher(int mode, byte[] secret, byte[] nonce, byte[] associatedData)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(secret, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(associatedData);
    return cipher;
  }

  private static byte[] associatedData(byte[] setId, int threshold, int shares) {
    return ByteBuffer.allocate(setId.length + 2)
        .put(setId)
        .put((byte) threshold)
        .put((byte) shares)
        .array();
  }
}
