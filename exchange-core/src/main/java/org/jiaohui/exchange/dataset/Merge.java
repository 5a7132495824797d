package org.jiaohui.exchange.dataset;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.TableSchema;

/**
 * How a delivery's rows become the next version.
 *
 * @param deletes which rows of a delivery remove the row with their key; only with UPSERT
 * @param order column whose greatest value wins where a delivery holds several rows of one key; of equal ones, and without it, the last row wins; only with
 *     UPSERT
 */
public record Merge(Mode mode, Optional<DeleteMarker> deletes, Optional<String> order) {
    public static final Merge REPLACE = new Merge(Mode.REPLACE, Optional.empty(), Optional.empty());
    public static final Merge APPEND = new Merge(Mode.APPEND, Optional.empty(), Optional.empty());
    public static final Merge UPSERT = new Merge(Mode.UPSERT, Optional.empty(), Optional.empty());

    /** What happens to the rows that a dataset holds already. */
    public enum Mode {
        /** The delivery is the whole dataset. */
        REPLACE,
        /** Rows are added. With a key, rows that are there already with the same values are left out, and those with other values are refused. */
        APPEND,
        /** Rows replace those with the same key; others are added. */
        UPSERT
    }

    /**
     * A column that says what a row means; it is no part of the dataset.
     *
     * @param values of rows that delete, compared as text
     */
    public record DeleteMarker(String column, Set<String> values) {
        public DeleteMarker {
            values = Set.copyOf(values);
            if (column.isBlank() || values.isEmpty()) {
                throw new IllegalArgumentException("a delete marker has a column and at least one value");
            }
        }
    }

    public Merge {
        if (mode != Mode.UPSERT && (deletes.isPresent() || order.isPresent())) {
            throw new IllegalArgumentException("deletes and order belong to the merge mode upsert, not to " + mode);
        }
    }

    /** The same text for equal merges, whatever the order of their values. */
    public String stable() {
        return mode + " "
                + deletes.map(marker -> marker.column() + new TreeSet<>(marker.values()))
                        .orElse("") + " "
                + order.orElse("");
    }

    public boolean replaces() {
        return mode == Mode.REPLACE;
    }

    /**
     * The schema of the versions that deliveries of this schema make: without the delete marker.
     *
     * @throws ExchangeException SETTINGS_WRONG when the schema lacks what this merge needs
     */
    public TableSchema published(TableSchema delivered) {
        if (mode == Mode.UPSERT && delivered.key().isEmpty()) {
            throw wrong(
                    "合并方式 upsert 需要声明主键，请在任务的 schema 中填写 key",
                    "the merge mode upsert needs a key: declare \"key\" in the task's schema");
        }
        order.ifPresent(column -> require(delivered, column));
        if (deletes.isEmpty()) {
            return delivered;
        }
        String marker = deletes.get().column();
        require(delivered, marker);
        if (delivered.key().stream().anyMatch(marker::equalsIgnoreCase)) {
            throw wrong(
                    "删除标记列 \"" + marker + "\" 不能是主键", "the delete marker \"" + marker + "\" cannot be part of the key");
        }
        List<Column> columns = delivered.columns().stream()
                .filter(column -> !column.name().equalsIgnoreCase(marker))
                .toList();
        return new TableSchema(columns, delivered.key(), delivered.region());
    }

    /** The schema whose rules rows of a delivery must satisfy: an upsert may bring several rows of one key. */
    public TableSchema checked(TableSchema delivered) {
        if (mode != Mode.UPSERT) {
            return delivered;
        }
        List<Column> columns = delivered.columns().stream()
                .map(column -> delivered.key().stream().anyMatch(column.name()::equalsIgnoreCase)
                        ? column.asRequired()
                                .withConstraints(
                                        delivered.key().size() > 1
                                                ? column.constraints()
                                                : column.constraints().stream()
                                                        .filter(each -> !(each instanceof Constraint.Unique))
                                                        .toList())
                        : column)
                .toList();
        return new TableSchema(columns, List.of(), delivered.region());
    }

    private static void require(TableSchema schema, String column) {
        if (schema.indexOf(column) < 0) {
            List<String> names = schema.columns().stream().map(Column::name).toList();
            throw wrong(
                    "合并用到的列 \"" + column + "\" 不在 schema 中（有 " + names + "）",
                    "the merge needs the column \"" + column + "\" in the schema (found: " + names + ")");
        }
    }

    private static ExchangeException wrong(String chinese, String english) {
        return new ExchangeException(ErrorCode.SETTINGS_WRONG, chinese + " / " + english);
    }
}
