package org.jiaohui.connector.targets.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** A login on a server with folders and files: what its protocol can do. Paths begin where the login leads, or with {@code /}. */
interface FileServer extends AutoCloseable {
    boolean hasFolder(String path) throws IOException;

    /** Makes one level. */
    void makeFolder(String path) throws IOException;

    /** Copies a file there; what stands under the path is overwritten, and may be seen half written. */
    void send(Path file, String path) throws IOException;

    /** Bytes of a file; empty when there is no such file. */
    OptionalLong size(String path) throws IOException;

    /** Gives a file another name in one step. Whether a file of that name is replaced or the renaming refused is up to the server. */
    void rename(String from, String to) throws IOException;

    /** Names, without their folder, of what lies in a folder. */
    List<String> names(String folder) throws IOException;

    void remove(String path) throws IOException;

    /** The first bytes of a file that is there. */
    byte[] read(String path, int most) throws IOException;

    /** Copies a file that is there to here. */
    void fetch(String path, Path into) throws IOException;

    /** Cuts the connection, also from another thread. */
    @Override
    void close() throws IOException;
}
