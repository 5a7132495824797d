package org.jiaohui.dataset.objectstore;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Immutable objects by key. A key is a relative path with forward slashes, any Unicode but control characters, no empty, {@code .} or {@code ..} segment. An
 * object is either there as a whole or not at all. A store that does not answer is {@code OBJECT_STORE_UNAVAILABLE}, a full disk {@code DISK_FULL}.
 */
public interface ObjectStore {
    /** Stores a copy of the file; an object of this key is replaced. */
    void put(String key, Path file);

    /** Like {@link #put(String, Path)}, but the file is gone afterwards; a store on the same disk need not copy. */
    void take(String key, Path file);

    /** Like {@link #put(String, Path)}, for a file that nobody will write to again: a store on the same disk need not copy. The file stays. */
    default void keep(String key, Path file) {
        put(key, file);
    }

    /** Stores the bytes; an object of this key is replaced. */
    void put(String key, byte[] content);

    /** The object from a byte on, up to {@code length} bytes or its end; throws {@code OBJECT_STORE_UNAVAILABLE} when there is none. */
    InputStream open(String key, long offset, long length);

    default InputStream open(String key) {
        return open(key, 0, Long.MAX_VALUE);
    }

    /** Bytes of the object, or empty when there is none. */
    OptionalLong findSize(String key);

    /** Removes the object; nothing happens when there is none. */
    void delete(String key);

    /** Objects whose key begins with the prefix, sorted by key. */
    List<StoredObject> list(String prefix);

    /** The object as a local file when the store is one, without copying. */
    default Optional<Path> findLocal(String key) {
        return Optional.empty();
    }

    /** Address of the store as other engines know it, without a final slash: {@code file:///…} or {@code s3://bucket}. */
    String address();

    /** Refuses a key that could leave the store. */
    static String checked(String key) {
        boolean control = key.chars().anyMatch(character -> character < 32 || character == 127 || character == '\\');
        for (String segment : key.split("/", -1)) {
            if (control || segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw new IllegalArgumentException("not a key of an object: \"" + key + "\"");
            }
        }
        return key;
    }

    /** One object. */
    record StoredObject(String key, long bytes) {}
}
