// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.client.recovery;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import org.bouncycastle.asn1.x509.KeyUsage;

/** Kinds of recovery keys that nodes seal images to. */
public enum RecoveryKeyType {
  EC_P256("secp256r1", "SHA256withECDSA"),
  EC_P384("secp384r1", "SHA384withECDSA"),
  EC_P521("secp521r1", "SHA512withECDSA"),
  RSA_3072(3072),
  RSA_4096(4096);

  private final String curve;
  private final int bits;
  private final String signature;

  RecoveryKeyType(String curve, String signature) {
    this.curve = curve;
    this.bits = 0;
    this.signature = signature;
  }

  RecoveryKeyType(int bits) {
    this.curve = "";
    this.bits = bits;
    this.signature = "SHA384withRSA";
  }

  KeyPair generate(Provider provider) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(isRsa() ? "RSA" : "EC", provider);
    generator.initialize(
        isRsa()
            ? new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4)
            : new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  /** With which the certificate signs itself. */
  String signature() {
    return signature;
  }

  int keyUsage() {
    return isRsa() ? KeyUsage.keyEncipherment : KeyUsage.keyAgreement;
  }

  private boolean isRsa() {
    return bits > 0;
  }
}
