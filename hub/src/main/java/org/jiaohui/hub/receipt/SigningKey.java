package org.jiaohui.hub.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.List;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;
import org.jiaohui.exchange.receipt.ReceiptSigner;

/** The key with which this hub signs: a file with the private key (PKCS #8) and the public key (SPKI), readable by its owner alone. */
public final class SigningKey implements ReceiptSigner {
    private final ReceiptAlgorithm algorithm;
    private final PrivateKey key;
    private final VerifyingKey verifying;

    private SigningKey(ReceiptAlgorithm algorithm, PrivateKey key, VerifyingKey verifying) {
        this.algorithm = algorithm;
        this.key = key;
        this.verifying = verifying;
    }

    /**
     * The key of this file, which is made when it is missing.
     *
     * @throws ExchangeException SETTINGS_WRONG when it is damaged, or another algorithm's
     */
    public static SigningKey of(Path file, ReceiptAlgorithm algorithm) {
        try {
            if (Files.notExists(file)) {
                create(file, algorithm);
            }
            List<Pem> blocks = Pem.parse(Files.readString(file));
            PrivateKey key = Signing.privateKey(algorithm, block(blocks, "PRIVATE KEY"));
            VerifyingKey verifying = VerifyingKey.of(block(blocks, "PUBLIC KEY"));
            byte[] sample = "jiaohui".getBytes(UTF_8);
            if (!verifying.verifies(algorithm, sample, Signing.sign(algorithm, key, sample))) {
                throw new GeneralSecurityException("private and public key do not belong together");
            }
            return new SigningKey(algorithm, key, verifying);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException | IllegalStateException wrong) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "回执密钥文件 %1$s 不可用，或不是 %2$s 的密钥；请从备份恢复，或用 jiaohui.receipts.key-file 另指文件 / the key file of receipts %1$s cannot be used, or is not a key of %2$s: restore it, or name another with jiaohui.receipts.key-file (%3$s)"
                            .formatted(file.getFileName(), algorithm.label(), wrong.getMessage()),
                    wrong);
        }
    }

    @Override
    public ReceiptAlgorithm algorithm() {
        return algorithm;
    }

    @Override
    public String keyId() {
        return verifying.id();
    }

    @Override
    public String publicKey() {
        return verifying.pem();
    }

    @Override
    public byte[] sign(byte[] message) {
        return Signing.sign(algorithm, key, message);
    }

    @Override
    public byte[] digest(byte[] message) {
        return Signing.digest(algorithm, message);
    }

    private static byte[] block(List<Pem> blocks, String label) throws GeneralSecurityException {
        return blocks.stream()
                .filter(block -> block.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("it has no " + label))
                .der();
    }

    /** Two hubs that start at once with one file both end with the same key: it appears whole, by a hard link, or not at all. */
    private static void create(Path file, ReceiptAlgorithm algorithm) throws IOException {
        KeyPair pair = Signing.newKeyPair(algorithm);
        PublicKey shown = pair.getPublic();
        Path folder = file.toAbsolutePath().normalize().getParent();
        Files.createDirectories(folder);
        byte[] secret = pair.getPrivate().getEncoded();
        String text = new Pem("PRIVATE KEY", secret).write() + new Pem("PUBLIC KEY", shown.getEncoded()).write();
        Arrays.fill(secret, (byte) 0);
        Path whole = Files.createTempFile(
                folder,
                "receipt",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, text);
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException other) {
            // The other hub was faster; its key counts.
        } finally {
            Files.delete(whole);
        }
    }
}
