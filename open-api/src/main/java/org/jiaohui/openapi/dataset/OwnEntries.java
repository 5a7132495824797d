package org.jiaohui.openapi.dataset;

import jakarta.servlet.http.HttpServletRequest;
import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jiaohui.openapi.access.Reader;
import org.springframework.stereotype.Component;

/** Which entries the one who asks may see, and of which of them the data: with the key all of them. */
@Component
public final class OwnEntries {
    private final CatalogueEntries entries;

    OwnEntries(CatalogueEntries entries) {
        this.entries = entries;
    }

    /**
     * The entry as the reader may see it. One that is hidden is answered like one that is not there.
     *
     * @throws ExchangeException UNKNOWN_DATASET
     */
    CatalogueEntry getDescribed(String id, HttpServletRequest request) {
        boolean all = Reader.seesAll(request);
        return entries.find(id)
                .filter(entry -> all || entry.listed())
                .map(entry -> all ? entry : entry.toOutsiders())
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_DATASET, "找不到数据集 / no dataset \"" + id + "\""));
    }

    /** Whether the reader may have the data of an entry, not its description alone. */
    boolean mayRead(CatalogueEntry entry, HttpServletRequest request) {
        return entry.open() || Reader.seesAll(request);
    }

    /**
     * An entry of which the reader may have the data, which lies here.
     *
     * @throws ExchangeException UNKNOWN_DATASET; HARVESTED when only the description is here: with the address where the data is; UNAUTHENTICATED when the data must be
     *     applied for
     */
    public CatalogueEntry getOwn(String id, HttpServletRequest request) {
        CatalogueEntry entry = getDescribed(id, request);
        if (entry.harvested()) {
            String where = entry.landingPage()
                    .or(entry::foreignIri)
                    .map(page -> "数据在：" + page + " / the data is there: " + page)
                    .orElse("请向来源 " + entry.source().orElse("") + " 索取 / ask its source");
            throw new ExchangeException(
                    ErrorCode.HARVESTED,
                    "数据集 \"" + id + "\" 采集自其他目录，本节点只有它的描述；\"" + id
                            + "\" was harvested from another catalogue, and this hub has its description alone. "
                            + where);
        }
        if (!mayRead(entry, request)) {
            throw mustBeAppliedFor(entry);
        }
        return entry;
    }

    static ExchangeException mustBeAppliedFor(CatalogueEntry entry) {
        String publisher = entry.about().publisher().name();
        return new ExchangeException(
                ErrorCode.UNAUTHENTICATED,
                "数据集 \"%1$s\" 有条件开放：描述人人可读，数据须向提供单位“%2$s”申请%3$s / the dataset \"%1$s\" is restricted: its description is for everybody, its data must be applied for at the publisher, %2$s%3$s"
                        .formatted(
                                entry.id(),
                                publisher,
                                entry.about()
                                        .accessConditions()
                                        .map(conditions -> " (" + conditions + ")")
                                        .orElse("")));
    }
}
