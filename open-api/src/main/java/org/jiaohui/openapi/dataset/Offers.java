package org.jiaohui.openapi.dataset;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.openapi.access.Reader;
import org.springframework.stereotype.Component;

/**
 * Which files of a version are offered to whom. The file as it was delivered may hold more than what is published: refused rows, columns that were left out, tables
 * whose datasets are not open. Then it is for the key alone.
 */
@Component
public final class Offers {
    static final String ORIGINAL = "original";

    private final Downloads downloads;
    private final RunLedger ledger;
    private final CatalogueEntries entries;

    Offers(Downloads downloads, RunLedger ledger, CatalogueEntries entries) {
        this.downloads = downloads;
        this.ledger = ledger;
        this.entries = entries;
    }

    /** What the one who asks may download. */
    public List<Downloads.Download> list(DatasetVersion version, HttpServletRequest request) {
        return downloads.list(version).stream()
                .filter(offer -> mayHave(version, offer.format(), request))
                .toList();
    }

    boolean mayHave(DatasetVersion version, String format, HttpServletRequest request) {
        return !format.equals(ORIGINAL) || !holdsMore(version) || Reader.seesRefusedValues(request);
    }

    /** Whether the delivered file holds anything that is not published, in any of its tables: they came in one file. */
    boolean holdsMore(DatasetVersion version) {
        return ledger.find(version.run()).map(this::holdsMore).orElse(version.refused() > 0);
    }

    private boolean holdsMore(ExchangeRun run) {
        return run.refused() > 0
                || run.findings().stream().anyMatch(Offers::tellsOfOtherColumns)
                || run.tables().stream()
                        .anyMatch(table -> entries.find(table.dataset().value())
                                .filter(entry -> !entry.open())
                                .isPresent());
    }

    /** Columns in another order are the same columns; that finding names none and counts one. */
    private static boolean tellsOfOtherColumns(Finding finding) {
        return finding.rule().equals("schema-drift") && !(finding.column().isEmpty() && finding.count() == 1);
    }
}
