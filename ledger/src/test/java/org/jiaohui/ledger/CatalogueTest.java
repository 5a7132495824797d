package org.jiaohui.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jiaohui.exchange.catalogue.CatalogueChange;
import org.jiaohui.exchange.catalogue.CatalogueEntries.Summary;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.catalogue.CatalogueLog.LogEntry;
import org.jiaohui.exchange.run.RunOutcome;
import org.jiaohui.exchange.run.TaskId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The catalogue's entries and its log, as runs leave them. */
class CatalogueTest extends LedgerTest {
    @BeforeEach
    void registerTask() {
        sources.save(Examples.source("src"), Set.of());
        tasks.save(Examples.task("task", "src", Optional.empty()));
    }

    @Test
    void holdsTheStateThatReplayingTheLogGives() {
        CatalogueEntry first = Examples.entry("gates", "PUBLIC", 5);
        CatalogueEntry second = Examples.entry("gates", "PUBLIC", 6);
        CatalogueEntry foreign = Examples.harvested("src~0123456789abcdef", "src", "<a> <b> \"中\" .");
        assertThat(log.head()).isZero();
        assertThat(log.after(0, 10)).isEmpty();
        changed(new CatalogueChange.Put(first), new CatalogueChange.Put(foreign));
        changed(
                new CatalogueChange.Put(second),
                new CatalogueChange.Withdraw(foreign.id()),
                new CatalogueChange.Withdraw("never-was"));
        List<LogEntry> all = log.after(0, 10);
        assertThat(all)
                .extracting(LogEntry::change)
                .containsExactly(
                        new CatalogueChange.Put(first),
                        new CatalogueChange.Put(foreign),
                        new CatalogueChange.Put(second),
                        new CatalogueChange.Withdraw(foreign.id()),
                        new CatalogueChange.Withdraw("never-was"));
        assertThat(log.after(all.get(2).sequence(), 1)).containsExactly(all.get(3));
        assertThat(log.head()).isEqualTo(all.getLast().sequence());
        assertThat(entries.find("gates")).contains(second);
        assertThat(entries.find(foreign.id())).isEmpty();
        changed(new CatalogueChange.Withdraw("back"), new CatalogueChange.Put(Examples.entry("back", "PUBLIC", 1)));
        assertThat(entries.find("back")).isPresent();
        assertThat(entries.find("no\u0000body")).isEmpty();
    }

    @Test
    void knowsTheDigestOfEveryHarvestedDescription() {
        changed(
                new CatalogueChange.Put(Examples.harvested("src~b", "src", "abc")),
                new CatalogueChange.Put(Examples.harvested("src~a", "src", "")),
                new CatalogueChange.Put(Examples.harvested("other~a", "other", "abc")),
                new CatalogueChange.Put(Examples.entry("own", "PUBLIC", 1)));
        assertThat(entries.harvestedFrom("src"))
                .containsOnlyKeys("src~a", "src~b")
                .containsEntry("src~b", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
                .containsEntry("src~a", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(entries.harvestedFrom("nobody")).isEmpty();
    }

    @Test
    void pagesTheListedIdsInTheirOrder() {
        changed(
                new CatalogueChange.Put(Examples.entry("b", "PUBLIC", 1)),
                new CatalogueChange.Put(Examples.entry("a-2", "PUBLIC", 1)),
                new CatalogueChange.Put(Examples.entry("a1", "PUBLIC", 1)),
                new CatalogueChange.Put(Examples.entry("a", "NON_PUBLIC", 1)),
                new CatalogueChange.Put(Examples.entry("c", "RESTRICTED", 1)));
        assertThat(entries.publicIds("", 2)).containsExactly("a-2", "a1");
        assertThat(entries.publicIds("a1", 2)).containsExactly("b", "c");
        assertThat(entries.publicIds("c", 2)).isEmpty();
    }

    @Test
    void sumsUpTheListedEntriesOnly() {
        assertThat(entries.summary()).isEqualTo(new Summary(0, 0, 0, Optional.empty(), Map.of(), Map.of()));
        changed(
                new CatalogueChange.Put(Examples.entry("a", "PUBLIC", 5)),
                new CatalogueChange.Put(Examples.entry("b", "PUBLIC", 7)),
                new CatalogueChange.Put(Examples.harvested("src~c", "src", "x")),
                new CatalogueChange.Put(Examples.entry("secret", "NON_PUBLIC", 1000)));
        assertThat(entries.summary())
                .isEqualTo(new Summary(
                        3,
                        1,
                        12,
                        Optional.of(Instant.parse("2026-11-02T08:00:00.123456Z")),
                        Map.of("GL", 3L, "YZ", 3L),
                        Map.of("440000", 3L)));
        changed(new CatalogueChange.Put(Examples.entry("a", "NON_PUBLIC", 5)));
        assertThat(entries.summary().rows()).isEqualTo(7);
        changed(new CatalogueChange.Put(Examples.entry("b", "RESTRICTED", 7)));
        assertThat(entries.summary().datasets()).as("described to everybody").isEqualTo(2);
        assertThat(entries.summary().rows()).as("of open data only").isZero();
    }

    @Test
    void takesAWholeForeignCatalogueInOneTransaction() {
        List<CatalogueChange> many = new ArrayList<>();
        for (int i = 0; i < 3500; i++) {
            many.add(new CatalogueChange.Put(Examples.harvested("src~%016x".formatted(i), "src", "<a> <b> " + i)));
        }
        changed(many.toArray(CatalogueChange[]::new));
        assertThat(entries.harvestedFrom("src")).hasSize(3500);
        assertThat(log.after(0, 5000)).extracting(LogEntry::change).isEqualTo(many);
    }

    private void changed(CatalogueChange... changes) {
        runs.finish(
                runs.enqueue(new TaskId("task")).id(),
                Examples.result(RunOutcome.PUBLISHED, Optional.empty()),
                List.of(changes));
    }
}
