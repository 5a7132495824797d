package org.jiaohui.exchange.removal;

import java.util.List;

/**
 * What a removal did beside removing.
 *
 * @param withdrawn ids of the entries that are in the catalogue no more
 * @param notes what is left for somebody to know or to do, in both languages
 */
public record Removed(List<String> withdrawn, List<String> notes) {
    public Removed {
        withdrawn = List.copyOf(withdrawn);
        notes = List.copyOf(notes);
    }
}
