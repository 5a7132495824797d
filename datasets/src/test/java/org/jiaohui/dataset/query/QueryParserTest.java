package org.jiaohui.dataset.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jiaohui.dataset.query.Expression.Literal;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
    private static final TableSchema SCHEMA = TableSchema.of(List.of(
            Column.of("id", ColumnType.INTEGER),
            Column.of("车牌", ColumnType.TEXT),
            Column.of("fee", ColumnType.decimal(10, 2)),
            Column.of("day", ColumnType.DATE),
            Column.of("at", ColumnType.TIMESTAMP),
            Column.of("ok", ColumnType.BOOLEAN)));

    private static String parsed(String where) {
        return QueryParser.condition(new QueryText("where", where))
                .orElseThrow()
                .text();
    }

    private static SqlWriter.Piece written(String where) {
        QueryText query = new QueryText("where", where);
        return SqlWriter.condition(query, SCHEMA, QueryParser.condition(query).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = 1 or b = 2 and not c = 3 | ((\"a\" = 1) or ((\"b\" = 2) and (not (\"c\" = 3))))",
                "a+b*c-d > -2 | (((\"a\" + (\"b\" * \"c\")) - \"d\") > (- 2))",
                "(a+b)*c != 0.5 | (((\"a\" + \"b\") * \"c\") <> 0.5)",
                "车牌 LIKE '粤%' | (\"车牌\" like '粤%')",
                "x not between 1 and 2 AND y is not null | ((\"x\" not between 1 and 2) and (\"y\" is not null))",
                "x in ('a''b', 'c') | (\"x\" in ('a''b', 'c'))",
                "year(day) = 2025 | (year(\"day\") = 2025)",
                "day >= date '2025-01-01' | (\"day\" >= date '2025-01-01')",
                "\"a\"\"b\" = 1e3 | (\"a\"\"b\" = 1e3)"
            })
    void bindsAsSqlDoes(String where, String expected) {
        assertThat(parsed(where)).isEqualTo(expected);
    }

    @Test
    void emptyConditionIsNone() {
        assertThat(QueryParser.condition(new QueryText("where", "  "))).isEqualTo(Optional.empty());
    }

    @Test
    void callersTextBecomesParametersOnly() {
        SqlWriter.Piece piece = written("车牌 = 'x''; drop table t; --' and ID in (1, '2') and day > '2025-01-31'");
        assertThat(piece.sql())
                .isEqualTo("((\"车牌\" = CAST(? AS VARCHAR)) AND (\"id\" IN (CAST(? AS BIGINT), CAST(? AS DECIMAL(1,0))))"
                        + " AND (\"day\" > CAST(? AS DATE)))");
        assertThat(piece.parameters()).containsExactly("x'; drop table t; --", 1L, "2", "2025-01-31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1=1; drop table t",
                "1=1 -- comment",
                "1=1 /* c */",
                "read_csv('/etc/passwd') = 1",
                "read_parquet('x') is null",
                "id in (select 1)",
                "(select 1) = 1",
                "exists (select 1)",
                "id = 1 union select 2",
                "id = case when 1=1 then 1 end",
                "cast(id as text) = '1'",
                "id::text = '1'",
                "id[1] = 1",
                "id = $1",
                "id = ?",
                "id = \\u0031",
                "id\u202E = 1",
                "id\u200B = 1",
                "id \u00a0= 1",
                "id ＝ 1",
                "id = ‘1’",
                "id = 1 or",
                "= 1",
                "id = = 1",
                "(id = 1",
                "id = 1)",
                "id in ()",
                "id in (1,)",
                "id = null",
                "id",
                "id + 1",
                "not id",
                "id like 'x'",
                "id = 'abc'",
                "车牌 = 4",
                "ok = 3",
                "day = '2025-02-30'",
                "day = 'yesterday'",
                "at > 5",
                "lower(id) = 'x'",
                "year(车牌) = 1",
                "round(fee, id) = 1",
                "sum(fee) > 1",
                "count(*) > 1",
                "getenv('HOME') = 'x'",
                "车牌 = 'open",
                "\"车牌 = 1",
                "\"\" = 1",
                "id = 12abc",
                "id = 1.2.3",
                "id = 1e",
                "missing = 1",
                "information_schema.tables = 1",
                "id = 999999999999999999999999999999999999999999",
                "车牌 = 'a\u0000b'",
                "车牌 = '\uD800'"
            })
    void refusesWhatTheLanguageDoesNotHave(String where) {
        assertThatThrownBy(() -> written(where)).isInstanceOfSatisfying(ExchangeException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.BAD_QUERY);
            assertThat(e.getMessage()).contains("参数 where 第 ", "parameter where, character ", "\n", "^");
        });
    }

    @Test
    void errorPointsAtThePlace() {
        assertThatThrownBy(() -> written("车牌 = 'a' and colour = 1"))
                .hasMessageContaining("第 14 个字符：没有列 \"colour\"，现有：id、车牌、fee")
                .hasMessageContaining("character 14: there is no column \"colour\" (found: id, 车牌, fee")
                .hasMessageEndingWith("\n车牌 = 'a' and colour = 1\n               ^");
    }

    @Test
    void limitsLengthDepthAndChoices() {
        refused("id = " + "1".repeat(4_000), "4000");
        refused("(".repeat(60) + "ok" + ")".repeat(60), "50");
        refused("not ".repeat(60) + "ok", "50");
        refused("id = " + "-".repeat(1) + "- ".repeat(0) + "(" + "- ".repeat(60) + "1)", "50");
        refused("id = 1" + " + 1".repeat(60), "50");
        refused(
                "id in (" + IntStream.range(0, 1_001).mapToObj(i -> "1").collect(Collectors.joining(",")) + ")",
                "1000");
        assertThat(written("(".repeat(40) + "ok" + ")".repeat(40)).sql()).isEqualTo("\"ok\"");
        assertThat(written("ok" + " or ok".repeat(600)).parameters()).isEmpty();
    }

    private static void refused(String where, String reason) {
        assertThatThrownBy(() -> written(where)).hasMessageContaining(reason).isInstanceOf(ExchangeException.class);
    }

    @Test
    void whatIsPrintedParsesToTheSameTree() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20250131);
        for (int i = 0; i < 3_000; i++) {
            String text = condition(random, 4).text();
            if (text.length() <= QueryText.LONGEST) {
                assertThat(parsed(text)).isEqualTo(text);
            }
        }
    }

    @Test
    void anyTextEitherParsesOrIsABadQuery() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
        String[] bits = {
            "id",
            "'",
            "\"",
            "(",
            ")",
            " and ",
            " or ",
            "not ",
            "=",
            "<",
            "1",
            ".5",
            "1e9",
            ",",
            "-",
            "--",
            "/*",
            " in ",
            "between ",
            "like",
            "is null",
            "车",
            "\u0000",
            "\uD83D",
            "\uDE00",
            "；",
            "date",
            " '2025-01-01'",
            "count(",
            "*"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(1, 12); n > 0; n--) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            try {
                written(text + " ");
            } catch (ExchangeException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.BAD_QUERY);
            } catch (java.util.NoSuchElementException e) {
                assertThat(text.toString()).isBlank();
            }
        }
    }

    private static Expression condition(RandomGenerator random, int depth) {
        int kind = random.nextInt(depth > 0 ? 7 : 5);
        return switch (kind) {
            case 0 ->
                new Expression.Comparison(
                        List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6)),
                        value(random, 2),
                        value(random, 2),
                        0);
            case 1 ->
                new Expression.In(
                        value(random, 1), List.of(value(random, 1), value(random, 0)), random.nextBoolean(), 0);
            case 2 ->
                new Expression.Between(value(random, 1), value(random, 1), value(random, 1), random.nextBoolean(), 0);
            case 3 ->
                new Expression.Like(value(random, 1), value(random, 1), random.nextBoolean(), random.nextBoolean(), 0);
            case 4 -> new Expression.IsNull(value(random, 2), random.nextBoolean(), 0);
            case 5 -> new Expression.Not(condition(random, depth - 1), 0);
            default -> {
                List<Expression> parts = new ArrayList<>();
                for (int i = random.nextInt(2, 4); i > 0; i--) {
                    parts.add(condition(random, depth - 1));
                }
                yield new Expression.Junction(random.nextBoolean(), parts, 0);
            }
        };
    }

    private static Expression value(RandomGenerator random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 ->
                new Expression.ColumnName(
                        List.of("a", "车 牌", "q\"q", "and", "date").get(random.nextInt(5)), 0);
            case 1 ->
                new Literal(
                        Literal.Kind.TEXT,
                        List.of("", "it's", "-- x", "\"", "\uD83D\uDE00").get(random.nextInt(5)),
                        0);
            case 2 -> new Literal(Literal.Kind.INTEGER, "" + random.nextInt(1_000_000), 0);
            case 3 -> new Literal(Literal.Kind.DATE, "2025-01-31", 0);
            case 4 -> new Literal(Literal.Kind.DECIMAL, random.nextInt(100) + ".25", 0);
            case 5 -> new Expression.Negation(value(random, depth - 1), 0);
            case 6 ->
                new Expression.Call(
                        Expression.Function.COALESCE, List.of(value(random, depth - 1), value(random, depth - 1)), 0);
            default ->
                new Expression.Arithmetic(
                        List.of("+", "-", "*", "/").get(random.nextInt(4)),
                        value(random, depth - 1),
                        value(random, depth - 1),
                        0);
        };
    }
}
