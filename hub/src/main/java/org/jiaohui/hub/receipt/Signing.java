package org.jiaohui.hub.receipt;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;

/**
 * The two ways to sign. SM2 signs with the default user id 1234567812345678 (GB/T 35276), as Bouncy Castle does when none is given. Both refuse a signature
 * that is not in its one encoding, so no other bytes pass for the same signature.
 */
final class Signing {
    /** Not registered with the JVM: nothing else changes its provider. */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private Signing() {}

    static KeyPair newKeyPair(ReceiptAlgorithm algorithm) {
        try {
            return switch (algorithm) {
                case SM2_SM3 -> {
                    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
                    generator.initialize(new ECGenParameterSpec("sm2p256v1"));
                    yield generator.generateKeyPair();
                }
                case ED25519 -> KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            };
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException missing) {
            throw new IllegalStateException(missing);
        }
    }

    static PrivateKey privateKey(ReceiptAlgorithm algorithm, byte[] pkcs8) throws GeneralSecurityException {
        return factory(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    static PublicKey publicKey(ReceiptAlgorithm algorithm, byte[] spki) throws GeneralSecurityException {
        return factory(algorithm).generatePublic(new X509EncodedKeySpec(spki));
    }

    static byte[] sign(ReceiptAlgorithm algorithm, PrivateKey key, byte[] message) {
        try {
            Signature signature = signature(algorithm);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("the key of receipts does not sign", broken);
        }
    }

    static boolean verifies(ReceiptAlgorithm algorithm, PublicKey key, byte[] message, byte[] signature) {
        try {
            Signature check = signature(algorithm);
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException malformed) {
            return false;
        }
    }

    static byte[] digest(ReceiptAlgorithm algorithm, byte[] message) {
        try {
            MessageDigest digest = switch (algorithm) {
                case SM2_SM3 -> MessageDigest.getInstance("SM3", BOUNCY_CASTLE);
                case ED25519 -> MessageDigest.getInstance("SHA-256");
            };
            return digest.digest(message);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static KeyFactory factory(ReceiptAlgorithm algorithm) throws NoSuchAlgorithmException {
        return switch (algorithm) {
            case SM2_SM3 -> KeyFactory.getInstance("EC", BOUNCY_CASTLE);
            case ED25519 -> KeyFactory.getInstance("Ed25519");
        };
    }

    private static Signature signature(ReceiptAlgorithm algorithm) throws NoSuchAlgorithmException {
        return switch (algorithm) {
            case SM2_SM3 -> Signature.getInstance("SM3withSM2", BOUNCY_CASTLE);
            case ED25519 -> Signature.getInstance("Ed25519");
        };
    }
}
