package org.jiaohui.openapi.exchange;

import java.util.List;
import org.jiaohui.exchange.removal.Removed;

/**
 * What a removal did.
 *
 * @param withdrawn ids of the datasets that are in the catalogue no more
 * @param notes what is left for somebody to know or to do
 */
record RemovedView(String id, List<String> withdrawn, List<String> notes) {
    static RemovedView of(String id, Removed removed) {
        return new RemovedView(id, removed.withdrawn(), removed.notes());
    }
}
