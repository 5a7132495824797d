package org.jiaohui.hub;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jiaohui.exchange.receipt.ReceiptAlgorithm;
import org.jiaohui.hub.embedded.HubHome;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator sets; every entry stands in docs/operations.md.
 *
 * @param home folder of this hub
 * @param baseUrl address under which people reach the hub, used in the catalogue's links
 * @param workers runs carried out at the same time
 * @param encoders threads that decode and write one table
 * @param fileRoots folders below which the file connector may read, besides uploads
 * @param allowedHosts hosts that connectors may reach: {@code *}, {@code *.example.cn} or a whole name
 * @param uploads folder of published files, {@code uploads} in the home when absent; hubs on one ledger share it
 * @param secretKeyFile file with the key that encrypts the secrets of sources, {@code secret.key} in the home when absent; hubs on one ledger share it
 * @param drivers folder of JDBC drivers besides those that come with the hub, {@code drivers} in the home when absent
 */
@ConfigurationProperties("jiaohui")
public record HubSettings(
        Path home,
        @DefaultValue("http://127.0.0.1:8080") URI baseUrl,
        @DefaultValue("2") int workers,
        @DefaultValue("2") int encoders,
        @DefaultValue List<Path> fileRoots,
        @DefaultValue("*") List<String> allowedHosts,
        Optional<String> uploads,
        Optional<String> secretKeyFile,
        Optional<String> drivers,
        @DefaultValue KameletSettings kamelets,
        @DefaultValue DatabaseSettings database,
        @DefaultValue SearchSettings search,
        @DefaultValue ObjectSettings objects,
        @DefaultValue AlertSettings alerts,
        @DefaultValue ReceiptSettings receipts,
        @DefaultValue ReconciliationSettings reconciliation,
        @DefaultValue BreakerSettings breaker) {
    /** Where published files lie. */
    Path uploadsIn(HubHome folder) {
        return uploads.map(Path::of).orElseGet(() -> folder.resolve("uploads"));
    }

    /** Where JDBC drivers lie that do not come with the hub. */
    Path driversIn(HubHome folder) {
        return drivers.map(Path::of).orElseGet(() -> folder.resolve("drivers"));
    }

    /**
     * What sources of type {@code kamelet} may use.
     *
     * @param folder own Kamelets and jars, {@code kamelets} in the home when absent
     * @param allowed names out of the shipped catalogue; {@code *} for all
     * @param inbox where messages wait until they are published, {@code inbox} in the home when absent; hubs on one ledger share it
     */
    public record KameletSettings(
            Optional<String> folder, @DefaultValue List<String> allowed, Optional<String> inbox) {
        Path folderIn(HubHome home) {
            return folder.map(Path::of).orElseGet(() -> home.resolve("kamelets"));
        }

        Path inboxIn(HubHome home) {
            return inbox.map(Path::of).orElseGet(() -> home.resolve("inbox"));
        }
    }

    /** Where the key of secrets lies. */
    Path secretKeyIn(HubHome folder) {
        return secretKeyFile.map(Path::of).orElseGet(() -> folder.resolve("secret.key"));
    }

    /** A PostgreSQL server; without a URL the embedded one is used. */
    public record DatabaseSettings(
            Optional<String> url,
            @DefaultValue("postgres") String user,
            @DefaultValue("postgres") String password) {}

    /** An Elasticsearch cluster; without an address the embedded node in {@code nodeFolder} is used. */
    public record SearchSettings(
            Optional<URI> address,
            Optional<String> authorization,
            @DefaultValue("search-node/target") Path nodeFolder) {}

    /** An S3 server; without an endpoint objects lie in the home. */
    public record ObjectSettings(
            Optional<String> endpoint,
            @DefaultValue("jiaohui") String bucket,
            @DefaultValue("") String accessKey,
            @DefaultValue("") String secretKey) {}

    /**
     * Who is told of alerts.
     *
     * @param webhook address that is sent every notice as JSON; none when absent
     * @param webhookSecret key of the signature of every notice
     * @param mailTo who gets every notice by e-mail; nobody when empty
     * @param grace how long after its planned time a task may bring nothing before it is late
     */
    public record AlertSettings(
            Optional<URI> webhook,
            @DefaultValue("") String webhookSecret,
            @DefaultValue List<String> mailTo,
            @DefaultValue("jiaohui@localhost") String mailFrom,
            @DefaultValue("localhost") String smtpHost,
            @DefaultValue("25") int smtpPort,
            @DefaultValue("") String smtpUser,
            @DefaultValue("") String smtpPassword,
            @DefaultValue("false") boolean smtpTls,
            @DefaultValue("10m") Duration grace) {}

    /** When every task is reconciled by itself: a time of day in China; never when absent. */
    public record ReconciliationSettings(Optional<String> dailyAt) {}

    /** How receipts are signed; hubs on one ledger share the key file, or each signs with its own key. */
    public record ReceiptSettings(@DefaultValue("SM2-SM3") ReceiptAlgorithm algorithm, Optional<String> keyFile) {
        /** Where the signing key lies. */
        Path keyIn(HubHome folder) {
            return keyFile.map(Path::of)
                    .orElseGet(
                            () -> folder.resolve("receipt-" + algorithm.label().toLowerCase(Locale.ROOT) + ".key"));
        }
    }

    /**
     * When the runs of a source that fails wait.
     *
     * @param failures in a row, of runs of one source, after which its runs wait
     * @param pause until one run is let through; twice as long after each that fails again
     * @param longestPause no pause is longer
     */
    public record BreakerSettings(
            @DefaultValue("5") int failures,
            @DefaultValue("1m") Duration pause,
            @DefaultValue("30m") Duration longestPause) {}
}
