package org.jiaohui.dataset.store;

import org.jiaohui.exchange.fault.ErrorCode;
import org.jiaohui.exchange.fault.ExchangeException;

/** Lets the workers of one staging write in the order of their parts, and ends them all when one fails. */
final class Turns {
    private int next;
    private boolean broken;

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

    synchronized void pass() {
        next++;
        notifyAll();
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
