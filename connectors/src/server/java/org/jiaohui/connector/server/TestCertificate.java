package org.jiaohui.connector.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A server's certificate, made by the JDK's own keytool.
 *
 * @param keyStore where the server finds its key, under {@link #PASSWORD}
 * @param pem whom a client must trust to believe it
 */
public record TestCertificate(Path keyStore, String pem) {
    public static final String PASSWORD = "secret";

    /** Self-signed, of 127.0.0.1 and localhost. */
    public static TestCertificate create(Path folder) throws Exception {
        Path store = folder.resolve("certificate.p12");
        pair(store, "server", "CN=localhost", "SAN=ip:127.0.0.1,dns:localhost");
        return new TestCertificate(store, pem(store, "server"));
    }

    /** Signed by an authority of its own, which stands for these names alone, such as {@code ip:127.0.0.1}. */
    public static TestCertificate signed(Path folder, String names) throws Exception {
        Path store = Files.createDirectories(folder).resolve("certificate.p12");
        pair(store, "authority", "CN=authority", "bc:c=ca:true");
        pair(store, "server", "CN=server", "SAN=" + names, "-signer", "authority");
        String authority = pem(store, "authority");
        keytool(store, "-delete", "-alias", "authority");
        return new TestCertificate(store, authority);
    }

    private static void pair(Path store, String alias, String name, String extension, String... more) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-genkeypair",
                "-validity",
                "3650",
                "-keyalg",
                "EC",
                "-alias",
                alias,
                "-dname",
                name,
                "-ext",
                extension));
        options.addAll(List.of(more));
        keytool(store, options.toArray(String[]::new));
    }

    private static void keytool(Path store, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", store.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IOException(
                    "keytool: " + new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static String pem(Path store, String alias) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream from = Files.newInputStream(store)) {
            keys.load(from, PASSWORD.toCharArray());
        }
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys.getCertificate(alias).getEncoded());
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }
}
