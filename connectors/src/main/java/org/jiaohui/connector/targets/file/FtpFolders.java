package org.jiaohui.connector.targets.file;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.net.ftp.FTPClient;
import org.jiaohui.connector.AllowedHosts;
import org.jiaohui.connector.SettingValues;
import org.jiaohui.connector.TargetSide;
import org.jiaohui.connector.ftp.FtpConnection;
import org.jiaohui.exchange.source.ConnectorDescription;

/** Folders of an FTP or FTPS server. */
public record FtpFolders(AllowedHosts hosts) implements FolderProtocol {
    private static final ConnectorDescription DESCRIPTION =
            new ConnectorDescription("ftp", "FTP / FTPS 目录", "FTP or FTPS folder", FtpConnection.login());

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
        return FtpConnection.port(settings);
    }

    @Override
    public RemoteFolder open(SettingValues settings, String place) throws IOException {
        FtpConnection connection = TargetSide.of(() -> FtpConnection.open(settings, hosts));
        String home = connection.client().printWorkingDirectory();
        return ServerFolder.open(new Server(connection, home == null ? "/" : home), place, connection.shown() + place);
    }

    /** @param home where the login leads; paths are sent absolute, because asking for a folder means going there */
    private record Server(FtpConnection connection, String home) implements FileServer {
        private FTPClient client() {
            return connection.client();
        }

        private String absolute(String path) {
            return path.startsWith("/") ? path : home.endsWith("/") ? home + path : home + "/" + path;
        }

        @Override
        public boolean hasFolder(String path) throws IOException {
            return client().changeWorkingDirectory(absolute(path));
        }

        @Override
        public void makeFolder(String path) throws IOException {
            done(client().makeDirectory(absolute(path)), path);
        }

        @Override
        public void send(Path file, String path) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                done(client().storeFile(absolute(path), in), path);
            }
        }

        @Override
        public OptionalLong size(String path) throws IOException {
            String answer = client().getSize(absolute(path));
            return answer == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer.strip()));
        }

        @Override
        public void rename(String from, String to) throws IOException {
            done(client().rename(absolute(from), absolute(to)), to);
        }

        @Override
        public List<String> names(String folder) throws IOException {
            done(client().changeWorkingDirectory(absolute(folder)), folder);
            String[] names = client().listNames();
            return names == null
                    ? List.of()
                    : Arrays.stream(names)
                            .map(each -> each.substring(each.lastIndexOf('/') + 1))
                            .toList();
        }

        @Override
        public void remove(String path) throws IOException {
            done(client().deleteFile(absolute(path)), path);
        }

        @Override
        public byte[] read(String path, int most) throws IOException {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            try (InputStream in = client().retrieveFileStream(absolute(path))) {
                done(in != null, path);
                all.write(in.readNBytes(most));
            }
            client().completePendingCommand();
            return all.toByteArray();
        }

        @Override
        public void fetch(String path, Path into) throws IOException {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into))) {
                done(client().retrieveFile(absolute(path), out), path);
            }
        }

        private void done(boolean done, String path) throws IOException {
            if (!done) {
                throw new IOException(path + ": " + client().getReplyString().strip());
            }
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
