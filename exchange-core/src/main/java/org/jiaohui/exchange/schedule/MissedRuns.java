package org.jiaohui.exchange.schedule;

/** What becomes of planned times that passed while no hub lived, or while the task's run before was still going. */
public enum MissedRuns {
    /** A time that could not be kept within a minute is left out. */
    SKIP,
    /** However many were missed, the task runs once. */
    ONCE,
    /** Each missed time of the last day is made up for, one run after the other, a hundred at most. */
    ALL
}
