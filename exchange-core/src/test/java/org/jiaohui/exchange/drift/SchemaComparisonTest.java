package org.jiaohui.exchange.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jiaohui.exchange.dataset.ColumnProfile;
import org.jiaohui.exchange.dataset.DatasetId;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.Column;
import org.jiaohui.exchange.table.ColumnType;
import org.jiaohui.exchange.table.DeliveredColumn;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;

class SchemaComparisonTest {
    private static final TableSchema EXPECTED = new TableSchema(
            List.of(
                    Column.of("plate", ColumnType.TEXT),
                    Column.of("weight", ColumnType.decimal(8, 2)),
                    Column.of("lanes", ColumnType.INTEGER)),
            List.of("plate"),
            Optional.empty());

    private static final ColumnProfile LANES =
            new ColumnProfile("lanes", 0, 8, true, Optional.of("1"), Optional.of("8"), List.of());

    private static DeliveredColumn sampled(String name, ColumnType type, double fitting, String... examples) {
        return new DeliveredColumn(name, Optional.of(type), false, fitting, Arrays.asList(examples));
    }

    private static DeliveredColumn stated(String name, ColumnType type) {
        return DeliveredColumn.stated(Column.of(name, type));
    }

    private static List<String> changes(boolean declared, DeliveredColumn... delivered) {
        return new SchemaComparison(EXPECTED, List.of(LANES), declared, Arrays.asList(delivered))
                .changes().stream()
                        .map(change -> change.kind() + " " + change.column()
                                + change.after().map(side -> ">" + side.name()).orElse(""))
                        .toList();
    }

    @Test
    void theSameColumnsAreNoDifferenceWhateverTheirCase() {
        assertThat(changes(
                        true,
                        sampled("PLATE", ColumnType.TEXT, 1),
                        sampled("weight", ColumnType.INTEGER, 1),
                        sampled("lanes", ColumnType.INTEGER, 0.95)))
                .isEmpty();
    }

    @Test
    void addedMissingRetypedAndReorderedColumnsAreFound() {
        assertThat(changes(
                        true,
                        sampled("lanes", ColumnType.TEXT, 0.2),
                        sampled("plate", ColumnType.TEXT, 1),
                        sampled("road", ColumnType.TEXT, 1, "G4")))
                .containsExactly("MISSING weight", "RETYPED lanes>lanes", "ADDED road>road", "REORDERED ");
    }

    @Test
    void aSimilarNameOfTheSameSortOfTypeSuggestsARename() {
        assertThat(changes(
                        true,
                        sampled("plate", ColumnType.TEXT, 1),
                        sampled("weight_t", ColumnType.INTEGER, 1),
                        sampled("lanes", ColumnType.INTEGER, 1)))
                .containsExactly("RENAMED weight>weight_t");
        assertThat(changes(
                        true,
                        sampled("plate", ColumnType.TEXT, 1),
                        sampled("weight_t", ColumnType.DATE, 1),
                        sampled("lanes", ColumnType.INTEGER, 1)))
                .containsExactly("MISSING weight", "ADDED weight_t>weight_t");
    }

    @Test
    void theSamePlaceAndValuesLikeBeforeSuggestARenameUnderAnyName() {
        assertThat(changes(
                        true,
                        sampled("plate", ColumnType.TEXT, 1),
                        sampled("weight", ColumnType.decimal(18, 2), 1),
                        sampled("车道数", ColumnType.INTEGER, 1, "2", "4", "8")))
                .containsExactly("RENAMED lanes>车道数");
        assertThat(changes(
                        true,
                        sampled("plate", ColumnType.TEXT, 1),
                        sampled("weight", ColumnType.decimal(18, 2), 1),
                        sampled("序号", ColumnType.INTEGER, 1, "90001", "90002")))
                .containsExactly("MISSING lanes", "ADDED 序号>序号");
    }

    @Test
    void aDatabaseMayHoldADeclaredTypeInAWiderOrTextualOne() {
        assertThat(changes(
                        true,
                        stated("plate", ColumnType.INTEGER),
                        stated("weight", ColumnType.TEXT),
                        stated("lanes", ColumnType.TEXT)))
                .isEmpty();
        assertThat(changes(
                        true,
                        stated("plate", ColumnType.TEXT),
                        stated("weight", ColumnType.decimal(10, 2)),
                        stated("lanes", ColumnType.DATE)))
                .containsExactly("RETYPED weight>weight", "RETYPED lanes>lanes");
        // What was a number in the version before and is a text now is told even though texts may hold numbers.
        assertThat(changes(
                        false,
                        stated("plate", ColumnType.TEXT),
                        stated("weight", ColumnType.decimal(8, 2)),
                        stated("lanes", ColumnType.TEXT)))
                .containsExactly("RETYPED lanes>lanes");
    }

    @Test
    void evolvingTakesNewColumnsWidensDecimalsAndRenames() {
        TableShape shape = TableShape.of(
                EXPECTED,
                List.of(
                        stated("车牌", ColumnType.TEXT),
                        stated("weight", ColumnType.decimal(10, 2)),
                        stated("road", ColumnType.TEXT)),
                true,
                Map.of("plate", "车牌"),
                name -> Optional.empty());
        assertThat(shape.schema().columns().stream().map(column -> column.name() + " " + column.type()))
                .containsExactly("车牌 text", "weight decimal(10,2)", "lanes integer", "road text");
        assertThat(shape.schema().key()).containsExactly("车牌");
        assertThat(shape.sources())
                .containsExactly(Optional.of("车牌"), Optional.of("weight"), Optional.empty(), Optional.of("road"));
        assertThat(shape.lost()).isEmpty();
    }

    @Test
    void keepingReadsRenamedColumnsUnderTheirOldNameAndCannotDoWithoutTheKey() {
        List<DeliveredColumn> delivered =
                List.of(stated("车牌", ColumnType.TEXT), stated("weight", ColumnType.decimal(10, 2)));
        TableShape kept = TableShape.of(EXPECTED, delivered, false, Map.of("plate", "车牌"), name -> Optional.empty());
        assertThat(kept.schema()).isEqualTo(EXPECTED);
        assertThat(kept.sources()).containsExactly(Optional.of("车牌"), Optional.of("weight"), Optional.empty());
        TableShape without = TableShape.of(EXPECTED, delivered, false, Map.of(), name -> Optional.empty());
        assertThat(without.lost()).containsExactly("plate");
    }

    @Test
    void theFingerprintForgetsWhatASampleHappenedToShow() {
        assertThat(difference(sampled("lanes", ColumnType.TEXT, 0.1)).fingerprint())
                .isEqualTo(difference(sampled("lanes", ColumnType.DATE, 0.3)).fingerprint());
        assertThat(difference(sampled("lanes", ColumnType.TEXT, 0.1)).fingerprint())
                .isNotEqualTo(difference(sampled("other", ColumnType.TEXT, 0.1)).fingerprint());
    }

    @Test
    void findingsNameColumnsTypesAndWhatBecomesOfThem() {
        List<Finding> findings = new DriftFindings(
                        difference(sampled("lanes", ColumnType.TEXT, 0.1)),
                        DriftFindings.Course.EVOLVED,
                        Map.of(),
                        List.of())
                .list();
        assertThat(findings).hasSize(1);
        Finding finding = findings.getFirst();
        assertThat(finding.rule()).isEqualTo("schema-drift");
        assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
        assertThat(finding.column()).isEqualTo("lanes");
        assertThat(finding.message()).contains("lanes", "integer", "text", "gates", "v3");
        assertThat(finding.messageEn()).contains("changed from integer to text", "refused", "compared with v3");
    }

    private static SchemaDifference difference(DeliveredColumn third) {
        return new SchemaDifference(
                "gates",
                new DatasetId("gates"),
                "v3",
                new SchemaComparison(
                                EXPECTED,
                                List.of(),
                                false,
                                List.of(
                                        sampled("plate", ColumnType.TEXT, 1),
                                        sampled("weight", ColumnType.decimal(18, 2), 1),
                                        third))
                        .changes());
    }
}
