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
 */
public record ConnectorSettings(
        List<String> allowedHosts,
        List<Path> fileRoots,
        long maxBytes,
        int retries,
        long retryDelayMillis,
        Optional<Path> drivers) {
    public ConnectorSettings {
        allowedHosts = List.copyOf(allowedHosts);
        fileRoots = List.copyOf(fileRoots);
    }

    /** Without a folder of drivers. */
    public ConnectorSettings(
            List<String> allowedHosts, List<Path> fileRoots, long maxBytes, int retries, long retryDelayMillis) {
        this(allowedHosts, fileRoots, maxBytes, retries, retryDelayMillis, Optional.empty());
    }

    public ConnectorSettings withDrivers(Path folder) {
        return new ConnectorSettings(allowedHosts, fileRoots, maxBytes, retries, retryDelayMillis, Optional.of(folder));
    }

    /** The given hosts and folders, 20 GiB, two retries. */
    public static ConnectorSettings allowing(List<String> allowedHosts, List<Path> fileRoots) {
        return new ConnectorSettings(allowedHosts, fileRoots, 20L << 30, 2, 1_000);
    }
}
