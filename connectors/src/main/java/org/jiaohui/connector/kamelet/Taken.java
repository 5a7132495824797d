package org.jiaohui.connector.kamelet;

import org.apache.camel.Message;

/** What was taken so far, told by the route's threads to the run's. */
final class Taken {
    private final Arrivals arrivals;
    private volatile int messages;
    private volatile long bytes;
    private volatile long last;

    Taken(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    void lay(Message message) {
        arrivals.lay(message);
        last = System.nanoTime();
        bytes = arrivals.bytes();
        messages = arrivals.messages();
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    long last() {
        return last;
    }
}
