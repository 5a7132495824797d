package org.jiaohui.exchange.run;

/** What becomes of the published data of a task that is removed. */
public enum PublishedData {
    /** It stays public as it is and grows old. */
    KEEP,
    /** It leaves catalogue, search and downloads; its versions stay where they lie, as evidence. */
    WITHDRAW
}
