package org.jiaohui.dataset.objectstore;

import java.nio.file.Path;

/** A local copy of an immutable object, kept at least until it is closed. */
public interface LocalFile extends AutoCloseable {
    Path path();

    @Override
    void close();
}
