package org.jiaohui.dataset.store;

import java.util.HashMap;
import java.util.Map;
import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;
import org.jspecify.annotations.Nullable;

/**
 * Lets the workers of one staging write in the order of their parts, and ends them all when one fails. Who is done before its turn may leave its part for the
 * one whose turn comes before, and go on.
 */
final class Turns {
    private final int mostLeft;
    private final Map<Integer, EncodedPart> left = new HashMap<>();
    private int next;
    private boolean broken;

    /** @param mostLeft parts that may lie here for others to write */
    Turns(int mostLeft) {
        this.mostLeft = mostLeft;
    }

    /** Waits until all parts before this one are done. */
    synchronized void await(int ordinal) {
        while (next != ordinal && !broken) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                broken = true;
            }
        }
        check();
    }

    /** Leaves a part for the worker whose turn comes before; false when it is this part's turn, or when enough lie here. */
    synchronized boolean leave(EncodedPart part) {
        check();
        if (next == part.ordinal() || left.size() >= mostLeft) {
            return false;
        }
        left.put(part.ordinal(), part);
        return true;
    }

    /** Ends the turn; what was left for the next one is given to the caller, who has that turn as well. */
    synchronized @Nullable EncodedPart pass() {
        next++;
        EncodedPart waiting = left.remove(next);
        if (waiting == null) {
            notifyAll();
        }
        return waiting;
    }

    synchronized void breakOff() {
        broken = true;
        notifyAll();
    }

    /** Throws when another worker has failed. */
    synchronized void check() {
        if (broken) {
            throw new ExchangeException(ErrorCode.STOPPED, "运行已中断 / the run was broken off");
        }
    }
}
