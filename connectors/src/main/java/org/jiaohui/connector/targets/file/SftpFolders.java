package org.jiaohui.connector.targets.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.sftp.SftpLogin;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/** Folders of an SFTP server. */
public record SftpFolders(AllowedHosts hosts) implements FolderProtocol {
    private static final int MOST_SMALL_BYTES = 64 << 10;
    private static final ConnectorDescription DESCRIPTION = new ConnectorDescription(
            "sftp",
            "SFTP 目录",
            "SFTP folder",
            SftpLogin.with(
                    Setting.optional("connect-timeout", "连接时限", "Connect time-out", SettingType.DURATION, "10s"),
                    Setting.optional(
                            "read-timeout", "应答时限", "Longest wait for an answer", SettingType.DURATION, "60s")));

    @Override
    public ConnectorDescription description() {
        return DESCRIPTION;
    }

    @Override
    public RemoteFolder open(SettingValues settings, String place) {
        String shown = "sftp://" + settings.text("host") + ":" + settings.integer("port") + "/" + place;
        try {
            Session session = session(settings);
            boolean opened = false;
            try {
                session.connect((int) settings.duration("connect-timeout").toMillis());
                ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
                channel.connect((int) settings.duration("connect-timeout").toMillis());
                Folder folder = new Folder(session, channel, made(channel, place, shown));
                opened = true;
                return folder;
            } finally {
                if (!opened) {
                    session.disconnect();
                }
            }
        } catch (JSchException failed) {
            throw SftpLogin.trouble(
                    ErrorCode.TARGET_REFUSED_LOGIN,
                    ErrorCode.TARGET_UNREACHABLE,
                    shown,
                    String.valueOf(failed.getMessage()),
                    failed);
        }
    }

    private Session session(SettingValues settings) throws JSchException {
        JSch client = new JSch();
        if (settings.find("private-key").isPresent()) {
            client.addIdentity(
                    "target",
                    settings.text("private-key").getBytes(UTF_8),
                    null,
                    settings.find("private-key-passphrase")
                            .map(each -> each.getBytes(UTF_8))
                            .orElse(null));
        }
        Optional<String> known = settings.find("known-hosts");
        if (known.isPresent()) {
            client.setKnownHosts(new ByteArrayInputStream(known.get().getBytes(UTF_8)));
        }
        String address = hosts.resolveTarget(settings.text("host"))[0].getHostAddress();
        Session session = client.getSession(settings.text("user"), address, settings.integer("port"));
        settings.find("password").ifPresent(session::setPassword);
        session.setConfig("StrictHostKeyChecking", known.isPresent() ? "yes" : "no");
        session.setConfig("PreferredAuthentications", "publickey,keyboard-interactive,password");
        session.setTimeout((int) settings.duration("read-timeout").toMillis());
        return session;
    }

    /** The folder as prefix of names; each level is made where it is missing. */
    private static String made(ChannelSftp channel, String place, String shown) {
        StringBuilder path = new StringBuilder(place.startsWith("/") ? "/" : "");
        for (String level : place.split("/", -1)) {
            if (level.isEmpty()) {
                continue;
            }
            path.append(level);
            if (!exists(channel, path.toString())) {
                try {
                    channel.mkdir(path.toString());
                } catch (SftpException refused) {
                    if (!exists(channel, path.toString())) {
                        throw new ExchangeException(
                                ErrorCode.TARGET_REFUSED_LOGIN,
                                shown + " 目录不存在且无权创建 / the folder does not exist and may not be made: "
                                        + refused.getMessage(),
                                refused);
                    }
                }
            }
            path.append('/');
        }
        return path.toString();
    }

    private static boolean exists(ChannelSftp channel, String path) {
        try {
            channel.stat(path);
            return true;
        } catch (SftpException missing) {
            return false;
        }
    }

    private record Folder(Session session, ChannelSftp channel, String prefix) implements RemoteFolder {
        @Override
        public void put(Path file, String name, int attempt) throws IOException {
            String unfinished = prefix + name + "." + attempt + ".tmp";
            try {
                try (InputStream in = Files.newInputStream(file)) {
                    channel.put(in, unfinished, ChannelSftp.OVERWRITE);
                }
                long there = channel.stat(unfinished).getSize();
                if (there != Files.size(file)) {
                    throw new IOException(unfinished + " has " + there + " bytes instead of " + Files.size(file));
                }
                rename(unfinished, prefix + name);
                removeUnfinished(name);
            } catch (SftpException broken) {
                throw new IOException(name + ": " + broken.getMessage(), broken);
            }
        }

        /** Servers without posix-rename refuse to replace. What stands there came whole and is of the same batch: then there is nothing to do. */
        private void rename(String from, String to) throws SftpException {
            try {
                channel.rename(from, to);
            } catch (SftpException refused) {
                if (!exists(channel, to)) {
                    throw refused;
                }
            }
        }

        private void removeUnfinished(String name) throws SftpException {
            for (ChannelSftp.LsEntry entry : channel.ls(prefix.isEmpty() ? "." : prefix)) {
                String other = entry.getFilename();
                if (other.startsWith(name + ".") && other.endsWith(".tmp")) {
                    try {
                        channel.rm(prefix + other);
                    } catch (SftpException gone) {
                        if (exists(channel, prefix + other)) {
                            throw gone;
                        }
                    }
                }
            }
        }

        @Override
        public Optional<byte[]> find(String name) throws IOException {
            if (!exists(channel, prefix + name)) {
                return Optional.empty();
            }
            try (InputStream in = channel.get(prefix + name)) {
                return Optional.of(in.readNBytes(MOST_SMALL_BYTES));
            } catch (SftpException broken) {
                throw new IOException(name + ": " + broken.getMessage(), broken);
            }
        }

        @Override
        public void close() {
            channel.disconnect();
            session.disconnect();
        }
    }
}
