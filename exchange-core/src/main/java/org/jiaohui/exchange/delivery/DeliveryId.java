package org.jiaohui.exchange.delivery;

import org.jiaohui.exchange.run.RunId;

/** A delivery run's identity: a ULID, so that ids sort by time. */
public record DeliveryId(String value) {
    public DeliveryId {
        value = new RunId(value).value();
    }

    public static DeliveryId create() {
        return new DeliveryId(RunId.create().value());
    }

    @Override
    public String toString() {
        return value;
    }
}
