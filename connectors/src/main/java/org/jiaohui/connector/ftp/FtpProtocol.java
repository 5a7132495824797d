package org.jiaohui.connector.ftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPReply;
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

/** Takes the files of a folder on an FTP or FTPS server that a glob matches. The position is a fingerprint of the listing: names, sizes, times. */
public record FtpProtocol(AllowedHosts hosts) implements ListingProtocol {
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "ftp",
            "FTP / FTPS",
            "FTP or FTPS server",
            NewFiles.with(FtpConnection.with(
                    Setting.optional("directory", "目录", "Folder", SettingType.TEXT, "."),
                    Setting.optional("files", "文件名通配符", "Glob of file names", SettingType.TEXT, "*"))));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public Delivery fetch(Fetch fetch) {
        try (FtpConnection connection = fetch.watch().guard(FtpConnection.open(fetch.settings(), hosts))) {
            return marked(matching(fetch, connection))
                    .<RuntimeException>deliver(fetch, file -> copy(fetch, connection, file));
        }
    }

    @Override
    public Optional<String> listing(Fetch fetch) {
        try (FtpConnection connection = fetch.watch().guard(FtpConnection.open(fetch.settings(), hosts))) {
            List<FTPFile> files = listed(fetch, connection);
            return files.isEmpty()
                    ? Optional.empty()
                    : Optional.of(marked(files).fingerprint());
        }
    }

    private static NewFiles<FTPFile> marked(List<FTPFile> files) {
        return NewFiles.of(
                files,
                each -> new NewFiles.FileMark(
                        each.getName(),
                        each.getSize(),
                        each.getTimestampInstant().toEpochMilli(),
                        ""));
    }

    @Override
    public void test(Fetch fetch, Trial trial) {
        SettingValues settings = fetch.settings();
        Reach.steps(
                trial,
                hosts,
                settings.text("host"),
                FtpConnection.port(settings),
                settings.duration("connect-timeout"));
        try (FtpConnection connection = trial.step(
                TrialStep.AUTHENTICATE,
                () -> fetch.watch().guard(FtpConnection.open(settings, hosts)),
                open -> settings.text("user"))) {
            List<FTPFile> files = trial.step(
                    TrialStep.PERMISSION,
                    () -> matching(fetch, connection),
                    found -> found.size() + " 个文件 / files: " + found.getFirst().getName());
            fetch.sample(trial, () -> new Delivery.Files(List.of(copy(fetch, connection, files.getFirst())), ""));
        }
    }

    /** The files that the glob matches, at least one. */
    private static List<FTPFile> matching(Fetch fetch, FtpConnection connection) {
        List<FTPFile> files = listed(fetch, connection);
        if (files.isEmpty()) {
            SettingValues settings = fetch.settings();
            throw new ExchangeException(
                    ErrorCode.SOURCE_EMPTY,
                    connection.shown() + settings.text("directory") + " 中没有匹配 \"" + settings.text("files")
                            + "\" 的文件 / has no file that matches");
        }
        return files;
    }

    private static List<FTPFile> listed(Fetch fetch, FtpConnection connection) {
        String directory = fetch.settings().text("directory");
        String shown = connection.shown() + directory;
        PathMatcher glob = FileSystems.getDefault()
                .getPathMatcher("glob:" + fetch.settings().text("files"));
        try {
            FTPClient client = connection.client();
            if (!client.changeWorkingDirectory(directory)) {
                throw SettingValues.wrong(shown + " 目录不存在或无权读取 / the folder does not exist or may not be read: "
                        + client.getReplyString().strip());
            }
            FTPFile[] all = client.hasFeature("MLSD") ? client.mlistDir() : client.listFiles();
            if (!FTPReply.isPositiveCompletion(client.getReplyCode())) {
                throw SettingValues.wrong(shown + " 不能列出 / cannot be listed: "
                        + client.getReplyString().strip());
            }
            return Arrays.stream(all)
                    .filter(each -> each != null && each.isFile())
                    .filter(each -> glob.matches(Path.of(Spool.safeName(each.getName()))))
                    .sorted(Comparator.comparing(FTPFile::getName))
                    .toList();
        } catch (IOException broken) {
            fetch.watch().check();
            throw connection.interrupted(broken);
        }
    }

    private static SpooledFile copy(Fetch fetch, FtpConnection connection, FTPFile file) {
        try {
            SpooledFile spooled = received(fetch, connection, file);
            if (fetch.spool().isCut()) {
                return spooled;
            }
            if (!connection.client().completePendingCommand() || spooled.bytes() != file.getSize()) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        connection.shown() + file.getName() + " 列出 " + file.getSize() + " 字节，收到 " + spooled.bytes()
                                + " 字节，可能仍在写入 / was listed with " + file.getSize() + " bytes and brought "
                                + spooled.bytes());
            }
            return spooled;
        } catch (IOException broken) {
            fetch.watch().check();
            throw connection.interrupted(broken);
        }
    }

    private static SpooledFile received(Fetch fetch, FtpConnection connection, FTPFile file) throws IOException {
        try (InputStream from = connection.client().retrieveFileStream(file.getName())) {
            if (from == null) {
                throw new ExchangeException(
                        ErrorCode.SOURCE_INTERRUPTED,
                        connection.shown() + file.getName() + " 不能读取 / cannot be read: "
                                + connection.client().getReplyString().strip());
            }
            return fetch.spool().copy(file.getName(), Optional.empty(), from, fetch.watch());
        }
    }
}
