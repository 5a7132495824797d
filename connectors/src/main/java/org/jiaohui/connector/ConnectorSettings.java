package org.jiaohui.connector;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an operator allows connectors to do.
 *
 * @param allowedHosts patterns of hosts that may be reached: {@code *}, {@code *.example.cn} or a whole name
 * @param fileRoots folders below which the {@code file} connector may read
 * @param maxBytes how many bytes one fetch may bring
 * @param retries how often a fetch is tried again after a broken connection
 * @param retryDelayMillis wait before the first retry; doubled each time
 * @param drivers folder of JDBC drivers besides those that come with the hub
 * @param kamelets folder of Kamelets besides those of the catalogue, and of jars that they need
 * @param allowedKamelets names of the catalogue's Kamelets that sources may use; {@code *} for all
 * @param inbox folder where messages wait until they are published; one in the temporary folder when absent
 */
public record ConnectorSettings(
        List<String> allowedHosts,
        List<Path> fileRoots,
        long maxBytes,
        int retries,
        long retryDelayMillis,
        Optional<Path> drivers,
        Optional<Path> kamelets,
        List<String> allowedKamelets,
        Optional<Path> inbox) {
    public ConnectorSettings {
        allowedHosts = List.copyOf(allowedHosts);
        fileRoots = List.copyOf(fileRoots);
        allowedKamelets = List.copyOf(allowedKamelets);
    }

    /** Without folders of drivers and Kamelets. */
    public ConnectorSettings(
            List<String> allowedHosts, List<Path> fileRoots, long maxBytes, int retries, long retryDelayMillis) {
        this(
                allowedHosts,
                fileRoots,
                maxBytes,
                retries,
                retryDelayMillis,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    public ConnectorSettings withDrivers(Path folder) {
        return new ConnectorSettings(
                allowedHosts,
                fileRoots,
                maxBytes,
                retries,
                retryDelayMillis,
                Optional.of(folder),
                kamelets,
                allowedKamelets,
                inbox);
    }

    /** @param waiting folder where messages wait until they are published */
    public ConnectorSettings withKamelets(Path folder, List<String> allowed, Path waiting) {
        return new ConnectorSettings(
                allowedHosts,
                fileRoots,
                maxBytes,
                retries,
                retryDelayMillis,
                drivers,
                Optional.of(folder),
                allowed,
                Optional.of(waiting));
    }

    /** The given hosts and folders, 20 GiB, two retries. */
    public static ConnectorSettings allowing(List<String> allowedHosts, List<Path> fileRoots) {
        return new ConnectorSettings(allowedHosts, fileRoots, 20L << 30, 2, 1_000);
    }
}
