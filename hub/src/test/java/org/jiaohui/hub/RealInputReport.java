package org.jiaohui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table of real inputs: what the hub read and what an independent reader says. Printed, and held against docs/real-input.md. */
final class RealInputReport {
    private static final Logger LOG = LoggerFactory.getLogger(RealInputReport.class);
    private static final String HEAD =
            "| input | reader there | rows here | rows there | sum here | sum there | outcome |\n|---|---|---:|---:|---:|---:|---|";

    private final String section;
    private final List<String> lines = new ArrayList<>();

    /** {@code section} names the table, and the file under target that holds it. */
    RealInputReport(String section) {
        this.section = section;
    }

    /** Numbers as text; a dash where there is nothing to compare. */
    void add(
            String input,
            String reader,
            String rowsHere,
            String rowsThere,
            String sumHere,
            String sumThere,
            String outcome) {
        lines.add("| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(input, reader, rowsHere, rowsThere, sumHere, sumThere, outcome));
    }

    /** Up to three decimals, so that the order of additions does not show. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.3f", value);
    }

    /** Prints the table and asks that the documentation has the same lines. */
    void finish() throws IOException {
        String table = HEAD + "\n" + String.join("\n", lines) + "\n";
        LOG.info("real input, {}:\n{}", section, table);
        Path file = Path.of("target/real-input-" + section + ".md");
        Files.writeString(file, table);
        String documented = Files.readString(Path.of("../docs/real-input.md"));
        assertThat(lines.stream().filter(line -> !documented.contains(line)).toList())
                .as("docs/real-input.md lacks lines of hub/" + file + "; copy them")
                .isEmpty();
    }
}
