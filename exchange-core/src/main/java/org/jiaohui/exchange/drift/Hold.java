package org.jiaohui.exchange.drift;

import java.util.List;
import java.util.Optional;

/**
 * Why a run waits, and what it needs to go on.
 *
 * @param differences of the tables whose columns are not what was expected
 * @param files the delivered files, kept until the run ends; none when a database streams the table, which then is read anew
 * @param position what the fetch after this delivery needs to know
 */
public record Hold(List<SchemaDifference> differences, List<HeldFile> files, String position) {
    /** A delivered file as it came. */
    public record HeldFile(String name, Optional<String> mediaType, long bytes, String sha256) {}

    public Hold {
        differences = List.copyOf(differences);
        files = List.copyOf(files);
    }
}
