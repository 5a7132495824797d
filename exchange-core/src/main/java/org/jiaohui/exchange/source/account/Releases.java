package org.jiaohui.exchange.source.account;

import java.util.Optional;
import java.util.function.Consumer;
import org.jiaohui.exchange.source.Source;
import org.jiaohui.exchange.source.SourceId;

/**
 * Sources that no task reads any more and that have yet to be given back what they keep for the hub. They are noted by the removal of their last task; a task that
 * is saved for the source takes the note back, and waits while it is being carried out.
 */
public interface Releases {
    /**
     * Carries out one note whose turn it is. What {@code give} throws postpones it, with a pause that grows to ten minutes.
     *
     * @return whether there was one
     */
    boolean releaseNext(Consumer<Source> give);

    /** Carries out the note of a source now, if there is one; returns why it could not be, when it could not. */
    Optional<String> release(SourceId source, Consumer<Source> give);
}
