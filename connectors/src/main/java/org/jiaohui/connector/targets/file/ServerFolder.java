package org.jiaohui.connector.targets.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** A folder on a server that can rename: files are sent as {@code <name>.<attempt>.tmp}, checked for their size and renamed. */
final class ServerFolder implements RemoteFolder {
    private final FileServer server;
    private final String path;

    private ServerFolder(FileServer server, String path) {
        this.server = server;
        this.path = path;
    }

    /**
     * The folder of that place; each level is made where it is missing. When it may not be made the connection is closed.
     *
     * @param shown the place as people may see it
     */
    static RemoteFolder open(FileServer server, String place, String shown) throws IOException {
        boolean opened = false;
        try {
            ServerFolder folder = new ServerFolder(server, made(server, place, shown));
            opened = true;
            return folder;
        } finally {
            if (!opened) {
                server.close();
            }
        }
    }

    private static String made(FileServer server, String place, String shown) throws IOException {
        StringBuilder path = new StringBuilder(place.startsWith("/") ? "/" : "");
        for (String level : place.split("/", -1)) {
            if (level.isEmpty()) {
                continue;
            }
            path.append(level);
            if (!server.hasFolder(path.toString())) {
                try {
                    server.makeFolder(path.toString());
                } catch (IOException refused) {
                    if (!server.hasFolder(path.toString())) {
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

    @Override
    public void put(Path file, String name, int attempt) throws IOException {
        String unfinished = path + name + "." + attempt + ".tmp";
        server.send(file, unfinished);
        OptionalLong there = server.size(unfinished);
        if (there.orElse(-1) != Files.size(file)) {
            throw new IOException(unfinished + " has " + (there.isPresent() ? there.getAsLong() + " bytes" : "gone")
                    + " instead of " + Files.size(file) + " bytes");
        }
        rename(unfinished, path + name);
        removeUnfinished(name);
    }

    /** Some servers refuse to replace. What stands there came whole and is of the same batch: then there is nothing to do. */
    private void rename(String from, String to) throws IOException {
        try {
            server.rename(from, to);
        } catch (IOException refused) {
            if (server.size(to).isEmpty()) {
                throw refused;
            }
        }
    }

    private void removeUnfinished(String name) throws IOException {
        for (String other : server.names(path)) {
            if (other.startsWith(name + ".") && other.endsWith(".tmp")) {
                try {
                    server.remove(path + other);
                } catch (IOException gone) {
                    if (server.size(path + other).isPresent()) {
                        throw gone;
                    }
                }
            }
        }
    }

    @Override
    public Optional<byte[]> find(String name) throws IOException {
        return server.size(path + name).isEmpty()
                ? Optional.empty()
                : Optional.of(server.read(path + name, MOST_SMALL_BYTES));
    }

    @Override
    public boolean fetch(String name, Path into) throws IOException {
        if (server.size(path + name).isEmpty()) {
            return false;
        }
        server.fetch(path + name, into);
        return true;
    }

    @Override
    public void makeWay(String name) throws IOException {
        if (server.size(path + name).isPresent()) {
            server.remove(path + name);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
