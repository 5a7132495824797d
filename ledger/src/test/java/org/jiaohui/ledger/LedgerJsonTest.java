package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.DatasetDescription;
import org.jiaohui.exchange.run.ExchangeTask;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.table.TableSchema;
import org.junit.jupiter.api.Test;

class LedgerJsonTest {
    @Test
    void readsBackWhatItWrote() {
        roundTrip(Examples.entry("gates", "PUBLIC", 5), CatalogueEntry.class);
        roundTrip(Examples.harvested("src~0123456789abcdef", "src", "<a> <b> \"中\\n文\" .\n"), CatalogueEntry.class);
        roundTrip(Examples.task("gates", "src", Optional.of(Duration.ofMinutes(90))), ExchangeTask.class);
        roundTrip(Examples.task("gates", "src", Optional.empty()), ExchangeTask.class);
        roundTrip(Examples.about("标题", "RESTRICTED"), DatasetDescription.class);
        roundTrip(Examples.schema(), TableSchema.class);
        roundTrip(
                new Finding(
                        "range", Finding.Severity.WARNING, "", 3, "一", "one", List.of(new Finding.Sample(1, "v", "r"))),
                Finding.class);
        roundTrip(new CatalogueChange.Put(Examples.entry("gates", "PUBLIC", 5)), CatalogueChange.class);
        roundTrip(new CatalogueChange.Withdraw("gates"), CatalogueChange.class);
    }

    /** The text is what older and newer programs meet: a change here is a change of the stored form. */
    @Test
    void writesTheFormThatIsStored() {
        assertThat(LedgerJson.write(new CatalogueChange.Withdraw("gates"), CatalogueChange.class))
                .isEqualTo("{\"type\":\"withdraw\",\"id\":\"gates\"}");
        String schema = LedgerJson.write(Examples.schema(), TableSchema.class);
        assertThat(schema)
                .contains("\"type\":\"decimal(10,2)\"")
                .contains("{\"type\":\"range\",\"least\":\"0.10\",\"most\":null}")
                .contains("{\"type\":\"check-digit\",\"scheme\":\"UNIFIED_SOCIAL_CREDIT_CODE\"}")
                .contains("{\"type\":\"unique\"}");
        String entry = LedgerJson.write(Examples.entry("gates", "PUBLIC", 5), CatalogueEntry.class);
        assertThat(entry)
                .startsWith("{\"id\":\"gates\",\"source\":null,\"about\":{\"title\":")
                .contains("\"modified\":\"2026-11-02T08:00:00.123456Z\"")
                .contains("\"version\":\"v3\"")
                .doesNotContain("public\":")
                .doesNotContain("harvested");
        assertThat(LedgerJson.write(
                        Examples.task("gates", "src", Optional.of(Duration.ofMinutes(90))), ExchangeTask.class))
                .contains("\"every\":\"PT1H30M\"")
                .contains("\"thresholds\":{\"share\":0.1");
    }

    @Test
    void readsWhatANewerProgramAddedAndWhatAnOlderOneDidNotKnow() {
        String json = LedgerJson.write(Examples.entry("gates", "PUBLIC", 5), CatalogueEntry.class);
        String newer = json.replaceFirst("\\{", "{\"addedLater\":[1,{\"x\":2}],");
        assertThat(LedgerJson.read(newer, CatalogueEntry.class)).isEqualTo(Examples.entry("gates", "PUBLIC", 5));
        String older = json.replace("\"landingPage\":null,", "");
        assertThat(older).isNotEqualTo(json);
        assertThat(LedgerJson.read(older, CatalogueEntry.class)).isEqualTo(Examples.entry("gates", "PUBLIC", 5));
    }

    @Test
    void replacesWhatPostgresCannotHold() {
        assertThat(LedgerJson.storable("a\u0000b\ud800c😀")).isEqualTo("a\ufffdb\ufffdc😀");
        assertThat(LedgerJson.storable("中文")).isEqualTo("中文");
    }

    private static <T> void roundTrip(T value, Class<? super T> type) {
        String json = LedgerJson.write(value, type);
        Object read = LedgerJson.read(json, type);
        assertThat(read).isEqualTo(value);
        @SuppressWarnings("unchecked")
        T same = (T) read;
        assertThat(LedgerJson.write(same, type)).isEqualTo(json);
    }
}
