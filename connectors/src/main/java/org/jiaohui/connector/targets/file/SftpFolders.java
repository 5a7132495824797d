package org.jiaohui.connector.targets.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.jcraft.jsch.ChannelSftp;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SftpATTRS;
import com.jcraft.jsch.SftpException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.sftp.SftpLogin;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.source.ConnectorDescription;
import org.jiaohui.exchange.source.ConnectorDescription.Setting;
import org.jiaohui.exchange.source.ConnectorDescription.SettingType;

/** Folders of an SFTP server. */
public record SftpFolders(AllowedHosts hosts) implements FolderProtocol {
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
    public String host(SettingValues settings) {
        return settings.text("host");
    }

    @Override
    public int port(SettingValues settings) {
        return settings.integer("port");
    }

    @Override
    public RemoteFolder open(SettingValues settings, String place) throws IOException {
        String shown = "sftp://" + settings.text("host") + ":" + settings.integer("port") + "/" + place;
        return ServerFolder.open(connect(settings, shown), place, shown);
    }

    private Server connect(SettingValues settings, String shown) {
        try {
            Session session = session(settings);
            boolean opened = false;
            try {
                session.connect((int) settings.duration("connect-timeout").toMillis());
                ChannelSftp channel = (ChannelSftp) session.openChannel("sftp");
                channel.connect((int) settings.duration("connect-timeout").toMillis());
                Server server = new Server(session, channel);
                opened = true;
                return server;
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

    private record Server(Session session, ChannelSftp channel) implements FileServer {
        @Override
        public boolean hasFolder(String path) throws IOException {
            return stat(path).filter(SftpATTRS::isDir).isPresent();
        }

        @Override
        public void makeFolder(String path) throws IOException {
            done(path, () -> channel.mkdir(path));
        }

        @Override
        public void send(Path file, String path) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                done(path, () -> channel.put(in, path, ChannelSftp.OVERWRITE));
            }
        }

        @Override
        public OptionalLong size(String path) throws IOException {
            return stat(path)
                    .filter(each -> !each.isDir())
                    .map(each -> OptionalLong.of(each.getSize()))
                    .orElse(OptionalLong.empty());
        }

        @Override
        public void rename(String from, String to) throws IOException {
            done(to, () -> channel.rename(from, to));
        }

        @Override
        public List<String> names(String folder) throws IOException {
            List<String> names = new ArrayList<>();
            done(
                    folder,
                    () -> channel.ls(folder.isEmpty() ? "." : folder, entry -> {
                        names.add(entry.getFilename());
                        return ChannelSftp.LsEntrySelector.CONTINUE;
                    }));
            return names;
        }

        @Override
        public void remove(String path) throws IOException {
            done(path, () -> channel.rm(path));
        }

        @Override
        public byte[] read(String path, int most) throws IOException {
            try (InputStream in = channel.get(path)) {
                return in.readNBytes(most);
            } catch (SftpException broken) {
                throw new IOException(path + ": " + broken.getMessage(), broken);
            }
        }

        @Override
        public void fetch(String path, Path into) throws IOException {
            try (InputStream in = channel.get(path)) {
                Files.copy(in, into, StandardCopyOption.REPLACE_EXISTING);
            } catch (SftpException broken) {
                throw new IOException(path + ": " + broken.getMessage(), broken);
            }
        }

        private Optional<SftpATTRS> stat(String path) throws IOException {
            try {
                return Optional.of(channel.stat(path));
            } catch (SftpException missing) {
                if (!channel.isConnected()) {
                    throw new IOException(path + ": " + missing.getMessage(), missing);
                }
                return Optional.empty();
            }
        }

        private static void done(String path, Step step) throws IOException {
            try {
                step.run();
            } catch (SftpException broken) {
                throw new IOException(path + ": " + broken.getMessage(), broken);
            }
        }

        @Override
        public void close() {
            channel.disconnect();
            session.disconnect();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SftpException;
    }
}
