package org.jiaohui.exchange.mend;

import org.jiaohui.exchange.dataset.RefusedRows;

/** What bringing refused rows back needs. */
public record Repair(Mendings mendings, RefusedRows refused) {}
