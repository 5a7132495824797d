package org.jiaohui.exchange.alert;

/** A way to tell operators. */
public interface AlertChannel {
    /** {@code webhook} or {@code mail}: the same in every hub. */
    String name();

    /**
     * Tells once, within seconds.
     *
     * @throws RuntimeException when it did not arrive; it is told again later
     */
    void tell(AlertNotice notice);
}
