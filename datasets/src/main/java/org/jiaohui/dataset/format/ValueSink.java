package org.jiaohui.dataset.format;

/** Takes sampled values into account. */
@FunctionalInterface
public interface ValueSink {
    /** One value of one column, as UTF-8; an empty one says nothing. */
    void offer(int column, byte[] text, int start, int length);
}
