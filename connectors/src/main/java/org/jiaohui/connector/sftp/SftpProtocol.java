package org.jiaohui.connector.sftp;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SftpException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.GenericFile;
import org.apache.camel.component.file.GenericFileOperationFailedException;
import org.apache.camel.component.file.remote.FtpConstants;
import org.apache.camel.component.file.remote.RemoteFileOperations;
import org.apache.camel.component.file.remote.SftpConfiguration;
import org.apache.camel.component.file.remote.SftpEndpoint;
import org.apache.camel.component.file.remote.SftpRemoteFile;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.Fetch;
import org.jiaohui.connector.ListingProtocol;
import org.jiaohui.connector.NewFiles;
import org.jiaohui.connector.Reach;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.Spool;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.SpooledFile;
import org.jiaohui.exchange.source.trial.Trial;
import org.jiaohui.exchange.source.trial.TrialStep;

/** Takes the files of a folder on an SFTP server that a glob matches. The position is a fingerprint of the listing: names, sizes, times. */
public record SftpProtocol(AllowedHosts hosts, CamelContext camel) implements ListingProtocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "sftp",
            "SFTP",
            "SFTP server",
            NewFiles.with(SftpLogin.with(
                    Setting.optional("directory", "目录", "Folder", SettingType.TEXT, "."),
                    Setting.optional("files", "文件名通配符", "Glob of file names", SettingType.TEXT, "*"),
                    Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"),
                    Setting.optional("read-timeout", "读取时限", "Read time-out", SettingType.DURATION, "30s"),
                    Setting.optional(
                            "total-timeout", "总时限", "Time limit of the whole fetch", SettingType.DURATION, "10m"))));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        return connected(fetch, (operations, exchange, shown) -> bring(fetch, operations, exchange, shown));
    }

    @Override
    public Optional<String> listing(Fetch fetch) {
        return connected(fetch, (operations, exchange, shown) -> {
            List<SftpRemoteFile<?>> files = listed(fetch, operations, shown);
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(listing(files).fingerprint());
        });
    }

    /** What is done while the connection stands. */
    @FunctionalInterface
    private interface Visit<T> {
        T make(RemoteFileOperations<SftpRemoteFile<?>> operations, Exchange exchange, String shown) throws IOException;
    }

    private <T> T connected(Fetch fetch, Visit<T> visit) {
        SettingValues settings = fetch.settings();
        String shown = shown(settings);
        String address = hosts.resolve(settings.text("host"))[0].getHostAddress();
        try (SftpEndpoint endpoint = endpoint(settings, address)) {
            RemoteFileOperations<SftpRemoteFile<?>> operations = operations(endpoint);
            AutoCloseable disconnecting = operations::forceDisconnect;
            Exchange exchange = endpoint.createExchange();
            try {
                fetch.watch().opened(() -> {
                    connect(operations, endpoint.getConfiguration(), exchange, shown);
                    return disconnecting;
                });
                return visit.make(operations, exchange, shown);
            } catch (GenericFileOperationFailedException | IOException broken) {
                throw interrupted(fetch, shown, broken);
            } finally {
                fetch.watch().release(disconnecting);
                if (fetch.watch().ending().isPresent()) {
                    // Disconnecting waits for a connection that is still being made; the run does not.
                    Thread.ofVirtual().name("sftp-disconnect").start(operations::forceDisconnect);
                } else {
                    operations.forceDisconnect();
                }
            }
        } catch (IOException closing) {
            throw interrupted(fetch, shown, closing);
        }
    }

    private Delivery bring(
            Fetch fetch, RemoteFileOperations<SftpRemoteFile<?>> operations, Exchange exchange, String shown)
            throws IOException {
        String directory = fetch.settings().text("directory");
        List<SftpRemoteFile<?>> files = matching(fetch, operations, shown);
        return listing(files)
                .<IOException>deliver(fetch, file -> copy(fetch, operations, exchange, directory, file, shown));
    }

    private static NewFiles<SftpRemoteFile<?>> listing(List<SftpRemoteFile<?>> files) {
        return NewFiles.of(
                files,
                each -> new NewFiles.FileMark(each.getFilename(), each.getFileLength(), each.getLastModified(), ""));
    }

    /** The files that the glob matches, at least one. */
    private static List<SftpRemoteFile<?>> matching(
            Fetch fetch, RemoteFileOperations<SftpRemoteFile<?>> operations, String shown) {
        List<SftpRemoteFile<?>> files = listed(fetch, operations, shown);
        if (files.isEmpty()) {
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY,
                    shown + " 中没有匹配 \"" + fetch.settings().text("files") + "\" 的文件 / has no file that matches");
        }
        return files;
    }

    private static List<SftpRemoteFile<?>> listed(
            Fetch fetch, RemoteFileOperations<SftpRemoteFile<?>> operations, String shown) {
        String directory = fetch.settings().text("directory");
        PathMatcher glob = FileSystems.getDefault()
                .getPathMatcher("glob:" + fetch.settings().text("files"));
        return Arrays.stream(list(operations, directory, shown))
                .filter(each -> !each.isDirectory())
                .filter(each -> glob.matches(Path.of(Spool.safeName(each.getFilename()))))
                .sorted(Comparator.comparing(SftpRemoteFile::getFilename))
                .toList();
    }

    private static SftpRemoteFile<?>[] list(
            RemoteFileOperations<SftpRemoteFile<?>> operations, String directory, String shown) {
        try {
            return operations.listFiles(directory);
        } catch (GenericFileOperationFailedException failed) {
            if (failed.getCause() instanceof SftpException refusal && (refusal.id == 2 || refusal.id == 3)) {
                throw SettingValues.wrong(shown + " 目录不存在或无权读取 / the folder does not exist or may not be read");
            }
            throw failed;
        }
    }

    private static SpooledFile copy(
            Fetch fetch,
            RemoteFileOperations<SftpRemoteFile<?>> operations,
            Exchange exchange,
            String directory,
            SftpRemoteFile<?> file,
            String shown)
            throws IOException {
        GenericFile<SftpRemoteFile<?>> target = new GenericFile<>();
        exchange.setProperty("CamelFileExchangeFile", target);
        exchange.getIn().setHeader(FtpConstants.FILE_NAME, file.getFilename());
        String path = directory.endsWith("/") ? directory + file.getFilename() : directory + "/" + file.getFilename();
        operations.retrieveFile(path, exchange, file.getFileLength());
        try (InputStream from = (InputStream) target.getBody()) {
            SpooledFile spooled = fetch.spool().copy(file.getFilename(), Optional.empty(), from, fetch.watch());
            if (spooled.bytes() != file.getFileLength() && !fetch.spool().isCut()) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        shown + " 的文件 " + file.getFilename() + " 列出 " + file.getFileLength() + " 字节，收到 "
                                + spooled.bytes()
                                + " 字节，可能仍在写入 / was listed with " + file.getFileLength() + " bytes and brought "
                                + spooled.bytes());
            }
            return spooled;
        }
    }

    private static void connect(
            RemoteFileOperations<SftpRemoteFile<?>> operations,
            SftpConfiguration configuration,
            Exchange exchange,
            String shown) {
        try {
            operations.connect(configuration, exchange);
        } catch (GenericFileOperationFailedException failed) {
            throw SftpLogin.trouble(
                    ErrorCode.SOURCE_REFUSED_LOGIN, ErrorCode.SOURCE_UNREACHABLE, shown, messages(failed), failed);
        }
    }

    private static String messages(Throwable failed) {
        StringBuilder all = new StringBuilder();
        for (Throwable each = failed; each != null; each = each.getCause()) {
            if (each instanceof JSchException || each instanceof IOException) {
                all.append(each.getMessage()).append(' ');
            }
        }
        return all.isEmpty()
                ? String.valueOf(failed.getMessage())
                : all.toString().strip();
    }

    private static ExchangeException interrupted(Fetch fetch, String shown, Exception broken) {
        fetch.watch().check();
        return new ExchangeException(
                ErrorCode.SOURCE_INTERRUPTED, shown + " 传输中断 / the transfer broke off: " + messages(broken), broken);
    }

    @SuppressWarnings("unchecked")
    private static RemoteFileOperations<SftpRemoteFile<?>> operations(SftpEndpoint endpoint) {
        return (RemoteFileOperations<SftpRemoteFile<?>>)
                (RemoteFileOperations<?>) endpoint.createRemoteFileOperations();
    }

    private SftpEndpoint endpoint(SettingValues settings, String address) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        SftpEndpoint endpoint =
                own("sftp://" + host + ":" + settings.integer("port") + "/?streamDownload=true&disconnect=true");
        SftpConfiguration configuration = endpoint.getConfiguration();
        configuration.setUsername(settings.text("user"));
        settings.find("password").ifPresent(configuration::setPassword);
        settings.find("private-key")
                .ifPresent(key -> configuration.setPrivateKey(key.getBytes(StandardCharsets.UTF_8)));
        settings.find("private-key-passphrase").ifPresent(configuration::setPrivateKeyPassphrase);
        Optional<String> known = settings.find("known-hosts");
        known.ifPresent(text -> configuration.setKnownHosts(text.getBytes(StandardCharsets.UTF_8)));
        configuration.setStrictHostKeyChecking(known.isPresent() ? "yes" : "no");
        configuration.setUseUserKnownHostsFile(false);
        configuration.setAutoCreateKnownHostsFile(false);
        configuration.setConnectTimeout(millis(settings.duration("connect-timeout")));
        configuration.setSoTimeout(millis(settings.duration("read-timeout")));
        configuration.setTimeout(millis(settings.duration("read-timeout")));
        endpoint.setMaximumReconnectAttempts(0);
        return endpoint;
    }

    /** An endpoint of this fetch alone: Camel shares the ones that it keeps, and two sources on one server have two passwords. */
    private SftpEndpoint own(String uri) {
        try {
            return (SftpEndpoint) Objects.requireNonNull(
                    Objects.requireNonNull(camel.getComponent("sftp")).createEndpoint(uri));
        } catch (Exception broken) {
            throw new ExchangeException(ErrorCode.INTERNAL, "无法建立 SFTP 端点 / cannot set up " + uri, broken);
        }
    }

    private static int millis(Duration duration) {
        return (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        SettingValues settings = fetch.settings();
        String shown = shown(settings);
        Reach.steps(
                trial, hosts, settings.text("host"), settings.integer("port"), settings.duration("connect-timeout"));
        try (SftpEndpoint endpoint = endpoint(settings, hosts.resolve(settings.text("host"))[0].getHostAddress())) {
            RemoteFileOperations<SftpRemoteFile<?>> operations = operations(endpoint);
            AutoCloseable disconnecting = fetch.watch().guard(operations::forceDisconnect);
            Exchange exchange = endpoint.createExchange();
            try {
                trial.step(
                        TrialStep.AUTHENTICATE,
                        () -> {
                            connect(operations, endpoint.getConfiguration(), exchange, shown);
                            return settings.text("user");
                        },
                        user -> user);
                List<SftpRemoteFile<?>> files = trial.step(
                        TrialStep.PERMISSION,
                        () -> matching(fetch, operations, shown),
                        found -> found.size() + " 个文件 / files: "
                                + found.getFirst().getFilename());
                fetch.sample(trial, () -> {
                    try {
                        SpooledFile first =
                                copy(fetch, operations, exchange, settings.text("directory"), files.getFirst(), shown);
                        return new Delivery.Files(List.of(first), "");
                    } catch (GenericFileOperationFailedException | IOException broken) {
                        throw interrupted(fetch, shown, broken);
                    }
                });
            } finally {
                fetch.watch().release(disconnecting);
                operations.forceDisconnect();
            }
        } catch (IOException closing) {
            throw interrupted(fetch, shown, closing);
        }
    }

    private static String shown(SettingValues settings) {
        return "sftp://" + settings.text("host") + ":" + settings.integer("port") + "/" + settings.text("directory");
    }
}
