package org.jiaohui.connector;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed: those that Java believes, or the given ones alone. */
public final class TrustedCertificates {
    private TrustedCertificates() {}

    public static TrustManager of(Optional<String> pem) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore store = null;
            if (pem.isPresent()) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                int number = 0;
                for (Certificate each : CertificateFactory.getInstance("X.509")
                        .generateCertificates(
                                new ByteArrayInputStream(pem.get().getBytes(StandardCharsets.US_ASCII)))) {
                    store.setCertificateEntry("trusted-" + number++, each);
                }
            }
            factory.init(store);
            return factory.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException broken) {
            throw SettingValues.wrong(
                    "设置项 \"trusted-certificates\" 不是 PEM 证书 / is not PEM certificates: " + broken.getMessage());
        }
    }
}
