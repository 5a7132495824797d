package org.jiaohui.exchange.fault;

/** Who must act on a broken world. */
public enum ErrorKind {
    /** The department or system that provides the data. */
    PROVIDER,
    /** The department or system that data is delivered to. */
    CONSUMER,
    /** The person who runs this hub. */
    OPERATOR,
    /** The person or program that called the interface. */
    CALLER,
    /** The people who build the hub: a defect. */
    HUB
}
