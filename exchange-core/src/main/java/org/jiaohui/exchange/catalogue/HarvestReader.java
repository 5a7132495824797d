package org.jiaohui.exchange.catalogue;

import java.util.List;
import org.jiaohui.exchange.run.Finding;
import org.jiaohui.exchange.source.Delivery;
import org.jiaohui.exchange.source.Source;

/** Reads another catalogue's descriptions. */
public interface HarvestReader {
    /**
     * @param read datasets seen, those that cannot become an entry included
     * @param refused datasets without identity or title, each named by a finding
     */
    record Harvest(long read, long refused, List<CatalogueEntry> entries, List<Finding> findings) {}

    /** @throws org.jiaohui.exchange.fault.ExchangeException CATALOGUE_BROKEN naming file and line when a file cannot be parsed */
    Harvest read(Source source, Delivery.Descriptions descriptions);
}
