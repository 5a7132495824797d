package org.jiaohui.connector.targets.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A folder on a server, or what a bucket has for one, reached for one delivery. */
public interface RemoteFolder extends AutoCloseable {
    /** Of a small file no more is read. */
    int MOST_SMALL_BYTES = 64 << 10;

    /**
     * Puts a file there under a name, whole or not at all: whoever lists the folder never sees a part of it under that name. A file of that name is replaced.
     *
     * @param attempt tells this attempt's unfinished file from those of others, which are removed
     */
    void put(Path file, String name, int attempt) throws IOException;

    /** The content of a small file, at most 64 KiB; empty when there is none of that name. */
    Optional<byte[]> find(String name) throws IOException;

    /** Brings a file here; false when there is none of that name. */
    boolean fetch(String name, Path into) throws IOException;

    /** Removes a file of that name where the server may refuse to replace it; where there is none, nothing happens. */
    void makeWay(String name) throws IOException;

    @Override
    void close() throws IOException;
}
