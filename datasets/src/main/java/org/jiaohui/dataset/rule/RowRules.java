package org.jiaohui.dataset.rule;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.RowRefusals;
import org.jiaohui.exchange.table.TableSchema;

/**
 * All rules of one schema for one reading of a table. Workers check their batches side by side; what must hold across all rows (unique keys) is kept here.
 */
public final class RowRules implements AutoCloseable {
    private final List<Rule> rules = new ArrayList<>();

    /**
     * @param folder for what memory does not hold; made when it is needed, and what was put into it is removed by {@link #close}
     * @throws ExchangeException SETTINGS_WRONG when a constraint does not suit its column's type
     */
    public RowRules(TableSchema schema, Path folder) {
        this(schema, folder, Instant.now());
    }

    RowRules(TableSchema schema, Path folder, Instant now) {
        List<Rule> last = new ArrayList<>();
        List<Column> columns = schema.columns();
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            boolean key = schema.key().stream().anyMatch(column.name()::equalsIgnoreCase);
            if (column.required() || key) {
                rules.add(new RequiredRule(i));
            }
            for (Constraint constraint : column.constraints()) {
                Rule rule = rule(i, column, constraint, folder, now);
                (rule instanceof UniqueRule || rule instanceof FreshRule ? last : rules).add(rule);
            }
        }
        schema.region().ifPresent(region -> rules.add(region(schema, region)));
        if (!schema.key().isEmpty()) {
            List<Integer> key = schema.key().stream().map(schema::indexOf).toList();
            boolean known = key.size() == 1
                    && columns.get(key.getFirst()).constraints().stream().anyMatch(Constraint.Unique.class::isInstance);
            if (!known) {
                last.addFirst(unique(schema, key, folder));
            }
        }
        rules.addAll(last);
    }

    private static Rule rule(int index, Column column, Constraint constraint, Path folder, Instant now) {
        return switch (constraint) {
            case Constraint.Length length -> {
                suits(column, constraint, column.type().kind().isTextual());
                yield new LengthRule(index, length.most());
            }
            case Constraint.Matches matches -> new PatternRule(index, matches.pattern());
            case Constraint.CodeList list -> new CodeListRule(index, list.values());
            case Constraint.Range range -> {
                suits(column, constraint, isNumber(column));
                yield new RangeRule(index, column.type(), range.least(), range.most());
            }
            case Constraint.Unique unique ->
                new UniqueRule(List.of(index), !column.type().kind().isTextual(), folder);
            case Constraint.CheckDigit digit -> {
                suits(column, constraint, column.type().kind().isTextual());
                yield new CheckDigitRule(index, digit.scheme());
            }
            case Constraint.Fresh fresh -> {
                ColumnType.Kind kind = column.type().kind();
                suits(column, constraint, kind == ColumnType.Kind.DATE || kind == ColumnType.Kind.TIMESTAMP);
                yield new FreshRule(index, column.name(), column.type(), fresh.days(), now);
            }
        };
    }

    private static UniqueRule unique(TableSchema schema, List<Integer> columns, Path folder) {
        boolean number = columns.size() == 1
                && !schema.columns().get(columns.getFirst()).type().kind().isTextual();
        return new UniqueRule(columns, number, folder);
    }

    private static Rule region(TableSchema schema, TableSchema.CoordinateRegion region) {
        int longitude = schema.indexOf(region.longitude());
        int latitude = schema.indexOf(region.latitude());
        boolean numbers = longitude >= 0
                && latitude >= 0
                && isNumber(schema.columns().get(longitude))
                && isNumber(schema.columns().get(latitude));
        if (!numbers) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "坐标列“%s”和“%s”必须是数值列 / the coordinate columns \"%s\" and \"%s\" must be columns of numbers"
                            .formatted(region.longitude(), region.latitude(), region.longitude(), region.latitude()));
        }
        return new RegionRule(longitude, latitude, region);
    }

    private static boolean isNumber(Column column) {
        ColumnType.Kind kind = column.type().kind();
        return kind == ColumnType.Kind.INTEGER || kind == ColumnType.Kind.DECIMAL || kind == ColumnType.Kind.DOUBLE;
    }

    private static void suits(Column column, Constraint constraint, boolean suits) {
        if (!suits) {
            throw new ExchangeException(
                    ErrorCode.SETTINGS_WRONG,
                    "规则 %s 不适用于列“%s”（类型 %s） / rule \"%s\" does not suit column \"%s\" of type %s"
                            .formatted(
                                    constraint.rule(),
                                    column.name(),
                                    column.type(),
                                    constraint.rule(),
                                    column.name(),
                                    column.type()));
        }
    }

    /** A checker for one thread. */
    public Worker worker() {
        return new Worker(rules);
    }

    /** What was found without refusing rows, when all workers are done. */
    public List<Finding> warnings() {
        List<Finding> findings = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof FreshRule fresh) {
                Optional<Finding> finding = fresh.finding();
                finding.ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** Gives memory and files back, when all workers are done. */
    @Override
    public void close() throws IOException {
        for (Rule rule : rules) {
            if (rule instanceof UniqueRule unique) {
                unique.close();
            }
        }
    }

    /** Checks batches of one thread. */
    public static final class Worker {
        private final List<Rule> rules;

        private Worker(List<Rule> rules) {
            this.rules = List.copyOf(rules);
        }

        /** Marks the rows of the batch that break a rule, and hands each of them over once; rows already marked are left alone. */
        public void check(Batch batch, boolean[] refused, RowRefusals refusals) {
            RowMarks marks = new RowMarks(batch, refused, refusals);
            for (Rule rule : rules) {
                rule.check(batch, marks);
            }
        }
    }
}
