package org.jiaohui.exchange.source;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A delivered file as it came, on local disk; may be opened again and again.
 *
 * @param name the sender's file name, without folders
 * @param sha256 digest of the bytes, lower-case hex
 */
public record SpooledFile(Path path, String name, Optional<String> mediaType, long bytes, String sha256) {}
