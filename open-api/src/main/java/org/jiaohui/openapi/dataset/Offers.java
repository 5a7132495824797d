package org.jiaohui.openapi.dataset;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jiaohui.exchange.dataset.DatasetVersion;
import org.jiaohui.exchange.dataset.Downloads;
import org.jiaohui.exchange.run.ExchangeRun;
import org.jiaohui.exchange.run.RunLedger;
import org.jiaohui.openapi.access.Reader;
import org.springframework.stereotype.Component;

/** Which files of a version are offered to whom: the file as it was delivered holds the refused rows too, and those are for the key alone. */
@Component
public final class Offers {
    static final String ORIGINAL = "original";

    private final Downloads downloads;
    private final RunLedger ledger;

    Offers(Downloads downloads, RunLedger ledger) {
        this.downloads = downloads;
        this.ledger = ledger;
    }

    /** What the one who asks may download. */
    public List<Downloads.Download> list(DatasetVersion version, HttpServletRequest request) {
        return downloads.list(version).stream()
                .filter(offer -> mayHave(version, offer.format(), request))
                .toList();
    }

    boolean mayHave(DatasetVersion version, String format, HttpServletRequest request) {
        return !format.equals(ORIGINAL) || !holdsRefusedRows(version) || Reader.seesRefusedValues(request);
    }

    /** Of all tables of the delivery: they came in one file. */
    boolean holdsRefusedRows(DatasetVersion version) {
        return ledger.find(version.run()).map(ExchangeRun::refused).orElse(version.refused()) > 0;
    }
}
