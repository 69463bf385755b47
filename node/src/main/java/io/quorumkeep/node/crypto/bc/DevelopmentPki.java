// SPDX-License-Identifier: Apache-2.0
package io.quorumkeep.node.crypto.bc;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.IPAddress;

/**
 * Makes the certificates of a cluster for trying it out: EC P-256, signed with ECDSA and SHA-256.
 *
 * <p>There are two authorities. The cluster CA certifies the peer plane alone. The client CA
 * certifies clients, and the servers they talk to; the extended key usage keeps the two apart, so a
 * client cannot pose as a server. Production brings certificates of its own; nothing in the server
 * depends on this class.
 */
public final class DevelopmentPki {
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 159;

  private final Clock clock;
  private final SecureRandom random;
  private final Duration authorityValidity;
  private final Duration leafValidity;

  /**
   * Makes certificates that are valid from now, less five minutes for clocks that disagree.
   *
   * @param authorityValidity how long an authority is valid
   * @param leafValidity how long a node's or client's certificate is valid
   */
  public DevelopmentPki(Clock clock, Duration authorityValidity, Duration leafValidity) {
    this.clock = clock;
    this.random = new SecureRandom();
    this.authorityValidity = authorityValidity;
    this.leafValidity = leafValidity;
  }

  /** A new authority that certifies leaves only and signs itself. */
  public CertifiedKey authority(String trustDomain, String commonName) {
    KeyPair keys = newKeys();
    X500Name name = name(trustDomain, commonName);
    try {
      JcaX509v3CertificateBuilder builder = builder(name, name, keys, authorityValidity);
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(keys.getPublic()));
      return sign(builder, keys, keys);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new PkiException("cannot make the authority " + commonName, e);
    }
  }

  /** A recovery recipient of the archive: it certifies nothing and agrees on keys only. */
  public CertifiedKey recovery(String trustDomain) {
    KeyPair keys = newKeys();
    X500Name name = name(trustDomain, "Quorumkeep recovery");
    try {
      JcaX509v3CertificateBuilder builder = builder(name, name, keys, authorityValidity);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyAgreement));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
      return sign(builder, keys, keys);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new PkiException("cannot make a recovery certificate", e);
    }
  }

  /** A node's certificate for the peer plane, where it is both client and server. */
  public CertifiedKey peer(CertifiedKey clusterCa, NodeIdentity node) {
    List<GeneralName> names = hostNames(node);
    names.add(0, uri(node.spiffeId()));
    return leaf(
        clusterCa,
        name(node.trustDomain(), node.name()),
        names,
        KeyPurposeId.id_kp_serverAuth,
        KeyPurposeId.id_kp_clientAuth);
  }

  /** A node's certificate for the client plane, where it is a server only. */
  public CertifiedKey server(CertifiedKey clientCa, NodeIdentity node) {
    return leaf(
        clientCa,
        name(node.trustDomain(), node.name()),
        hostNames(node),
        KeyPurposeId.id_kp_serverAuth);
  }

  /** A client's certificate: one URI and nothing else. */
  public CertifiedKey client(CertifiedKey clientCa, ClientIdentity client) {
    String path = client.path();
    String last = path.substring(path.lastIndexOf('/') + 1);
    return leaf(
        clientCa,
        name(client.trustDomain(), last.substring(0, Math.min(64, last.length()))),
        List.of(uri(client.spiffeId())),
        KeyPurposeId.id_kp_clientAuth);
  }

  private CertifiedKey leaf(
      CertifiedKey authority, X500Name subject, List<GeneralName> names, KeyPurposeId... purposes) {
    KeyPair keys = newKeys();
    X509Certificate issuer = authority.certificate();
    try {
      X500Name issuerName = new JcaX509CertificateHolder(issuer).getSubject();
      JcaX509v3CertificateBuilder builder = builder(issuerName, subject, keys, leafValidity);
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(names.toArray(GeneralName[]::new)));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(keys.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuer.getPublicKey()));
      return sign(builder, new KeyPair(issuer.getPublicKey(), authority.privateKey()), keys);
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new PkiException("cannot make a certificate for " + subject, e);
    }
  }

  private JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, Duration validity) {
    Instant now = clock.instant();
    BigInteger serial = new BigInteger(SERIAL_BITS, random).max(BigInteger.ONE);
    return new JcaX509v3CertificateBuilder(
        issuer,
        serial,
        Date.from(now.minus(CLOCK_SKEW)),
        Date.from(now.plus(validity)),
        subject,
        keys.getPublic());
  }

  private static CertifiedKey sign(
      JcaX509v3CertificateBuilder builder, KeyPair issuer, KeyPair subject)
      throws GeneralSecurityException, OperatorCreationException {
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate())));
    certificate.verify(issuer.getPublic());
    return new CertifiedKey(certificate, subject.getPrivate());
  }

  private KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new PkiException("this JDK has no EC keys on P-256", e);
    }
  }

  private static List<GeneralName> hostNames(NodeIdentity node) {
    List<GeneralName> names = new ArrayList<>();
    names.add(new GeneralName(GeneralName.dNSName, "localhost"));
    names.add(new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    for (String host : node.hosts()) {
      GeneralName name =
          new GeneralName(
              IPAddress.isValid(host) ? GeneralName.iPAddress : GeneralName.dNSName, host);
      if (!names.contains(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static GeneralName uri(String uri) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, uri);
  }

  private static X500Name name(String organisation, String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.O, organisation)
        .addRDN(BCStyle.CN, commonName)
        .build();
  }
}
