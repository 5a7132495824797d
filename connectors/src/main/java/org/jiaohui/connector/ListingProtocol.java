package org.jiaohui.connector;

import java.util.Optional;

/** A protocol whose sources can be listed without being fetched. */
public interface ListingProtocol extends Protocol {
    /**
     * The fingerprint of what a fetch would bring now; absent when there is no file.
     *
     * @param fetch has nothing in its spool and brings nothing there
     */
    Optional<String> listing(Fetch fetch);
}
