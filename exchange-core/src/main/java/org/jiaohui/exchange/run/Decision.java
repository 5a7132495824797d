package org.jiaohui.exchange.run;

import java.util.List;
import java.util.Optional;

/**
 * What a run is about to publish, written down before its first version is committed. From then on the run can be ended from the ledger and the store alone,
 * without asking the source again.
 *
 * @param deliveredAs the format that the catalogue shows
 * @param digest digest of the delivery; absent when the versions come from two different deliveries, so that the next run fetches and compares nothing
 * @param position what the next fetch needs to know; absent as the digest is
 * @param tables in the order of their commits, without versions
 */
public record Decision(
        String deliveredAs,
        Optional<String> digest,
        Optional<String> position,
        long bytes,
        List<TableResult> tables,
        List<Finding> findings) {
    public Decision {
        tables = List.copyOf(tables);
        findings = List.copyOf(findings);
    }
}
