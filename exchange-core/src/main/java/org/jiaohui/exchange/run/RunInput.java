package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Locale;
import org.jiaohui.exchange.source.SpooledFile;

/**
 * What a run was given to read, by name and digest.
 *
 * @param name the file's or table's name as delivered
 * @param sha256 lower-case hex: of the file's bytes, or of the rows that were read
 */
public record RunInput(String name, Basis basis, long bytes, String sha256) {
    static List<RunInput> of(List<SpooledFile> files) {
        return files.stream()
                .map(file -> new RunInput(file.name(), Basis.FILE, file.bytes(), file.sha256()))
                .toList();
    }

    /** What the digest is over. */
    public enum Basis {
        /** The delivered file, byte by byte. */
        FILE,
        /** The accepted rows of a table that a database streamed, in their order, as its version would hold them. */
        ROWS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
