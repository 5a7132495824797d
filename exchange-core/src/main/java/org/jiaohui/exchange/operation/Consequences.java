package org.jiaohui.exchange.operation;

import java.time.Duration;
import java.util.Optional;

/**
 * What follows when a run has ended.
 *
 * @param retryAfter the task is run again after this pause
 * @param gaveUp the task's retries are used up
 * @param failuresOfSource in a row, with this run; as before when the run says nothing of its source
 * @param sourceOpenFor runs of the source that start by themselves wait this long
 * @param trouble an operator must hear of it
 */
public record Consequences(
        Optional<Duration> retryAfter,
        boolean gaveUp,
        int failuresOfSource,
        Optional<Duration> sourceOpenFor,
        Optional<Trouble> trouble) {
    /** Nothing but the count. */
    static Consequences none(int failuresOfSource) {
        return new Consequences(Optional.empty(), false, failuresOfSource, Optional.empty(), Optional.empty());
    }

    /** What is told to operators. */
    public record Trouble(String message, String messageEn) {}
}
