package org.jiaohui.openapi.dataset;

import org.jiaohui.exchange.catalogue.CatalogueEntries;
import org.jiaohui.exchange.catalogue.CatalogueEntry;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.springframework.stereotype.Component;

/** Entries that anybody may see, and those of them whose data lies here. */
@Component
public final class OwnEntries {
    private final CatalogueEntries entries;

    OwnEntries(CatalogueEntries entries) {
        this.entries = entries;
    }

    /** @throws ExchangeException UNKNOWN_DATASET */
    CatalogueEntry getPublic(String id) {
        return entries.find(id)
                .filter(CatalogueEntry::isPublic)
                .orElseThrow(
                        () -> new ExchangeException(ErrorCode.UNKNOWN_DATASET, "找不到数据集 / no dataset \"" + id + "\""));
    }

    /** @throws ExchangeException UNKNOWN_DATASET, or HARVESTED when only the description is here: with the address where the data is */
    public CatalogueEntry getOwn(String id) {
        CatalogueEntry entry = getPublic(id);
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
        return entry;
    }
}
