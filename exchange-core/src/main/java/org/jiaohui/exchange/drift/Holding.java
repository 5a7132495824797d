package org.jiaohui.exchange.drift;

/** Where runs and their deliveries wait. */
public record Holding(HeldRuns runs, HeldDeliveries deliveries) {}
