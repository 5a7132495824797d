package org.jiaohui.dataset.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.jiaohui.dataset.format.ValueParser;
import org.jiaohui.exchange.table.Batch;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.Constraint;
import org.jiaohui.exchange.table.Constraint.CheckDigit.Scheme;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;

class RowRulesTest {
    /** No rule here has so many keys that it would use it. */
    private static final Path FOLDER = Path.of("unused");

    private static final KeyMemory AMPLE = new KeyMemory(64 << 20);

    @Test
    void refusesEachRowOnceWithTheRuleThatItBreaks() {
        assertThat(refused(text(new Constraint.Length(3)), "高速路", "abcd", "高速公路", ""))
                .containsExactly("1:length", "2:length");
        assertThat(refused(text(new Constraint.Matches("[A-Z]\\d+")), "G15", "g15", "G", "G1x"))
                .hasSize(3);
        assertThat(refused(text(new Constraint.Matches("[京沪][A-Z]\\w{5}")), "沪A12345", "苏A12345"))
                .containsExactly("1:pattern");
        assertThat(refused(text(new Constraint.CodeList(List.of("ETC", "现金"))), "ETC", "现金", "刷卡"))
                .containsExactly("2:code-list");
        assertThat(refused(text(new Constraint.CheckDigit(Scheme.VIN)), "LSVAA49J132047371", "LSVAA49J132047372"))
                .containsExactly("1:check-digit");
        assertThat(refused(text().asRequired(), "a", "")).containsExactly("1:required");
        Column number = Column.of("c", ColumnType.decimal(6, 2))
                .withConstraints(
                        List.of(new Constraint.Range(Optional.of(BigDecimal.ONE), Optional.of(new BigDecimal("2.5")))));
        assertThat(refused(number, "0.99", "1", "2.50", "2.51")).containsExactly("0:range", "3:range");
    }

    @Test
    void knowsTheCheckDigitsOfTheStandards() {
        for (String code : List.of("91350100M000100Y43", "91512081MA62K0260E")) {
            assertThat(valid(Scheme.UNIFIED_SOCIAL_CREDIT_CODE, code)).isTrue();
        }
        assertThat(valid(Scheme.UNIFIED_SOCIAL_CREDIT_CODE, "91350100M000100Y4Z"))
                .isFalse();
        assertThat(valid(Scheme.CITIZEN_ID, "11010519491231002X")).isTrue();
        assertThat(valid(Scheme.CITIZEN_ID, "110105194912310021")).isFalse();
        assertThat(valid(Scheme.CITIZEN_ID, "1101051949123100２X")).isFalse();
        for (String number : List.of("1M8GDM9AXKP042788", "LSVAA49J132047371", "11111111111111111")) {
            assertThat(valid(Scheme.VIN, number)).isTrue();
        }
        assertThat(valid(Scheme.VIN, "LSVAA49I132047371")).isFalse();
    }

    @Test
    void refusesTheSecondRowWithAKeyAcrossAllBatches() {
        for (ColumnType type : List.of(ColumnType.INTEGER, ColumnType.TEXT)) {
            TableSchema schema = new TableSchema(List.of(Column.of("id", type)), List.of("id"), Optional.empty());
            RowRules rules = new RowRules(schema, FOLDER);
            assertThat(check(rules, schema, "1", "2", "1", "")).containsExactly("3:required", "2:unique");
            assertThat(check(rules, schema, "2", "3")).containsExactly("0:unique");
        }
    }

    @Test
    void keepsExactlyTheKeysThatWereAdded() {
        Random random = new Random(7);
        for (long spread : new long[] {3_000, 3_000_000, Long.MAX_VALUE}) {
            NumberKeys keys = new NumberKeys(AMPLE, new HashKeys(AMPLE, FOLDER));
            Set<Long> expected = new HashSet<>();
            for (int i = 0; i < 200_000; i++) {
                long key = random.nextLong() % spread;
                assertThat(keys.add(key)).isEqualTo(expected.add(key));
            }
        }
    }

    @Test
    void letsExactlyOneOfManyWorkersClaimAKey() throws InterruptedException {
        HashKeys hashes = new HashKeys(AMPLE, FOLDER);
        NumberKeys numbers = new NumberKeys(AMPLE, new HashKeys(AMPLE, FOLDER));
        LongAdder claimed = new LongAdder();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (long key = 0; key < 200_000; key++) {
                    claimed.add((numbers.add(key * 977) ? 1 : 0)
                            + (hashes.add(key * 0x9E3779B97F4A7C15L, key << 40) ? 1 : 0));
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(claimed.sum()).isEqualTo(400_000);
    }

    @Test
    void matchesBytePatternsAsTheRegularExpressionDoes() {
        List<String> patterns = List.of(
                "[A-Z]\\d+",
                "\\d{6}",
                "G\\d{7}",
                "[A-Za-z0-9_-]{2,4}",
                "a?",
                "\\w*",
                "^[0-9]{2}$",
                "a.b",
                "(a|b)+",
                "[^a]",
                "\\d{2,}",
                "x\\.y",
                "[京沪][A-F]\\w{2}",
                "甲+",
                "[一-龥]{2,3}",
                "[𠮷é]",
                "\\w甲?",
                "[a-c]+d");
        List<String> texts = List.of(
                "",
                "A1",
                "A",
                "123456",
                "G1234567",
                "ab",
                "abcd",
                "abcde",
                "a",
                "x.y",
                "xxy",
                "12",
                "甲",
                "甲甲",
                "京A12",
                "沪G12",
                "京A1甲",
                "乙京甲乙",
                "𠮷",
                "é",
                "a甲",
                "aab",
                "abcd",
                "12\n");
        for (String pattern : patterns) {
            for (String text : texts) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                PatternRule.BytePattern.find(pattern)
                        .ifPresent(simple -> assertThat(simple.matches(bytes, 0, bytes.length))
                                .as(pattern + " on " + text)
                                .isEqualTo(Pattern.matches(pattern, text)));
            }
        }
        assertThat(PatternRule.BytePattern.find("[A-Z]\\d+")).isPresent();
        assertThat(PatternRule.BytePattern.find("[京沪][A-F]\\w{5}")).isPresent();
        assertThat(PatternRule.BytePattern.find("[A-Z]?\\d+")).isEmpty();
    }

    @Test
    void holdsCoordinatesAgainstTheRegion() {
        TableSchema schema = new TableSchema(
                List.of(Column.of("lon", ColumnType.DOUBLE), Column.of("lat", ColumnType.decimal(8, 5))),
                List.of(),
                Optional.of(new TableSchema.CoordinateRegion("lon", "lat", 120.8, 30.6, 122.2, 31.9)));
        Batch batch = new Batch(schema, 4);
        String[][] rows = {{"121.5", "31.2"}, {"31.2", "121.5"}, {"", "31.2"}, {"121.5", "32"}};
        for (int row = 0; row < rows.length; row++) {
            set(batch, 0, row, rows[row][0]);
            set(batch, 1, row, rows[row][1]);
        }
        batch.rows = rows.length;
        assertThat(check(new RowRules(schema, FOLDER), batch)).containsExactly("1:region", "3:region");
    }

    @Test
    void warnsOfOldRowsWithoutRefusingThem() {
        TableSchema schema = TableSchema.of(
                List.of(Column.of("day", ColumnType.DATE).withConstraints(List.of(new Constraint.Fresh(30)))));
        RowRules rules = new RowRules(schema, FOLDER, Instant.parse("2026-11-23T00:00:00Z"));

        assertThat(check(rules, schema, "2026-11-22", "2026-10-24", "2026-10-23", "2014-01-01"))
                .isEmpty();
        assertThat(rules.warnings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.count()).isEqualTo(2));
        assertThat(LocalDate.parse("2026-11-23").minusDays(31)).isEqualTo("2026-10-23");
    }

    @Test
    void documentsEveryRule() throws IOException {
        String documentation = Files.readString(Path.of("..", "docs", "rules.md"));
        for (String rule : List.of(
                "required",
                "length",
                "pattern",
                "code-list",
                "range",
                "check-digit",
                "region",
                "unique",
                "fresh",
                "fields",
                "type",
                "quote",
                "encoding",
                "header")) {
            assertThat(documentation).contains("## `" + rule + "`");
        }
        try (var files = Files.list(Path.of("src/main/java/org/jiaohui/dataset/rule"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith("Rule.java")).toList()) {
                String source = Files.readString(file);
                for (String name : Pattern.compile("\\{@code ([a-z-]+)\\}:")
                        .matcher(source)
                        .results()
                        .map(match -> match.group(1))
                        .toList()) {
                    assertThat(documentation).contains("## `" + name + "`");
                }
            }
        }
    }

    private static boolean valid(Scheme scheme, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return CheckDigitRule.isValid(scheme, bytes, 0, bytes.length);
    }

    private static Column text(Constraint... constraints) {
        return Column.of("c", ColumnType.TEXT).withConstraints(List.of(constraints));
    }

    private static List<String> refused(Column column, String... values) {
        TableSchema schema = TableSchema.of(List.of(column));
        return check(new RowRules(schema, FOLDER), schema, values);
    }

    private static List<String> check(RowRules rules, TableSchema schema, String... values) {
        Batch batch = new Batch(schema, values.length);
        for (int row = 0; row < values.length; row++) {
            set(batch, 0, row, values[row]);
        }
        batch.rows = values.length;
        return check(rules, batch);
    }

    private static List<String> check(RowRules rules, Batch batch) {
        List<String> refused = new ArrayList<>();
        for (int row = 0; row < batch.rows; row++) {
            batch.sourceRows[row] = row;
        }
        rules.worker()
                .check(
                        batch,
                        new boolean[batch.rows],
                        (row, column, rule, value, reason, raw) -> refused.add(row + ":" + rule));
        return refused;
    }

    private static void set(Batch batch, int column, int row, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        assertThat(ValueParser.parse(bytes, 0, bytes.length, batch.column(column), row))
                .isTrue();
    }
}
