package org.jiaohui.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/**
 * Encrypts secrets with AES-256-GCM: {@code enc:v1:} and the base64 of nonce (12 bytes), ciphertext and tag (16 bytes). The place of a secret is
 * authenticated with it, so a secret copied to another place does not open there.
 */
final class Secrets {
    private static final String PREFIX = "enc:v1:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    private Secrets(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /** With the key of this file (base64 of 32 bytes), which is made when it is missing. */
    static Secrets of(Path file) {
        try {
            if (Files.notExists(file)) {
                create(file);
            }
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length != KEY_BYTES) {
                throw new IllegalArgumentException(key.length + " bytes instead of " + KEY_BYTES);
            }
            return new Secrets(key);
        } catch (IOException | IllegalArgumentException wrong) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "密钥文件无法读取或已损坏，请从备份恢复 / the key file %s cannot be read or is damaged; restore it from a backup: %s"
                            .formatted(file.getFileName(), wrong.getMessage()),
                    wrong);
        }
    }

    String encrypt(String clear, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(clear.getBytes(UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
            return PREFIX + Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException impossible) {
            throw new ExchangeException(
                    ErrorCode.INTERNAL, "无法加密 / AES-256-GCM is not available in this JVM", impossible);
        }
    }

    /** @throws ExchangeException SETTINGS_WRONG when the secret was encrypted with another key, for another place, or is damaged */
    String decrypt(String stored, String place) {
        try {
            if (!stored.startsWith(PREFIX)) {
                throw new GeneralSecurityException("it does not begin with " + PREFIX);
            }
            byte[] all = Base64.getDecoder().decode(stored.substring(PREFIX.length()));
            if (all.length < NONCE_BYTES) {
                throw new GeneralSecurityException("it is cut off");
            }
            byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
            return new String(
                    cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES),
                    UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "无法解密 %1$s，密钥文件与数据库不匹配：请恢复密钥文件或重新填写 / the secret %1$s cannot be decrypted, the key file does not fit the database: restore the key file or enter the secret again"
                            .formatted(place),
                    wrong);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(UTF_8));
        return cipher;
    }

    /** Two hubs that start at once on one home both end with the same key: the file appears whole, by a hard link, or not at all. */
    private static void create(Path file) throws IOException {
        Path folder = file.toAbsolutePath().normalize().getParent();
        Files.createDirectories(folder);
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        Path whole = Files.createTempFile(
                folder,
                "key",
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            Files.writeString(whole, Base64.getEncoder().encodeToString(key) + "\n");
            Files.createLink(file, whole);
        } catch (FileAlreadyExistsException other) {
            // The other hub was faster; its key counts.
        } finally {
            Files.delete(whole);
        }
    }
}
