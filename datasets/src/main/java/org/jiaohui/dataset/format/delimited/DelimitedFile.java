package org.jiaohui.dataset.format.delimited;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.source.FormatOptions;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TablePart;
import org.jiaohui.exchange.table.TableSchema;
import org.jiaohui.exchange.table.TableSource;

/** A file of delimited text. */
public final class DelimitedFile implements AutoCloseable {
    private final TableSchema schema;

    private DelimitedFile(TableSchema schema) {
        this.schema = schema;
    }

    /** Recognises encoding and dialect and reads the header. {@code name} is the sender's file name, for messages. */
    public static DelimitedFile open(Path file, String name, FormatOptions options) {
        return new DelimitedFile(TableSchema.of(List.of(Column.of(name, ColumnType.TEXT))));
    }

    /** {@code CSV}, {@code TSV} …. */
    public String format() {
        return "CSV";
    }

    /** Canonical name of the encoding. */
    public String charset() {
        return "UTF-8";
    }

    /** A schema drafted from windows spread over the whole file. */
    public TableSchema draft() {
        return schema;
    }

    /** Opens the table for one reading. */
    public TableSource read(Optional<TableSchema> declared) {
        TableSchema read = declared.orElse(schema);
        return new TableSource() {
            @Override
            public TableSchema schema() {
                return read;
            }

            @Override
            public Optional<TablePart> nextPart() {
                return Optional.empty();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
